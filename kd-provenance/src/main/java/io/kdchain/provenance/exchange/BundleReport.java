package io.kdchain.provenance.exchange;

import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.CheckpointStamp;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.evidence.Evidence;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of checking an evidence bundle.
 *
 * @param digest of the document as it is
 * @param faults what does not hold
 * @param notes what holds and what it does not show
 * @param checkpoint under which all entries stand; null if it does not hold
 * @param cosignatures of trusted witnesses over the checkpoint; empty if it does not hold
 * @param stamps time stamps of trusted authorities on the checkpoint that hold
 * @param evidence what may be believed; null if entries and checkpoint do not belong together
 */
public record BundleReport(
        Digest digest,
        List<Fault> faults,
        List<Note> notes,
        @Nullable Checkpoint checkpoint,
        List<CheckpointVerdict.Cosignature> cosignatures,
        List<CheckpointStamp> stamps,
        @Nullable Evidence evidence) {
    /** Faults of single entries: the others stand without them. */
    private static final Set<BundleFault> OF_ENTRIES =
            EnumSet.of(BundleFault.ENTRY_REJECTED, BundleFault.CONTENT_DIFFERS);

    /**
     * Something that does not hold.
     *
     * @param code what
     * @param pointer where: an RFC 6901 JSON pointer into the document
     * @param message in one sentence
     */
    public record Fault(BundleFault code, String pointer, String message) {}

    /**
     * Something that a reader should know.
     *
     * @param code what
     * @param message in one sentence
     */
    public record Note(Code code, String message) {
        /** What can be noted. */
        public enum Code implements Coded {
            /** No key was given from outside: the bundle agrees with itself, and nobody knows whose it is. */
            NO_KEY_TRUSTED,
            /** Which trusted witnesses cosigned the checkpoint, and when. */
            WITNESSED,
            /** No trusted witness cosigned the checkpoint. */
            NOT_WITNESSED,
            /** Which trusted authorities stamped the checkpoint, and when. */
            TIMESTAMPED,
            /** Time stamps are trusted, and there is none on the checkpoint. */
            NOT_TIMESTAMPED,
            /** Who attests what a part of a log cannot prove. */
            ATTESTED,
            /** Nobody whose key is trusted attests what a part of a log cannot prove. */
            NOT_ATTESTED,
            /** That no further event belongs to the slice is a claim. */
            SLICE_CLAIMED,
            /** That no key was revoked in an event that is not shown is a claim. */
            REVOCATIONS_CLAIMED,
            /** How far parties have counted is a claim. */
            COUNTERS_CLAIMED,
            /** Something that the evidence says of itself. */
            FINDING;
        }
    }

    public BundleReport {
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
        cosignatures = List.copyOf(cosignatures);
        stamps = List.copyOf(stamps);
    }

    /** Whether everything holds. */
    public boolean ok() {
        return faults.isEmpty();
    }

    Evidence evidenceOrThrow() {
        List<Fault> frame = faults.stream()
                .filter(fault -> !OF_ENTRIES.contains(fault.code()))
                .toList();
        if (evidence == null || !frame.isEmpty()) {
            throw new BundleException("The evidence bundle does not hold, so nothing of it is evidence: %s"
                    .formatted(frame.stream()
                            .map(fault -> "%s %s: %s".formatted(fault.code().code(), fault.pointer(), fault.message()))
                            .collect(Collectors.joining(" "))));
        }
        return evidence;
    }
}
