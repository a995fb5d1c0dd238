package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ProvenSlice;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.DeploymentDossier;
import io.kdchain.rules.governance.ProviderAssessment;
import io.kdchain.rules.governance.RootCause;
import io.kdchain.rules.governance.SafetyGrading;
import io.kdchain.rules.governance.TeacherExposure;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Fraction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an insurer needs to know of a deployment, without personal data: no inputs, outputs, accounts or names of whom
 * it harmed. Entries stand by their place, their hash and the proof that the log holds them; who is entitled gets the
 * rest as an evidence bundle. Its schema is {@code underwriting.schema.json} beside this class.
 */
final class UnderwritingFile {
    static final String FORMAT = "https://kdchain.io/underwriting/1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final DeploymentDossier dossier;
    private final Pseudonyms names;
    private final TreeSet<Long> entries = new TreeSet<>();

    UnderwritingFile(DeploymentDossier dossier) {
        this.dossier = dossier;
        this.names = new Pseudonyms(dossier.roles());
        entries.addAll(dossier.entries());
    }

    /**
     * The file but for the log, which proves every entry that it rests on.
     *
     * @param verdicts the judgment on each incident that can be judged
     */
    ObjectNode of(
            SafetyGrading grading,
            ObjectNode cover,
            ProviderAssessment assessment,
            List<TeacherExposure> exposures,
            Map<DeploymentDossier.Report, Attribution> verdicts,
            RulePack pack) {
        ObjectNode root = NODES.objectNode()
                .put("format", FORMAT)
                .put("at", grading.at().toString())
                .put("notice", "Read from a log. A proposal for underwriting, no offer and no judgment.");
        root.set("deployment", deployment());
        root.set("grade", grade(grading));
        root.set("cover", cover);
        root.set("assessment", assessment(assessment));
        ArrayNode incidents = root.putArray("incidents");
        dossier.incidents().forEach(report -> incidents.add(incident(report, verdicts.get(report))));
        root.putObject("labels").put("outputs", dossier.outputs()).put("labelled", dossier.labelled());
        root.set("exposure", exposures(exposures));
        root.putObject("rules")
                .put("pack", pack.id())
                .put("version", pack.version())
                .put("sha256", pack.digest());
        return root;
    }

    /** Entries that the file rests on. */
    Set<Long> entries() {
        return entries;
    }

