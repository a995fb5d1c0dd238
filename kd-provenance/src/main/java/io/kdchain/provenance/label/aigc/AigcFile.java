package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of a file that bears a label, or could.
 *
 * <p>Not safe against others that write the same file at the same time.
 */
public final class AigcFile {
    /** A file is read whole; larger ones are refused. */
    public static final long MAX_BYTES = 512L << 20;

    private final Carrier carrier;
    private final byte[] bytes;

    private AigcFile(Carrier carrier, byte[] bytes) {
        this.carrier = carrier;
        this.bytes = bytes;
    }

    /** What becomes of a label by which another producer, or about another content, stands in the file. */
    public enum Foreign {
        /** The file is not labelled: nobody may take off or alter another's label (Labelling Measures, article 10). */
        REFUSE,
        /** It is replaced; whoever does so answers for it. */
        REPLACE
    }

    /** These bytes as a carrier of this kind. */
    public static AigcFile of(Carrier carrier, byte[] bytes) {
        return new AigcFile(carrier, bytes.clone());
    }

    /**
     * Reads a file.
     *
     * @throws AigcException if it is too large, or of a kind that has no place for a label
     * @throws IOException if it cannot be read
     */
    public static AigcFile read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new AigcException("%s is a folder; name a file in it.".formatted(file));
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new AigcException(
                    "%s has %d bytes; files of at most %d are read.".formatted(file, Files.size(file), MAX_BYTES));
        }
        byte[] bytes = Files.readAllBytes(file);
        Carrier carrier = Carrier.of(bytes, String.valueOf(file.getFileName()))
                .orElseThrow(() -> new AigcException(
                        "%s is none of png, jpeg, pdf, markdown, html, json, wav, webp, mp3 and docx. Other files bear an explicit label only."
                                .formatted(file)));
        return new AigcFile(carrier, bytes);
    }

    /** Its kind. */
    public Carrier carrier() {
        return carrier;
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** What it bears. */
    public AigcReading reading() {
        Format.Findings findings = carrier.format().read(bytes);
        return new AigcReading(carrier, Sha256.of(bytes), findings.labels, findings.unread, findings.sourceType);
    }

    /** What follows from that. */
    public AigcVerdict verdict() {
        return AigcVerdict.of(reading());
    }

    /**
     * Digest of the payload: what a traceability label states of this output, whether or not it is labelled.
     *
     * @throws AigcException if the file is too broken to tell label from payload
     */
    public Digest payload() {
        return Sha256.of(carrier.format().payload(bytes));
    }

    /**
     * Whether people see that the file is generated: of Markdown and HTML what a machine can say, of other kinds that a
     * person must look.
     */
    public ExplicitLabel.Presence explicit() {
        return switch (carrier) {
            case MARKDOWN -> ExplicitLabel.inText(new String(carrier.format().payload(bytes), StandardCharsets.UTF_8));
            case HTML -> ExplicitLabel.inText(HtmlFormat.seen(bytes));
            case PNG, JPEG, PDF, JSON, WAV, WEBP, MP3, DOCX -> ExplicitLabel.Presence.UNKNOWN;
        };
    }

    /**
     * The same file with this label in the place of all others, read back and compared.
     *
     * @throws AigcException if the file is damaged, has no place for a label, or bears that of another
     */
    public AigcFile labelled(AigcLabel label, Foreign foreign) {
        AigcReading before = reading();
        if (!before.unread().isEmpty()) {
            AigcReading.Unread unread = before.unread().get(0);
            throw new AigcException(
                    "The %s cannot be labelled, since it cannot be read to its end. At %s: %s Export it anew."
                            .formatted(carrier.code(), unread.place(), unread.why()));
        }
        if (foreign == Foreign.REFUSE && !before.labels().isEmpty()) {
            AigcLabel old = AigcVerdict.of(before).label();
            if (old == null) {
                throw new AigcException(
                        "The file bears a label that does not comply, or has values that are not written here; see 'kd label aigc check'. Say that it shall be replaced (--replace), or ask whoever wrote it.");
            }
            if (!old.contentProducer().equals(label.contentProducer())) {
                throw new AigcException(
                        "The file bears a label of producer '%s', and the new one names '%s'. Add yourself as propagator, or say that it shall be replaced (--replace)."
                                .formatted(old.contentProducer(), label.contentProducer()));
            }
        }
        AigcFile after = new AigcFile(carrier, carrier.format().write(bytes, label));
        AigcVerdict verdict = after.verdict();
        if (!label.equals(verdict.label())) {
            throw new AigcException("The label was written and not found again: %s %s. Nothing was kept."
                    .formatted(verdict.conclusion().code(), verdict.remarks()));
        }
        if (!Arrays.equals(carrier.format().payload(bytes), carrier.format().payload(after.bytes))) {
            throw new AigcException("Writing the label would change the %s itself. Nothing was kept; report this file."
                    .formatted(carrier.code()));
        }
        return after;
    }

    /**
     * Writes the bytes to a file, whole or not at all, and reads them back. A file that is replaced keeps its
     * permissions.
     *
     * @throws AigcException if the file system gives back other bytes
     * @throws IOException if it cannot be written; the file is then as before
     */
    public void write(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Path draft = folder.resolve(".%s.partial-%d"
                .formatted(file.getFileName(), ProcessHandle.current().pid()));
        try {
            Files.write(draft, bytes);
            if (Files.exists(file) && Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(draft, Files.getPosixFilePermissions(file));
            }
            if (!Arrays.equals(Files.readAllBytes(draft), bytes)) {
                throw new AigcException(
                        "%s was written and reads back otherwise; the disk may be failing.".formatted(draft));
            }
            move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void move(Path draft, Path file) throws IOException {
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
