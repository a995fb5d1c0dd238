package io.kdchain.provenance.checkpoint;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.TimestampException;
import io.kdchain.provenance.sign.TimestampToken;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Time stamps (RFC 3161) on checkpoints, each in a signature line of its own, so that they stay with a checkpoint
 * wherever it goes and trouble nobody who knows nothing of them. The stamp is on the SHA-256 of the text of the note,
 * as it stands above the empty line. The line has a type of our own after C2SP signed-note: 0xff and an identifier.
 * Stamped is what the log said, by whomever it was signed afterwards.
 *
 * @param authority who is trusted to have made it
 * @param at when it had the checkpoint, UTC
 * @param accuracy by how much that may be wrong; null means not stated
 * @param fault why it shows nothing; null means that it holds
 * @param detail the fault in one sentence; empty if there is none
 */
public record CheckpointStamp(
        TimestampAuthority authority,
        Instant at,
        @Nullable Duration accuracy,
        TimestampToken.@Nullable Fault fault,
        String detail) {
    private static final String NAME = "rfc3161/";
    private static final String TYPE = "kdchain.io/rfc3161/v1";

    /** The digest on which a stamp of this note is. */
    public static Digest digest(SignedNote note) {
        return Sha256.of(note.text().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A stamp as a line of the note that it is on.
     *
     * @throws TimestampException if it is not one of this authority on this note
     */
    public static SignedNote.Line line(SignedNote note, TimestampAuthority authority, TimestampToken token) {
        TimestampToken.Verdict verdict = token.verify(authority, digest(note));
        if (!verdict.holds()) {
            throw new TimestampException(verdict.detail());
        }
        return new SignedNote.Line(name(authority), hash(authority), token.bytes());
    }

    /** Whether a line claims to be a stamp of this authority. */
    public static boolean claims(TimestampAuthority authority, SignedNote.Line line) {
        return line.name().equals(name(authority)) && line.hash() == hash(authority);
    }

    /** Judges the stamps of these authorities on a note, in its order. */
    public static List<CheckpointStamp> judge(SignedNote note, Collection<TimestampAuthority> authorities) {
        List<CheckpointStamp> stamps = new ArrayList<>();
        for (SignedNote.Line line : note.signatures()) {
            for (TimestampAuthority authority : authorities) {
                if (claims(authority, line)) {
                    stamps.add(judge(note, authority, line));
                }
            }
        }
        return stamps;
    }

    private static CheckpointStamp judge(SignedNote note, TimestampAuthority authority, SignedNote.Line line) {
        try {
            TimestampToken.Verdict verdict =
                    TimestampToken.parse(line.signature().toArray()).verify(authority, digest(note));
            return new CheckpointStamp(authority, verdict.at(), verdict.accuracy(), verdict.fault(), verdict.detail());
        } catch (TimestampException e) {
            return new CheckpointStamp(
                    authority,
                    Instant.EPOCH,
                    null,
                    TimestampToken.Fault.SIGNATURE,
                    "What stands there as a stamp of '%s' is none: %s".formatted(authority.name(), e.getMessage()));
        }
    }

    /** Whether it holds. */
    public boolean holds() {
        return fault == null;
    }

    /** Whose stamp it is and of when, in a few words. */
    public String told() {
        return "'%s' at %s%s"
                .formatted(authority.name(), at, accuracy == null ? "" : " (to within %s)".formatted(accuracy));
    }

    /** A name that a line of a note can have. */
    private static String name(TimestampAuthority authority) {
        StringBuilder name = new StringBuilder(NAME);
        authority
                .name()
                .codePoints()
                .map(point -> Character.isLetterOrDigit(point) || point == '.' || point == '-' ? point : '_')
                .forEach(name::appendCodePoint);
        return name.toString();
    }

    private static int hash(TimestampAuthority authority) {
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        key.writeBytes(name(authority).getBytes(StandardCharsets.UTF_8));
        key.write('\n');
        key.write(0xff);
        key.writeBytes(TYPE.getBytes(StandardCharsets.UTF_8));
        key.writeBytes(authority.certificate().toArray());
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key.toByteArray()))
                    .getInt();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
