package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.CheckpointVerdict.Fault;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Checkpoint CHECKPOINT =
            new Checkpoint("kd.example/log", 3, Bytes.of(MerkleHash.empty()), List.of());
    private static final String LOG = NoteKey.of(LogFixture.LOG_KEY.publicKey()).toString();

    private static Cosigner cosigner(String name) {
        return Cosigner.ed25519("witness.example/" + name, LogFixture.signer(name));
    }

    private static String witnesses(String... names) {
        return Stream.of(names)
                .map(name -> "witness %s %s\n".formatted(name, cosigner(name).publicKey()))
                .collect(Collectors.joining());
    }

    private static Policy policy(String text) {
        return Policy.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedNote cosigned(String... names) {
        return CHECKPOINT
                .sign(LogFixture.signer("log"))
                .with(Stream.of(names)
                        .map(name -> cosigner(name).cosign(CHECKPOINT.text(), NOW))
                        .toList());
    }

    @Test
    void aCheckpointOfAnotherImplementationIsJudgedByItsPolicy() throws IOException {
        Path vectors = RequiredTool.require("vectors").resolve("generated");
        Policy policy = Policy.parse(Files.readAllBytes(vectors.resolve("policy.txt")));
        SignedNote note = SignedNote.parse(Files.readAllBytes(vectors.resolve("checkpoint-cosigned.txt")));

        CheckpointVerdict verdict = policy.judge(note);

        assertThat(verdict.holds()).as(verdict.detail()).isTrue();
        assertThat(verdict.seenBy()).contains(Instant.ofEpochSecond(1679315147));
        assertThat(policy.judge(new SignedNote(note.text(), note.signatures().subList(0, 1)))
                        .fault())
                .isEqualTo(Fault.QUORUM_NOT_MET);
        assertThat(policy.judge(new SignedNote(note.text(), note.signatures().subList(1, 2)))
                        .fault())
                .isEqualTo(Fault.NOT_SIGNED_BY_LOG);
        assertThat(new String(Files.readAllBytes(vectors.resolve("policy.txt")), StandardCharsets.UTF_8))
                .isEqualTo(policy.text());
    }

    /** The two levels of groups of the specification's example. */
    @ParameterizedTest
    @CsvSource({
        "'', false",
        "X1 X2, false",
        "Y1, false",
        "X1 Y1, false",
        "X1 X2 Y3, true",
        "X2 X3 Y1 Y2, true",
        "X1 X2 X3, false",
        "X1 X2 X3 Y1 Y2 Y3, true"
    })
    void groupsOfGroupsAreCounted(String cosigners, boolean enough) {
        Policy policy = policy("""
                # two organisations
                log %s\thttps://log.example/

                %sgroup  X-witnesses 2 X1 X2 X3
                group Y-witnesses any Y1 Y2 Y3
                 group X-and-Y all X-witnesses Y-witnesses
                quorum X-and-Y
                """.formatted(LOG, witnesses("X1", "X2", "X3", "Y1", "Y2", "Y3")));

        Set<NoteKey> keys = Stream.of(cosigners.split(" "))
                .filter(name -> !name.isEmpty())
                .map(name -> cosigner(name).publicKey())
                .collect(Collectors.toSet());

        assertThat(policy.satisfiedBy(keys)).isEqualTo(enough);
        assertThat(policy.logs().get(0).url()).isEqualTo("https://log.example/");
        assertThat(policy(policy.text())).isEqualTo(policy);
    }

    @Test
    void eachThingThatIsWrongWithACheckpointHasItsReason() {
        Policy policy = policy("log %s\n%squorum w1\n".formatted(LOG, witnesses("w1", "w2")));
        SignedNote good = cosigned("w1");
        SignedNote other =
                new Checkpoint("kd.example/other", 3, CHECKPOINT.root(), List.of()).sign(LogFixture.signer("log"));
        SignedNote.Line falseLine = new SignedNote.Line(
                "witness.example/w2",
                cosigner("w2").publicKey().hash(),
                good.signatures().get(1).signature());
        SignedNote.Line falseLog = new SignedNote.Line(
                "kd.example/log",
                good.signatures().get(0).hash(),
                other.signatures().get(0).signature());

        assertThat(policy.judge(good).fault()).isNull();
        assertThat(policy.judge(good).cosignatures()).hasSize(1);
        assertThat(policy.judge(other).fault()).isEqualTo(Fault.UNKNOWN_LOG);
        assertThat(policy.judge(cosigned("w2")).fault()).isEqualTo(Fault.QUORUM_NOT_MET);
        assertThat(policy.judge(good.with(List.of(falseLine))).fault()).isEqualTo(Fault.FALSE_COSIGNATURE);
        assertThat(policy.judge(good.with(List.of(falseLog))).fault()).isEqualTo(Fault.FALSE_LOG_SIGNATURE);
        assertThat(policy.judge(SignedNote.sign("no checkpoint\n", "kd.example/log", LogFixture.signer("log")))
                        .fault())
                .isEqualTo(Fault.NO_CHECKPOINT);
        assertThat(policy.judge(CHECKPOINT.sign(LogFixture.signer("thief"))).fault())
                .isEqualTo(Fault.NOT_SIGNED_BY_LOG);
    }

    @Test
    void linesOfUnknownKeysAndRepeatedLinesCountForNothing() {
        Policy policy = policy("log %s\n%sgroup g all w1 w2\nquorum g\n".formatted(LOG, witnesses("w1", "w2")));
        SignedNote twice = new SignedNote(
                CHECKPOINT.text(),
                Stream.concat(
                                cosigned("w1", "stranger").signatures().stream(),
                                Stream.of(cosigner("w1").cosign(CHECKPOINT.text(), NOW.plusSeconds(1))))
                        .toList());

        CheckpointVerdict verdict = policy.judge(twice);

        assertThat(verdict.fault()).isEqualTo(Fault.QUORUM_NOT_MET);
        assertThat(verdict.cosignatures()).hasSize(1);
    }

    @Test
    void theLogCannotWitnessItself() {
        String own = NoteKey.cosigner(
                        "witness.example/w", LogFixture.signer("log").publicKey())
                .toString();

        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> policy("log %s\nwitness w %s\nquorum w\n".formatted(LOG, own)))
                .withMessageContaining("Line 2")
                .withMessageContaining("log 'kd.example/log'");
        SignedNote selfMade = CHECKPOINT
                .sign(LogFixture.signer("log"))
                .with(List.of(Cosigner.ed25519("witness.example/w1", LogFixture.signer("log"))
                        .cosign(CHECKPOINT.text(), NOW)));
        Policy policy = policy("log %s\n%squorum w1\n".formatted(LOG, witnesses("w1")));
        assertThat(policy.judge(selfMade).fault()).isEqualTo(Fault.QUORUM_NOT_MET);
    }

    @Test
    void aWitnessKeyUnderTwoNamesIsRefused() {
        String alias = NoteKey.cosigner(
                        "another.example/w", LogFixture.signer("w1").publicKey())
                .toString();

        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> policy("log %s\n%switness w2 %s\ngroup g all w1 w2\nquorum g\n"
                        .formatted(LOG, witnesses("w1"), alias)))
                .withMessageContaining("Line 3")
                .withMessageContaining("one key counts once");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no quorum line",
        "quorum w1, not defined",
        "quorum none extra, 3 words",
        "'quorum none;quorum none', already",
        "witness none W1, cannot be a name",
        "'witness a W1;witness a W2;quorum none', defined twice",
        "witness a LOG, makes no cosignatures",
        "log W1, one of a witness",
        "log, 1 words",
        "log nonsense, is no key",
        "'witness a W1;group g 2 a;quorum g', 2 of 1",
        "'witness a W1;group g 0 a;quorum g', no threshold",
        "'witness a W1;group g 01 a;quorum g', no threshold",
        "'witness a W1;group g most a;quorum g', no threshold",
        "'group g any a;witness a W1;quorum g', not defined",
        "'witness a W1;witness b W2;group g any a;group h any a;quorum g', twice",
        "'witness a W1;group g any a a;quorum g', twice",
        "'group g any g;quorum g', not defined",
        "'witness a W1;group g any none;quorum g', not defined",
        "'witness a W1;group a any a;quorum a', defined twice",
        "'log LOG;log LOG;quorum none', one key counts once",
        "group g any, 3 words",
        "trust everybody, begins no line",
        "'quorum\u0001none', control character",
    })
    void whatIsNoPolicyIsRefusedWithTheReason(String text, String reason) {
        String file = text.replace(";", "\n")
                        .replace("LOG", LOG)
                        .replace("W1", cosigner("w1").publicKey().toString())
                        .replace("W2", cosigner("w2").publicKey().toString())
                + "\n";

        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> policy(file))
                .withMessageContaining(reason);
    }

    @Test
    void namesAreOctets() {
        String text = "log %s\nwitness \u212a %s\nwitness K %s\nquorum \u212a\n"
                .formatted(LOG, cosigner("a").publicKey(), cosigner("b").publicKey());

        Policy policy = policy(text);

        assertThat(policy.satisfiedBy(Set.of(cosigner("a").publicKey()))).isTrue();
        assertThat(policy.satisfiedBy(Set.of(cosigner("b").publicKey()))).isFalse();
        assertThat(policy.text()).isEqualTo(text);
    }

    @Test
    void aTrustFileMayHoldAPolicyBesideTheRegistrarsKey(@TempDir Path folder) throws IOException {
        VerifierKey registrar =
                new VerifierKey("registry", LogFixture.signer("registry").publicKey());
        Path file = Files.writeString(
                folder.resolve("trust"),
                "# the registrar\n%s\nlog %s\r\n%squorum w1\n".formatted(registrar, LOG, witnesses("w1")));

        Trust trust = Trust.read(file);

        assertThat(trust.keys()).containsExactly(registrar);
        assertThat(trust.named("kd.example/log")).containsExactly(LogFixture.LOG_KEY.publicKey());
        assertThat(trust.roots("kd.example/log")).containsExactly(registrar.key());
        assertThat(trust.policy().witnesses()).containsOnlyKeys("w1");
        Files.writeString(folder.resolve("again"), trust.text());
        assertThat(Trust.read(folder.resolve("again"))).isEqualTo(trust);
        Files.writeString(file, registrar + "\nlog nonsense\n");
        assertThatExceptionOfType(MalformedNoteException.class)
                .isThrownBy(() -> Trust.read(file))
                .withMessageContaining("trust:2:1");
    }
}