    /** The log at its last checkpoint, and a proof for each entry. */
    static ObjectNode log(ProvenSlice proven, Map<Long, String> leafHashes) {
        Checkpoint checkpoint = Checkpoint.parse(proven.checkpoint().text());
        ObjectNode log = NODES.objectNode()
                .put("origin", checkpoint.origin())
                .put("size", checkpoint.size())
                .put("root", hex(checkpoint.root().toArray()))
                .put("checkpoint", new String(proven.checkpoint().toBytes(), StandardCharsets.UTF_8));
        ArrayNode array = log.putArray("entries");
        proven.proofs().forEach((index, hashes) -> {
            ObjectNode entry =
                    array.addObject().put("index", index).put("leafHash", String.valueOf(leafHashes.get(index)));
            ArrayNode proof = entry.putArray("proof");
            hashes.stream()
                    .map(Bytes::toArray)
                    .map(Base64.getEncoder()::encodeToString)
                    .forEach(proof::add);
        });
        return log;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private ObjectNode deployment() {
        ObjectNode node = NODES.objectNode()
                .put("id", dossier.deployment().key())
                .put("holder", names.of(dossier.holder().value()));
        node.set("model", entity(dossier.model()));
        node.set("students", entities(dossier.students()));
        node.set("teachers", entities(dossier.teachers()));
        ArrayNode hardware = node.putArray("hardware");
        dossier.adaptations()
                .forEach(one -> hardware.addObject()
                        .put("technique", one.technique().code())
                        .put("target", one.target())
                        .put("entry", one.entry()));
        return node;
    }

    private static ObjectNode entity(EntityId entity) {
        ObjectNode node = NODES.objectNode().put("id", entity.key());
        if (entity.digest() != null) {
            node.put("sha256", entity.digest().hex());
        }
        return node;
    }

    private static ArrayNode entities(Collection<EntityId> entities) {
        ArrayNode array = NODES.arrayNode();
        entities.forEach(one -> array.add(entity(one)));
        return array;
    }

    private ObjectNode grade(SafetyGrading grading) {
        ObjectNode node = GradeJson.of(grading);
        node.remove(List.of("deployment", "holder", "model", "at", "teachers"));
        node.put("determined", grading.covered().isPresent());
        if (grading.tests() != null) {
            ObjectNode tests = (ObjectNode) node.path("tests");
            tests.remove("dataset");
            tests.put("judge", names.of(grading.tests().judge().value()));
        }
        // what does not verify cannot be proven either
        grading.gates().stream()
                .filter(passage -> passage.gate() != SafetyGrading.Gate.LOG_WHOLE)
                .forEach(passage -> entries.addAll(passage.shownBy()));
        entries.addAll(grading.recorded());
        return node;
    }

    private ObjectNode assessment(ProviderAssessment assessment) {
        ObjectNode node = NODES.objectNode()
                .put("scheme", assessment.scheme().id())
                .put("version", assessment.scheme().version())
                .put("sha256", assessment.scheme().digest())
                .put("grade", assessment.grade().code())
                .put("score", assessment.score().toString())
                .put("shown", assessment.shown().toString())
                .put("validUntil", assessment.validUntil().toString());
        ArrayNode criteria = node.putArray("criteria");
        assessment.results().forEach(result -> {
            ObjectNode one = criteria.addObject()
                    .put("criterion", result.criterion().id())
                    .put("state", result.state().code())
                    .put("hits", result.hits())
                    .put("of", result.of());
            one.set("shownBy", numbers(result.shownBy()));
        });
        entries.addAll(assessment.evidence());
        return node;
    }

    private static ArrayNode numbers(Collection<Long> numbers) {
        ArrayNode array = NODES.arrayNode();
        numbers.forEach(array::add);
        return array;
    }

    private ObjectNode incident(DeploymentDossier.Report report, @Nullable Attribution verdict) {
        entries.add(report.entry().index());
        ObjectNode node = NODES.objectNode()
                .put("event", report.entry().event().id().toString())
                .put("entry", report.entry().index())
                .put("occurredAt", report.occurredAt().toString())
                .put("reportedAt", report.entry().recordedAt().toString())
                .put(
                        "severity",
                        report.severity() == null
                                ? "unstated"
                                : report.severity().code());
        ArrayNode kinds = node.putArray("kinds");
        report.kinds().forEach(kind -> kinds.add(kind.code()));
        node.put("status", report.closed() == null ? "open" : "closed");
        if (report.closed() != null) {
            entries.add(report.closed());
        }
        RootCause cause = report.cause();
        if (cause != null) {
            entries.add(cause.entry());
            ObjectNode told = node.putObject("rootCause")
                    .put("stage", cause.stage().code())
                    .put("party", names.of(cause.party().value()))
                    .put("contribution", cause.contribution().toPlainString())
                    .put("entry", cause.entry());
            if (cause.artefact() != null && cause.artefact().kind() != EntityKind.DATASET) {
                told.set("artefact", entity(cause.artefact()));
            }
        }
        node.put("judged", verdict != null);
        if (verdict != null) {
            ArrayNode items = node.putArray("items");
            verdict.items().forEach(item -> items.add(item(item)));
            entries.addAll(verdict.evidence().admitted());
        }
        return node;
    }

    private ObjectNode item(ItemVerdict item) {
        ObjectNode node = NODES.objectNode().put("established", item.established());
        ArrayNode shares = node.putArray("shares");
        item.shares().forEach((party, share) -> {
            List<Fraction> ways = new ArrayList<>(List.of(share));
            item.otherWays().values().forEach(way -> ways.add(way.getOrDefault(party, Fraction.ZERO)));
            Fraction claimable = item.claimable().getOrDefault(party, Fraction.ZERO);
            if (claimable.isZero() && ways.stream().allMatch(Fraction::isZero)) {
                return;
            }
            ObjectNode one = shares.addObject()
                    .put("party", names.of(party))
                    .put("share", share.toString())
                    .put(
                            "low",
                            ways.stream().min(Fraction::compareTo).orElse(share).toString())
                    .put(
                            "high",
                            ways.stream().max(Fraction::compareTo).orElse(share).toString())
                    .put("claimable", claimable.toString());
            List<String> first = item.supplementary().stream()
                    .filter(s -> s.party().equals(party))
                    .map(s -> names.of(s.primary()))
                    .toList();
            if (!first.isEmpty()) {
                first.forEach(one.putArray("after")::add);
            }
        });
        ArrayNode strategies = node.putArray("strategies");
        item.otherWays().keySet().forEach(strategies::add);
        return node;
    }

    private ArrayNode exposures(List<TeacherExposure> exposures) {
        ArrayNode array = NODES.arrayNode();
        for (TeacherExposure one : exposures) {
            ObjectNode node = array.addObject();
            node.set("teacher", entity(one.teacher()));
            node.put("deployments", one.deployments().size());
            ObjectNode cover = node.putObject("cover");
            one.cover().forEach((currency, amount) -> cover.put(currency, amount.toPlainString()));
        }
        return array;
    }

    /** Leaf hashes by place. */
    static Map<Long, String> byPlace(Collection<LogEntry> admitted) {
        return admitted.stream()
                .collect(Collectors.toMap(
                        LogEntry::index, entry -> entry.leafHash().hex(), (one, other) -> one, TreeMap::new));
    }
}
