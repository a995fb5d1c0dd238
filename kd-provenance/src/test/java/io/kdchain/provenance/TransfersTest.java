package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.artefact.ArtefactFolder;
import io.kdchain.provenance.artefact.ArtefactManifest;
import io.kdchain.provenance.artefact.SealedFile;
import io.kdchain.provenance.artefact.TransferCard;
import io.kdchain.provenance.artefact.TransferException;
import io.kdchain.provenance.artefact.TransferException.Reason;
import io.kdchain.provenance.artefact.TransferKey;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.ArtefactTransferred;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.TransferConfirmed;
import io.kdchain.provenance.evidence.LogEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransfersTest {
    private static final int SEGMENT = (1 << 20) - 16;

    private final Path folder;
    private final ChainLog log = ChainLog.inMemory(LogFixture.options());
    private final LogFixture chain = LogFixture.begin(log);
    private final Transfers teacher;
    private final Transfers student;
    private final TransferKey key;
    private final Path plain;
    private final Path packed;

    TransfersTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.teacher = new Transfers(log, chain.party("radnet", Role.TEACHER_DEVELOPER));
        this.student = new Transfers(log, chain.party("smallai", Role.DISTILLATION_PROVIDER));
        this.key = TransferKey.create(folder.resolve("smallai.key"), new PartyId("smallai"));
        this.plain = folder.resolve("teacher.bin");
        this.packed = folder.resolve("teacher.kds");
        write(5000);
    }

    private byte[] write(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Files.write(plain, content);
        return content;
    }

    private EntityId artefact() throws IOException {
        return EntityId.parse("model:teacher@" + Sha256.of(Files.readAllBytes(plain)));
    }

    private TransferCard card() {
        byte[] signed = key.card().sign(LogFixture.signer("smallai"));
        assertThat(TransferCard.claimedBy(signed)).isEqualTo(new PartyId("smallai"));
        return TransferCard.read(signed, LogFixture.signer("smallai").publicKey());
    }

    private LogEntry send() throws IOException {
        return teacher.seal(plain, packed, artefact(), card(), LogFixture.START);
    }

    private LogEntry receive(Path file, Path target) {
        return student.open(file, target, key, LogFixture.START);
    }

    private void refused(Reason reason, Path file) throws IOException {
        Path target = folder.resolve("refused.bin");
        long size = log.size();
        assertThatThrownBy(() -> receive(file, target))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(target).doesNotExist();
        assertThat(log.size()).isEqualTo(size);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    private Path changed(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5000, SEGMENT - 40, SEGMENT - 39, SEGMENT, 3 * SEGMENT - 40, 3 * SEGMENT + 7})
    void whatIsSealedArrivesAndBothCanProveIt(int size) throws IOException {
        byte[] content = write(size);

        LogEntry sent = send();
        LogEntry got = receive(packed, folder.resolve("got.bin"));

        assertThat(folder.resolve("got.bin")).hasBinaryContent(content);
        ArtefactTransferred transferred = (ArtefactTransferred) sent.event().body();
        assertThat(transferred.plaintextDigest()).isEqualTo(Sha256.of(content));
        assertThat(transferred.ciphertextDigest()).isEqualTo(Sha256.of(Files.readAllBytes(packed)));
        assertThat(transferred.keyEpoch()).isEqualTo("1");
        assertThat(got.event().body())
                .isEqualTo(new TransferConfirmed(artefact(), new PartyId("radnet"), Sha256.of(content)));
        assertThat(got.event().refs()).containsExactly(sent.event().id());
        assertThat(log.evidence(List.of(artefact())).rejected()).isEmpty();
        if (size > 40) {
            assertThat(new String(Files.readAllBytes(packed), StandardCharsets.ISO_8859_1))
                    .doesNotContain(new String(Arrays.copyOf(content, 40), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void aReplayedFileIsNoticed() throws IOException {
        send();
        receive(packed, folder.resolve("got.bin"));

        refused(Reason.REPLAYED, packed);
    }

    @Test
    void aTruncatedOrExtendedFileIsNoticed() throws IOException {
        send();
        byte[] good = Files.readAllBytes(packed);

        refused(Reason.TRUNCATED, changed("short.kds", Arrays.copyOf(good, good.length - 1)));
        refused(Reason.TRUNCATED, changed("shorter.kds", Arrays.copyOf(good, good.length / 2)));
        refused(Reason.EXTENDED, changed("long.kds", Arrays.copyOf(good, good.length + 1)));
        refused(Reason.NOT_SEALED, changed("none.kds", Arrays.copyOf(good, 60)));
    }

    @Test
    void aChangedByteOfTheContentIsNoticed() throws IOException {
        send();
        byte[] good = Files.readAllBytes(packed);
        int header = new String(good, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;

        for (int at = header; at < good.length; at += 97) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            refused(Reason.ALTERED, changed("bad.kds", bad));
            assertThatThrownBy(() -> SealedFile.open(folder.resolve("bad.kds"), folder.resolve("x"), key))
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ALTERED));
        }
    }

    @Test
    void anotherHeaderOpensNothing() throws IOException {
        send();
        String good = new String(Files.readAllBytes(packed), StandardCharsets.ISO_8859_1);
        TransferKey other = TransferKey.create(folder.resolve("other.key"), new PartyId("edgechip"));
        String[][] changes = {
            {"\"from\":\"radnet\"", "\"from\":\"badnet\""},
            {"\"artefact\":\"model:teacher", "\"artefact\":\"model:teacheR"},
            {"\"plaintext\":\"sha256:", "\"plaintext\":\"sha256:0"},
            {"\"key\":\"", "\"key\":\"AAAA"},
        };

        for (String[] change : changes) {
            String bad = good.replace(change[0], change[1]);
            if (change[1].endsWith(":0")) {
                bad = bad.replaceFirst("(\"plaintext\":\"sha256:0[0-9a-f]{63})[0-9a-f]", "$1");
            }
            assertThat(bad).isNotEqualTo(good);
            Path file = changed("bad.kds", bad.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> SealedFile.open(file, folder.resolve("x"), key))
                    .as(change[0])
                    .isInstanceOfSatisfying(
                            TransferException.class, e -> assertThat(e.reason()).isIn(Reason.ALTERED, Reason.EXTENDED));
            assertThatThrownBy(() -> receive(file, folder.resolve("x"))).isInstanceOf(TransferException.class);
        }
        Path readdressed = changed(
                "to.kds",
                good.replace("\"to\":\"smallai\"", "\"to\":\"edgechip\"").getBytes(StandardCharsets.ISO_8859_1));
        refused(Reason.OTHER_RECIPIENT, readdressed);
        assertThatThrownBy(() -> SealedFile.open(readdressed, folder.resolve("x"), other))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ALTERED));
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void anInterceptedFileIsUselessWithoutTheRecipientsKey() throws IOException {
        send();
        TransferKey thief = TransferKey.create(folder.resolve("thief.key"), new PartyId("smallai"));

        assertThatThrownBy(() -> SealedFile.open(packed, folder.resolve("x"), thief))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.ALTERED));
    }

    @Test
    void aFileOfAClosedEpochStaysClosed() throws IOException {
        send();
        key.rotate();
        assertThat(key.epochs()).containsExactlyInAnyOrder(1L, 2L);
        String before = Files.readString(folder.resolve("smallai.key"));

        key.close(2);

        refused(Reason.EPOCH_NOT_OPEN, packed);
        TransferKey read = TransferKey.read(folder.resolve("smallai.key"));
        assertThat(read.epochs()).containsExactly(2L);
        assertThat(Files.readString(folder.resolve("smallai.key"))).isNotEqualTo(before);
        Files.delete(packed);
        send();
        receive(packed, folder.resolve("got.bin"));
        assertThat(folder.resolve("got.bin")).hasSameBinaryContentAs(plain);
    }

    @Test
    void aFileThatTheLogDoesNotKnowIsNotOpened() throws IOException {
        SealedFile.seal(plain, packed, new PartyId("radnet"), artefact(), card());

        refused(Reason.NOT_ANNOUNCED, packed);
    }

    @Test
    void aCardThatSomebodyElseMadeIsRefused() {
        byte[] forged = key.card().sign(LogFixture.signer("thief"));

        assertThatThrownBy(() ->
                        TransferCard.read(forged, LogFixture.signer("smallai").publicKey()))
                .isInstanceOf(TransferException.class)
                .hasMessageContaining("smallai");
    }

    @Test
    void whatIsNotTheArtefactIsNotSealed() throws IOException {
        EntityId other = EntityId.parse("model:teacher@" + LogFixture.digest(9));

        assertThatThrownBy(() -> teacher.seal(plain, packed, other, card(), LogFixture.START))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONTENT_DIFFERS));
        assertThat(packed).doesNotExist();
        send();
        assertThatThrownBy(this::send)
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    @Test
    void privateFilesAreReadableByTheirOwnerOnly() throws IOException {
        send();
        receive(packed, folder.resolve("got.bin"));

        for (String name : List.of("smallai.key", "got.bin")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
        assertThat(Objects.requireNonNull(folder.toFile().list())).noneMatch(name -> name.endsWith(".old"));
    }

    private Path shards(String first, String second) throws IOException {
        Path model = Files.createDirectories(folder.resolve("model/shards"));
        Files.writeString(model.resolve("one.bin"), first);
        Files.writeString(model.resolve("two.bin"), second);
        Files.writeString(model.resolveSibling("config.json"), "{}");
        return folder.resolve("model");
    }

    @Test
    void aFolderArrivesWithItsNames() throws IOException {
        Path model = shards("first", "second");
        ArtefactManifest manifest = ArtefactFolder.measure(model).manifest();
        EntityId artefact = EntityId.parse("model:teacher@" + manifest.digest());

        LogEntry sent = teacher.seal(model, packed, artefact, card(), LogFixture.START);
        LogEntry got = receive(packed, folder.resolve("got"));

        assertThat(ArtefactFolder.measure(folder.resolve("got")).manifest()).isEqualTo(manifest);
        assertThat(folder.resolve("got/shards/two.bin")).hasContent("second");
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("got"))))
                    .isEqualTo("rwx------");
        }
        assertThat(((ArtefactTransferred) sent.event().body()).plaintextDigest())
                .isEqualTo(manifest.digest());
        assertThat(got.event().body())
                .isEqualTo(new TransferConfirmed(artefact, new PartyId("radnet"), manifest.digest()));
        refused(Reason.REPLAYED, packed);
    }

    @Test
    void aFolderWhoseShardsChangedPlacesIsAnotherArtefact() throws IOException {
        EntityId artefact = EntityId.parse("model:teacher@"
                + ArtefactFolder.measure(shards("first", "second")).manifest().digest());

        Path swapped = shards("second", "first");

        assertThatThrownBy(() -> teacher.seal(swapped, packed, artefact, card(), LogFixture.START))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONTENT_DIFFERS));
        assertThat(packed).doesNotExist();
    }

    @Test
    void everyChangedByteOfASealedFolderIsNoticed() throws IOException {
        EntityId artefact = EntityId.parse("model:teacher");
        teacher.seal(shards("first", "second"), packed, artefact, card(), LogFixture.START);
        byte[] bytes = Files.readAllBytes(packed);
        Random random = new Random(3);

        for (int i = 0; i < 60; i++) {
            byte[] changed = bytes.clone();
            changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            Path bad = changed("bad.kds", changed);
            assertThatThrownBy(() -> SealedFile.open(bad, folder.resolve("x"), key))
                    .isInstanceOf(TransferException.class);
            assertThat(folder.resolve("x")).doesNotExist();
        }
        refused(Reason.TRUNCATED, changed("short.kds", Arrays.copyOf(bytes, bytes.length - 1)));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> path.getFileName().toString()).filter(name -> name.startsWith(".kd")))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatDiedBeforeItWasConfirmedIsConfirmedWhenItIsRunAgain(boolean ofFolder) throws IOException {
        Path sent = ofFolder ? shards("first", "second") : plain;
        teacher.seal(sent, packed, EntityId.parse("model:teacher"), card(), LogFixture.START);
        Path target = folder.resolve("got");
        // what a process leaves that dies between both steps
        SealedFile.open(packed, target, key);

        LogEntry confirmed = receive(packed, target);

        assertThat(confirmed.event().body()).isInstanceOf(TransferConfirmed.class);
        assertThat(log.evidence(List.of(EntityId.parse("model:teacher"))).rejected())
                .isEmpty();
        assertThatThrownBy(() -> receive(packed, target))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLAYED));
    }

    @Test
    void anotherFileInTheWayIsNeitherConfirmedNorReplaced() throws IOException {
        send();
        Path target = Files.writeString(folder.resolve("got.bin"), "something else");
        long size = log.size();

        assertThatThrownBy(() -> receive(packed, target))
                .isInstanceOfSatisfying(
                        TransferException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE))
                .hasMessageContaining("exists");
        assertThat(target).hasContent("something else");
        assertThat(log.size()).isEqualTo(size);
    }
}
