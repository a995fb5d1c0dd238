package io.kdchain.rules.release;

import static io.kdchain.rules.pack.PackFixture.pack;
import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.release.PackFinding.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignedPackTest {
    private static final Ed25519Signer AUTHOR = signer(1);
    private static final Ed25519Signer REVIEWER = signer(2);
    private static final Ed25519Signer STRANGER = signer(3);
    private static final PackTrust TRUST = new PackTrust(Set.of(AUTHOR.publicKey()), Set.of(REVIEWER.publicKey()));
    private static final String RULE = rule(
            "T-1: duty",
            "duty",
            "Act( $act : act, $party : party )",
            "insertLogical( new OwesDuty( $party, \"examine-bias\", $act ) );");

    @TempDir
    Path temporary;

    private Path folder;

    private static Ed25519Signer signer(int seed) {
        byte[] bytes = new byte[Ed25519Signer.SEED_SIZE];
        Arrays.fill(bytes, (byte) seed);
        return Ed25519Signer.fromSeed(bytes);
    }

    @BeforeEach
    void aPackThatBothSigned() {
        folder = fixture("1.0").in(temporary.resolve("test"));
        sign();
    }

    private static PackFixture fixture(String version) {
        return pack().rules(RULE)
                .with("pack.yaml", "{id: test, title: T, jurisdiction: CN, version: \"%s\"}".formatted(version))
                .with("scenarios/a.yaml", "scenario: a\n")
                .with("law/notes.md", "notes\n");
    }

    private void sign() {
        SignedPack.sign(folder, PackRole.AUTHOR, AUTHOR);
        SignedPack.sign(folder, PackRole.REVIEWER, REVIEWER);
    }

    private List<PackFinding> findings() {
        return SignedPack.load(folder).verify(TRUST);
    }

    private Path file(String path) {
        return folder.resolve(path);
    }

    private void write(String path, String text) throws IOException {
        Files.createDirectories(file(path).getParent());
        Files.writeString(file(path), text);
    }

    @Test
    void whatBothSignedIsAccepted() {
        SignedPack signed = SignedPack.load(folder);

        assertThat(signed.verify(TRUST)).isEmpty();
        assertThat(signed.manifest().files().files())
                .extracting(f -> f.path())
                .containsExactly(
                        "duties.yaml",
                        "law/art-1.drl",
                        "law/notes.md",
                        "norms.yaml",
                        "pack.yaml",
                        "parameters.yaml",
                        "scenarios/a.yaml",
                        "standards.csv");
        assertThat(signed.manifest().law().hex())
                .isEqualTo(RulePack.load(folder).digest());
    }

    /** DSSE v1.0.2: a signature is one of "DSSEv1", lengths, type and payload; written out here by hand. */
    @Test
    void aSignatureIsOneOfTheRoleAndTheManifest() throws IOException {
        String manifest = SignedPack.load(folder).manifest().digest().toString();
        String payload =
                "{\"manifest\":\"%s\",\"pack\":\"test\",\"role\":\"author\",\"version\":\"1.0\"}".formatted(manifest);
        String type = "application/vnd.kdchain.rule-pack+json";
        byte[] message = "DSSEv1 %d %s %d %s"
                .formatted(type.length(), type, payload.length(), payload)
                .getBytes(StandardCharsets.UTF_8);
        Envelope envelope = Envelope.parse(Files.readAllBytes(file("author.sig")));

        assertThat(AUTHOR.publicKey()
                        .verify(message, envelope.signatures().get(0).bytes().toArray()))
                .isTrue();
    }

    private interface Tampering {
        void with(SignedPackTest test) throws IOException;
    }

    private record Case(String name, Code code, String told, Tampering tampering) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        "a rule is changed",
                        Code.CHANGED,
                        "law/art-1.drl is not what was signed",
                        t -> t.write(
                                "law/art-1.drl", PackFixture.HEAD + RULE.replace("examine-bias", "act-on-notice"))),
                new Case(
                        "a rule is changed, told as another law",
                        Code.OTHER_LAW,
                        "was loaded, and test 1.0 with law",
                        t -> t.write(
                                "law/art-1.drl", PackFixture.HEAD + RULE.replace("examine-bias", "act-on-notice"))),
                new Case(
                        "a scenario is changed",
                        Code.CHANGED,
                        "scenarios/a.yaml",
                        t -> t.write("scenarios/a.yaml", "scenario: b\n")),
                new Case(
                        "a file is added",
                        Code.UNLISTED,
                        "law/art-2.drl is there and was not signed",
                        t -> t.write("law/art-2.drl", PackFixture.HEAD)),
                new Case("a text is added", Code.UNLISTED, "law/more.md", t -> t.write("law/more.md", "x")),
                new Case("a hidden file is added", Code.UNLISTED, ".hidden", t -> t.write(".hidden", "x")),
                new Case(
                        "a file is gone",
                        Code.MISSING,
                        "law/notes.md was signed and is not there",
                        t -> Files.delete(t.file("law/notes.md"))),
                new Case(
                        "a file has another name",
                        Code.CHANGED,
                        "law/other.md",
                        t -> Files.move(t.file("law/notes.md"), t.file("law/other.md"))),
                new Case(
                        "the manifest is gone",
                        Code.MANIFEST,
                        "There is no manifest.json",
                        t -> Files.delete(t.file("manifest.json"))),
                new Case(
                        "the manifest is changed",
                        Code.MANIFEST,
                        "is no manifest of a pack",
                        t -> t.write("manifest.json", Files.readString(t.file("manifest.json")) + "\n")),
                new Case(
                        "the manifest is made anew for a change",
                        Code.FORGED,
                        "author.sig is not a signature of this manifest",
                        t -> {
                            t.write("law/notes.md", "others");
                            Files.write(
                                    t.file("manifest.json"),
                                    PackManifest.of(RulePack.load(t.folder), t.folder)
                                            .toBytes());
                        }),
                new Case(
                        "nobody wrote it",
                        Code.UNSIGNED,
                        "No author has signed",
                        t -> Files.delete(t.file("author.sig"))),
                new Case(
                        "nobody reviewed it",
                        Code.UNSIGNED,
                        "No reviewer has signed",
                        t -> Files.delete(t.file("reviewer.sig"))),
                new Case(
                        "a signature is cut",
                        Code.FORGED,
                        "reviewer.sig is no signature",
                        t -> t.write("reviewer.sig", "{}")),
                new Case(
                        "the author's signature in the place of a review",
                        Code.FORGED,
                        "reviewer.sig is not a signature of this manifest by one reviewer",
                        t -> Files.write(t.file("reviewer.sig"), Files.readAllBytes(t.file("author.sig")))),
                new Case(
                        "a stranger reviews",
                        Code.NOT_TRUSTED,
                        "not trusted as reviewer",
                        t -> SignedPack.sign(t.folder, PackRole.REVIEWER, STRANGER)),
                new Case(
                        "a stranger writes",
                        Code.NOT_TRUSTED,
                        "not trusted as author",
                        t -> SignedPack.sign(t.folder, PackRole.AUTHOR, STRANGER)),
                new Case("a signature of a stranger under the reviewer's name", Code.FORGED, "does not verify", t -> {
                    SignedPack.sign(t.folder, PackRole.REVIEWER, STRANGER);
                    String forged = Files.readString(t.file("reviewer.sig"));
                    t.write(
                            "reviewer.sig",
                            forged.replace(
                                    STRANGER.publicKey().keyId(),
                                    REVIEWER.publicKey().keyId()));
                }),
                new Case("a review of before", Code.UNSIGNED, "No reviewer has signed", t -> {
                    t.write("law/notes.md", "others");
                    SignedPack.sign(t.folder, PackRole.AUTHOR, AUTHOR);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void tamperingIsFound(Case each) throws IOException {
        each.tampering().with(this);

        assertThat(findings())
                .anySatisfy(f -> {
                    assertThat(f.code()).isEqualTo(each.code());
                    assertThat(f.message()).contains(each.told());
                })
                .allSatisfy(f -> assertThat(f.message()).matches("(?s).*\\b(sign|restore|delete|name|let)\\b.*"));
    }

    @Test
    void aChangedPackBelowIsFound() throws IOException {
        Path more = pack().with("pack.yaml", "{id: more, title: M, jurisdiction: CN, version: 2, extends: [test]}")
                .with("norms.yaml", "[{id: M-1, title: M, paraphrase: m, rank: P, verified: T}]")
                .without("duties.yaml")
                .without("parameters.yaml")
                .without("standards.csv")
                .in(temporary.resolve("more"));
        SignedPack.sign(more, PackRole.AUTHOR, AUTHOR);
        SignedPack.sign(more, PackRole.REVIEWER, REVIEWER);
        assertThat(SignedPack.load(more).verify(TRUST)).isEmpty();

        write("law/art-1.drl", PackFixture.HEAD + RULE.replace("examine-bias", "act-on-notice"));

        assertThat(SignedPack.load(more).verify(TRUST))
                .extracting(PackFinding::code)
                .containsExactly(Code.OTHER_LAW);
    }

    @Test
    void onePersonIsNotTwo() {
        assertThatExceptionOfType(PackSignatureException.class)
                .isThrownBy(() -> SignedPack.sign(folder, PackRole.REVIEWER, AUTHOR))
                .withMessageContaining("one-key: This key signed as author");
        SignedPack.sign(folder, PackRole.AUTHOR, STRANGER);
        SignedPack.sign(folder, PackRole.REVIEWER, AUTHOR);
        SignedPack.sign(folder, PackRole.REVIEWER, REVIEWER);
        PackTrust everybody = new PackTrust(
                Set.of(AUTHOR.publicKey(), STRANGER.publicKey()), Set.of(AUTHOR.publicKey(), REVIEWER.publicKey()));
        assertThat(SignedPack.load(folder).verify(everybody)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PackTrust(Set.of(AUTHOR.publicKey()), Set.of()))
                .withMessageContaining("1 authors and 0 reviewers");
    }

    /** Both envelopes made by hand with one key, as a tool of the attacker's own would. */
    @Test
    void oneKeyInBothRolesIsFoundWhoeverMadeTheFiles() throws IOException {
        String payload = new String(
                        Envelope.parse(Files.readAllBytes(file("author.sig")))
                                .payload()
                                .toArray(),
                        StandardCharsets.UTF_8)
                .replace("author", "reviewer");
        Files.write(
                file("reviewer.sig"),
                Envelope.sign(SignedPack.PAYLOAD_TYPE, payload.getBytes(StandardCharsets.UTF_8), List.of(AUTHOR))
                        .toBytes());
        PackTrust both = new PackTrust(Set.of(AUTHOR.publicKey()), Set.of(AUTHOR.publicKey()));

        assertThat(SignedPack.load(folder).verify(both))
                .extracting(PackFinding::code)
                .containsExactly(Code.ONE_KEY);
    }

    @Test
    void aReviewNeedsSomethingToReview() throws IOException {
        Files.delete(file("author.sig"));
        write("law/notes.md", "others");

        assertThatExceptionOfType(PackSignatureException.class)
                .isThrownBy(() -> SignedPack.sign(folder, PackRole.REVIEWER, REVIEWER))
                .satisfies(e -> assertThat(e.findings())
                        .extracting(PackFinding::code)
                        .containsExactly(Code.CHANGED, Code.UNSIGNED));
    }

    @Test
    void anOlderVersionIsNotTakenAgain() throws IOException {
        Path state = temporary.resolve("accepted.json");
        Path old = temporary.resolve("old/test");
        copy(folder, old);
        assertThat(AcceptedPacks.open(state).accept(SignedPack.load(folder), TRUST))
                .isEmpty();

        fixture("1.2").in(folder);
        sign();
        assertThat(AcceptedPacks.open(state).accept(SignedPack.load(folder), TRUST))
                .isEmpty();
        assertThat(AcceptedPacks.open(state).accept(SignedPack.load(folder), TRUST))
                .as("the same once more")
                .isEmpty();

        assertThat(AcceptedPacks.open(state).accept(SignedPack.load(old), TRUST))
                .singleElement()
                .satisfies(f -> {
                    assertThat(f.code()).isEqualTo(Code.ROLLBACK);
                    assertThat(f.message()).contains("Version 1.2 of test was accepted before, and this is 1.0");
                });

        write("law/notes.md", "others");
        sign();
        assertThat(AcceptedPacks.open(state).accept(SignedPack.load(folder), TRUST))
                .extracting(PackFinding::code)
                .containsExactly(Code.SAME_VERSION);
        assertThat(AcceptedPacks.open(state).version("test")).contains("1.2");

        fixture("1.10").in(folder);
        sign();
        assertThat(AcceptedPacks.open(state).accept(SignedPack.load(folder), TRUST))
                .as("1.10 is newer than 1.2")
                .isEmpty();
    }

    @Test
    void whatIsNotVerifiedIsNotRemembered() throws IOException {
        Path state = temporary.resolve("accepted.json");
        write("law/notes.md", "others");

        assertThat(AcceptedPacks.open(state).accept(SignedPack.load(folder), TRUST))
                .isNotEmpty();
        assertThat(state).doesNotExist();
        Files.writeString(state, "{\"format\":\"kdchain-accepted-packs/v1\",\"packs\":[]}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AcceptedPacks.open(state))
                .withMessageContaining("Restore it from a copy");
    }

    @Test
    void aVersionHasAnOrder() throws IOException {
        fixture("spring").in(folder);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignedPack.sign(folder, PackRole.AUTHOR, AUTHOR))
                .withMessageContaining("Version \"spring\" of a pack has no order; write whole numbers");
        assertThat(PackVersion.parse("1.2")).isEqualByComparingTo(PackVersion.parse("1.2.0"));
        assertThat(PackVersion.parse("1.2")).isLessThan(PackVersion.parse("1.10"));
        assertThat(PackVersion.parse("2")).isGreaterThan(PackVersion.parse("1.99.99"));
    }

    @Test
    void anEngineMayDemandSignatures() throws IOException {
        try (ChainLog log = ChainLog.open("jdbc:sqlite::memory:")) {
            LiabilityEngine.Builder demanding =
                    LiabilityEngine.builder().evidence(log).demandSignatures(TRUST);
            SignedPack good = SignedPack.load(folder);
            assertThat(demanding.pack(good).build()).isNotNull();

            assertThatExceptionOfType(PackSignatureException.class)
                    .isThrownBy(() -> LiabilityEngine.builder()
                            .evidence(log)
                            .demandSignatures(TRUST)
                            .pack(RulePack.builtin("cn"))
                            .build())
                    .withMessageContaining("this pack was given without any");

            write("law/notes.md", "others");
            assertThatExceptionOfType(PackSignatureException.class)
                    .isThrownBy(() -> LiabilityEngine.builder()
                            .evidence(log)
                            .demandSignatures(TRUST)
                            .pack(SignedPack.load(folder))
                            .build())
                    .withMessageContaining("changed: law/notes.md");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path p : all.toList()) {
                Path target = to.resolve(from.relativize(p).toString());
                if (Files.isDirectory(p)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(p, target);
                }
            }
        }
    }
}
