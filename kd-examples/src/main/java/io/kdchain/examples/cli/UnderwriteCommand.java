package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.ProvenSlice;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.KdException;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.governance.DeploymentDossier;
import io.kdchain.rules.governance.GradedCover;
import io.kdchain.rules.governance.ProviderAssessment;
import io.kdchain.rules.governance.SafetyGrading;
import io.kdchain.rules.governance.TeacherExposure;
import io.kdchain.rules.pack.AssessmentScheme;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd underwrite}: what an insurer needs to know of a deployment. */
@Command(
        name = "underwrite",
        description = "Writes what an insurer needs to know of a deployment as one JSON file without personal data:"
                + " models, hardware, grade, gates, assessment, incidents with their shares over all ways to share,"
                + " labels, exposure by teacher, and the proofs that the log holds every entry that it rests on.")
final class UnderwriteCommand implements Callable<Integer> {
    static final String SCHEMA = "underwriting.schema.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(paramLabel = "DEPLOYMENT", arity = "0..1", description = "Such as deployment:ct-assist.")
    private @Nullable String deployment;

    @Option(names = "--log", paramLabel = "JDBC", description = "The log, which must have a key of its own.")
    private @Nullable String jdbcUrl;

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Output
    @Option(names = "-o", paramLabel = "FILE", description = "Where the file goes. Default: standard output.")
    private @Nullable Path file;

    @Option(names = "--schema", description = "Prints the JSON Schema of the file instead.")
    private boolean schema;

    @Option(
            names = "--scheme",
            paramLabel = "FILE|DIR",
            description = "The scheme of the assessment. Default: the proposal of the library.")
    private @Nullable Path scheme;

    @Option(
            names = "--packs",
            paramLabel = "ID,…",
            description = "Rule packs that apply. Default: ${DEFAULT-VALUE}.",
            defaultValue = "cn-proposal")
    private String packs = "cn-proposal";

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "A rule pack, or a folder of packs; they go before those of the library.")
    private @Nullable Path rules;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Looks at this moment, with what was recorded until then. Default: now.")
    private @Nullable String at;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (schema) {
            out.print(schema());
            out.flush();
            return CommandLine.ExitCode.OK;
        }
        if (deployment == null || jdbcUrl == null) {
            throw new BadInputException(
                    "Name a deployment and a log, as 'kd underwrite deployment:ct-assist --log jdbc:sqlite:chain.db'.");
        }
        EntityId asked = EntityId.parse(deployment);
        if (asked.kind() != EntityKind.DEPLOYMENT) {
            throw new BadInputException("'%s' is no deployment; write deployment:NAME.".formatted(deployment));
        }
        Instant moment = at == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : Asked.moment("--at", at);
        RulePack pack = Asked.packs(rules).load(Asked.words(packs));
        AssessmentScheme by = scheme == null ? AssessmentScheme.builtin() : AssessmentScheme.load(scheme);
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            WrongClock.remark(log, moment, at, kd.isChinese())
                    .ifPresent(spec.commandLine().getErr()::println);
            String text = write(log, asked, pack, by, moment);
            if (file == null) {
                out.print(text);
                out.flush();
            } else {
                WholeFile.write(file, text);
                out.println(kd.say("Written to %s.", "已写入 %s。").formatted(file));
            }
        }
        return CommandLine.ExitCode.OK;
    }

    static String schema() throws IOException {
        try (InputStream in = UnderwriteCommand.class.getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("The command lacks %s; its build is broken.".formatted(SCHEMA));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String write(ChainLog log, EntityId asked, RulePack pack, AssessmentScheme by, Instant moment)
            throws JsonProcessingException {
        StandingEntries entries = new StandingEntries(log);
        DeploymentDossier dossier = DeploymentDossier.of(entries, pack, asked, moment);
        SafetyGrading grading = SafetyGrading.of(entries, log.verify(), pack, asked, moment);
        GradedCover cover = GradedCover.of(pack, moment.atOffset(ZoneOffset.UTC).toLocalDate());
        UnderwritingFile written = new UnderwritingFile(dossier);
        ObjectNode root = written.of(
                grading,
                GradeJson.cover(grading, cover),
                ProviderAssessment.of(entries, pack, by, dossier.holder(), moment),
                TeacherExposure.of(entries, pack, moment, dossier.teachers()),
                verdicts(log.asOf(moment), dossier, pack),
                pack);
        Slice rests = new Slice(List.of(asked), new TreeSet<>(written.entries()), new TreeSet<>(), Set.of(), Set.of());
        ProvenSlice proven = log.prove(rests)
                .orElseThrow(
                        () -> new BadInputException(
                                "The log has no checkpoint, so nothing in it can be proven to an insurer. Append the next entry with --log-key FILE, which signs for all of them; 'kd key new FILE' makes one."));
        if (!proven.unproven().isEmpty()) {
            throw new BadInputException(
                    "Entries %s are under no checkpoint, so they cannot be proven to an insurer. Append the next entry with --log-key FILE, which signs for all of them."
                            .formatted(proven.unproven()));
        }
        root.set(
                "log",
                UnderwritingFile.log(
                        proven, UnderwritingFile.byPlace(log.evidence(rests).admitted())));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    /**
     * By what was known then. Incidents that cannot be judged are told on the side and stand in the file as not judged.
     */
    private Map<DeploymentDossier.Report, Attribution> verdicts(
            EvidenceSource known, DeploymentDossier dossier, RulePack pack) {
        LiabilityEngine engine =
                LiabilityEngine.builder().evidence(known).pack(pack).build();
        Map<DeploymentDossier.Report, Attribution> verdicts = new LinkedHashMap<>();
        for (DeploymentDossier.Report report : dossier.incidents()) {
            EntityId incident = report.incident();
            if (incident == null) {
                unjudged(report, kd.say("its report names no incident", "其报告未指明事件"));
                continue;
            }
            try {
                verdicts.put(report, engine.attribute(incident.key()));
            } catch (KdException e) {
                unjudged(report, String.valueOf(e.getMessage()));
            }
        }
        return verdicts;
    }

    private void unjudged(DeploymentDossier.Report report, String why) {
        spec.commandLine()
                .getErr()
                .println(kd.say("note: the incident of entry %d is not judged: %s", "注意：第 %d 条的事件未作判断：%s")
                        .formatted(report.entry().index(), why));
    }
}
