package io.kdchain.provenance.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.DataAudited;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.label.Label.Fault;
import io.kdchain.provenance.label.Label.Fault.Code;
import io.kdchain.provenance.label.aigc.AigcLabel;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.VerifierKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LabelTest {
    private static final byte[] CONTENT = "The finding is benign.".getBytes(StandardCharsets.UTF_8);
    private static final Digest DIGEST = Sha256.of(CONTENT);
    private static final Trust TRUST = Trust.of(
            LogFixture.LOG_KEY.publicKey(),
            new VerifierKey("registry", LogFixture.signer("registry").publicKey()));
    private static final EntityId BATCH = EntityId.parse("output:batch-1");

    private final ChainLog log = ChainLog.inMemory(LogFixture.options());
    private final LogFixture chain = LogFixture.begin(log).wholeChain();
    private final LabelWriter writer = new LabelWriter(log.reader(), TRUST);
    private final EntityId output = EntityId.parse("output:17");

    private Label single() {
        chain.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:17@" + DIGEST));
        return writer.write(output, DIGEST, LogFixture.signer("cloud"));
    }

    private static EntityId output(int number) {
        return EntityId.parse("output:" + number);
    }

    private static byte[] content(int number) {
        return ("answer " + number).getBytes(StandardCharsets.UTF_8);
    }

    private OutputBatch batch(int count) {
        OutputBatch.Builder builder = new OutputBatch.Builder();
        IntStream.range(0, count).forEach(i -> builder.add(output(i), content(i)));
        OutputBatch batch = builder.build();
        chain.record(
                "cloud",
                new OutputServed(null, List.of(), null, batch.batch()),
                List.of("deployment:ct-assist"),
                List.of(BATCH.toString()));
        return batch;
    }

    @Test
    void aLabelHoldsForAStrangerWithTheOutputAndATrustFile() {
        Label label = Label.parse(single().toBytes());

        assertThat(label.verify(TRUST, DIGEST)).isEmpty();
        ObjectNode content = label.content();
        assertThat(content.path("teachers").get(0).path("model").textValue()).startsWith("model:teacher@");
        assertThat(content.path("authorisations").get(0).path("dataset").textValue())
                .isEqualTo("dataset:ct");
        assertThat(content.path("participants").findValuesAsText("party"))
                .contains("hospital", "radnet", "smallai", "edgechip", "cloud")
                .doesNotContain("registry");
        assertThat(content.path("participants").findValuesAsText("role")).contains("hardware-adapter");
        assertThat(content.path("models").findValuesAsText("model")).contains("model:student-int8");
    }

    @Test
    void itIsNoLabelOfOtherBytesOrUnderOtherTrust() {
        Label label = single();
        Trust others = Trust.of(
                new VerifierKey("kd.example/log", LogFixture.signer("other").publicKey()),
                new VerifierKey("registry", LogFixture.signer("registry").publicKey()));
        Trust otherRoot = Trust.of(
                LogFixture.LOG_KEY.publicKey(),
                new VerifierKey("registry", LogFixture.signer("other").publicKey()));

        assertThat(label.verify(TRUST, LogFixture.digest(1)))
                .extracting(Fault::code)
                .contains(Code.OTHER_CONTENT);
        assertThat(label.verify(others, DIGEST)).extracting(Fault::code).containsExactly(Code.CHECKPOINT_INVALID);
        assertThat(label.verify(otherRoot, DIGEST)).extracting(Fault::code).contains(Code.EVENT_INVALID);
        assertThat(label.verify(Trust.NONE, DIGEST)).extracting(Fault::code).containsExactly(Code.CHECKPOINT_INVALID);
    }

    @Test
    void aPolicyThatDemandsWitnessesIsNotMetByTheLogAlone() {
        Trust demanding = TRUST.with(Policy.parse("witness w %s\nquorum w\n"
                .formatted(Cosigner.ed25519("witness.example/w", LogFixture.signer("w"))
                        .publicKey())
                .getBytes(StandardCharsets.UTF_8)));

        assertThat(single().verify(demanding, DIGEST)).singleElement().satisfies(fault -> {
            assertThat(fault.code()).isEqualTo(Code.CHECKPOINT_INVALID);
            assertThat(fault.message()).contains("0 of 1 witnesses");
        });
    }

    @Test
    void everyChangedOrStrippedFieldIsNamedByItsPlace() {
        ObjectNode file = (ObjectNode) StrictJson.read(single().toBytes());
        List<String> leaves = new ArrayList<>();
        leaves(file.path("label"), "/label", leaves);
        Set<List<Fault>> reasons = new HashSet<>();

        for (String pointer : leaves) {
            List<Fault> changed = faults(file, pointer, true);
            List<Fault> stripped = faults(file, pointer, false);

            assertThat(changed)
                    .as("changed %s", pointer)
                    .anyMatch(fault ->
                            fault.code() == Code.CHANGED && fault.pointer().equals(pointer));
            assertThat(stripped).as("stripped %s", pointer).isNotEmpty();
            assertThat(reasons.add(changed))
                    .as("the reason for %s is its own", pointer)
                    .isTrue();
        }

        assertThat(leaves).hasSizeGreaterThan(45);
        ObjectNode added = file.deepCopy();
        ((ObjectNode) added.path("label")).put("more", 1);
        assertThat(Label.parse(Jcs.write(added)).verify(TRUST, DIGEST))
                .extracting(Fault::code, Fault::pointer)
                .contains(org.assertj.core.groups.Tuple.tuple(Code.ADDED, "/label/more"));
    }

    private static List<Fault> faults(ObjectNode file, String pointer, boolean change) {
        ObjectNode copy = file.deepCopy();
        JsonNode parent = copy.at(pointer.substring(0, pointer.lastIndexOf('/')));
        String name = pointer.substring(pointer.lastIndexOf('/') + 1);
        JsonNode value = copy.at(pointer);
        JsonNode other = value.isTextual()
                ? JsonNodeFactory.instance.textNode(value.textValue() + "A")
                : value.isBoolean()
                        ? JsonNodeFactory.instance.booleanNode(!value.booleanValue())
                        : JsonNodeFactory.instance.numberNode(value.longValue() + 1);
        if (parent instanceof ObjectNode object) {
            if (change) {
                object.set(name, other);
            } else {
                object.remove(name);
            }
        } else if (parent instanceof ArrayNode array) {
            if (change) {
                array.set(Integer.parseInt(name), other);
            } else {
                array.remove(Integer.parseInt(name));
            }
        }
        return Label.parse(Jcs.write(copy)).verify(TRUST, DIGEST);
    }

    private static void leaves(JsonNode node, String pointer, List<String> leaves) {
        if (node.isObject()) {
            node.properties().forEach(field -> leaves(field.getValue(), pointer + "/" + field.getKey(), leaves));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                leaves(node.get(i), pointer + "/" + i, leaves);
            }
        } else {
            leaves.add(pointer);
        }
    }

    @Test
    void whatSomebodyElseSignsIsNotTheServersLabel() {
        Label label = single();
        ObjectNode content = label.content().put("content", LogFixture.digest(3).toString());
        Label forged = new Label(
                content, Envelope.sign(Label.TYPE, Jcs.write(content), List.of(LogFixture.signer("edgechip"))));
        Label moved = new Label(content, label.signature().withPayload(Jcs.write(content)));

        assertThat(forged.verify(TRUST, LogFixture.digest(3)))
                .extracting(Fault::pointer)
                .contains("/signature/signatures/0/keyid", "/signature/signatures/0/sig");
        assertThat(moved.verify(TRUST, LogFixture.digest(3)))
                .extracting(Fault::pointer)
                .contains("/signature/signatures/0/sig", "/label/content");
        assertThatThrownBy(() -> Label.parse("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(LabelException.class);
    }

    @Test
    void anOutputOfABatchHasATwoLevelProof() {
        OutputBatch batch = batch(1000);
        Digest digest = Sha256.of(content(617));

        Label label = writer.write(output(617), BATCH, batch.proof(617), digest, LogFixture.signer("cloud"));

        assertThat(label.verify(TRUST, digest)).isEmpty();
        assertThat(label.content().path("batch").path("proof")).hasSize(10);
        assertThatThrownBy(() -> writer.write(output(618), BATCH, batch.proof(617), digest, LogFixture.signer("cloud")))
                .isInstanceOf(LabelException.class)
                .hasMessageContaining("root of the batch");
        assertThatThrownBy(() -> writer.write(BATCH, digest, LogFixture.signer("cloud")))
                .isInstanceOf(LabelException.class)
                .hasMessageContaining("batch");
    }

    @Test
    void whatTheLogDoesNotHoldGetsNoLabel() {
        assertThatThrownBy(() -> writer.write(output(99), DIGEST, LogFixture.signer("cloud")))
                .isInstanceOf(LabelException.class)
                .hasMessageContaining("output:99");
        chain.record("cloud", LogFixture.served(), List.of("deployment:ct-assist"), List.of("output:17@" + DIGEST));
        assertThatThrownBy(() -> writer.write(output, LogFixture.digest(4), LogFixture.signer("cloud")))
                .isInstanceOf(LabelException.class);
        assertThatThrownBy(() -> writer.write(output, DIGEST, LogFixture.signer("edgechip")))
                .isInstanceOf(LabelException.class);
    }

    @Property(tries = 60)
    void everyOutputOfEveryBatchIsProvenAndNoOther(@ForAll @IntRange(min = 1, max = 70) int count) {
        OutputBatch.Builder builder = new OutputBatch.Builder();
        IntStream.range(0, count).forEach(i -> builder.add(output(i), Sha256.of(content(i))));
        OutputBatch batch = builder.build();
        OutputServed.Batch stated = batch.batch();

        for (int i = 0; i < count; i++) {
            OutputBatch.Proof proof = batch.proof(i);
            assertThat(proof.includes(stated, output(i), Sha256.of(content(i)))).isTrue();
            assertThat(proof.includes(stated, output(i), Sha256.of(content(i + 1))))
                    .isFalse();
            assertThat(proof.includes(stated, output(i + 1), Sha256.of(content(i))))
                    .isFalse();
            assertThat(new OutputBatch.Proof(i + 1, proof.hashes()).includes(stated, output(i), Sha256.of(content(i))))
                    .isFalse();
        }
    }

    /** A chain of its own: what it states of qualification, report and authorisation. */
    private static Label medical(
            TeacherReleased.@Nullable Qualification qualification, @Nullable Boolean passed, @Nullable Instant until) {
        ChainLog log = ChainLog.inMemory(LogFixture.options());
        LogFixture chain = LogFixture.begin(log);
        chain.party("hospital", Role.DATA_PROVIDER);
        chain.party("auditor", Role.AUDITOR);
        chain.record(
                "hospital",
                new DatasetCollected(
                        DatasetCollected.Method.USER_SUBMITTED,
                        DatasetCollected.Personal.SENSITIVE,
                        null,
                        null,
                        null,
                        null),
                List.of(),
                List.of("dataset:ct"));
        chain.record(
                "hospital",
                new DataAuthorised(
                        EntityId.parse("dataset:ct"),
                        new PartyId("hospital"),
                        DataAuthorised.Basis.CONSENT,
                        List.of(),
                        until == null,
                        List.of(),
                        until),
                List.of(),
                List.of());
        if (passed != null) {
            chain.record(
                    "auditor",
                    new DataAudited(
                            EntityId.parse("dataset:ct"), DataAudited.Kind.COMPLIANCE, passed, "report-7", List.of()),
                    List.of("dataset:ct"),
                    List.of());
        }
        chain.record(
                "radnet",
                new TeacherReleased(List.of("medical"), qualification, true, List.of(), List.of()),
                List.of("dataset:ct"),
                List.of("model:teacher"));
        chain.record(
                "edgechip",
                new ModelAdapted(ModelAdapted.Technique.INT8, "edge-npu", null),
                List.of("model:teacher"),
                List.of("model:small@" + DIGEST));
        chain.record(
                "cloud",
                new ModelDeployed(null, null, Scene.MEDICAL, List.of("medical"), List.of(), "filing-3"),
                List.of("model:small"),
                List.of("deployment:d"));
        chain.record("cloud", LogFixture.served(), List.of("deployment:d"), List.of("output:17@" + DIGEST));
        Label label = new LabelWriter(log.reader(), TRUST)
                .write(EntityId.parse("output:17"), DIGEST, LogFixture.signer("cloud"));
        assertThat(label.verify(TRUST, DIGEST)).isEmpty();
        return label;
    }

    private static List<Shortcoming.Code> shortcomings(Label label) {
        return label.shortcomings().stream().map(Shortcoming::code).toList();
    }

    private static TeacherReleased.Qualification qualified(@Nullable String number, @Nullable Instant until) {
        return new TeacherReleased.Qualification("NMPA-III", number, until);
    }

    @Test
    void aMedicalLabelNamesQualificationReportFilingAndAdaptation() {
        Label label = medical(qualified("20263210001", LogFixture.START.plusSeconds(1)), true, null);

        ObjectNode content = label.content();
        assertThat(label.shortcomings()).isEmpty();
        assertThat(content.path("teachers").get(0).path("number").asText()).isEqualTo("20263210001");
        assertThat(content.path("dataAudits").get(0).path("report").asText()).isEqualTo("report-7");
        assertThat(content.path("deployments").get(0).path("scene").asText()).isEqualTo("medical");
        assertThat(content.path("deployments").get(0).path("filingNumber").asText())
                .isEqualTo("filing-3");
        assertThat(content.path("models").get(1).path("model").asText()).isEqualTo("model:small@" + DIGEST);
        assertThat(content.path("models").get(1).path("technique").asText()).isEqualTo("int8");
        assertThat(content.path("models").get(1).path("party").asText()).isEqualTo("edgechip");
    }

    @Test
    void validityIsThatOfTheMomentOfServing() {
        Instant before = LogFixture.START.minusSeconds(1);

        assertThat(shortcomings(medical(qualified("1", before), true, null)))
                .containsExactly(Shortcoming.Code.QUALIFICATION_EXPIRED);
        assertThat(shortcomings(medical(qualified(null, null), false, null)))
                .containsExactly(Shortcoming.Code.QUALIFICATION_MISSING, Shortcoming.Code.COMPLIANCE_NOT_PASSED);
        assertThat(shortcomings(medical(null, null, before)))
                .containsExactly(
                        Shortcoming.Code.AUTHORISATION_ENDED,
                        Shortcoming.Code.DISTILLATION_NOT_AUTHORISED,
                        Shortcoming.Code.QUALIFICATION_MISSING,
                        Shortcoming.Code.COMPLIANCE_REPORT_MISSING);
    }

    @Test
    void theCodeInAnotherLabelLeadsToThisOneOnly() {
        Label label = single();
        AigcLabel aigc = AigcLabel.of("cloud", "output:17", label.traceCode().text());

        assertThat(label.compare(aigc)).isEmpty();
        assertThat(label.compare(AigcLabel.of("cloud", "output:17"))).hasSize(1);
        assertThat(label.compare(
                        AigcLabel.of("cloud", "output:9", label.traceCode().text())))
                .extracting(Fault::code)
                .containsExactly(Code.OTHER_AIGC_LABEL);
        assertThat(medical(null, null, null).compare(aigc))
                .extracting(Fault::message)
                .singleElement()
                .asString()
                .contains(label.traceCode().label().toString());
    }
}
