package io.kdchain.provenance.evidence;

import io.kdchain.provenance.checkpoint.CheckpointStamp;
import io.kdchain.provenance.checkpoint.CheckpointVerdict;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.store.StoredCheckpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the checkpoints of a log are cosigned as the policy wants. What a witness cosigned stays on its checkpoint,
 * so a log that was written anew has no such checkpoint, or one whose root its entries do not give.
 */
final class WitnessCheck {
    private final Policy policy;
    private final List<NoteKey> logKeys;
    private final List<String> problems = new ArrayList<>();
    private final Set<String> strangers = new TreeSet<>();
    private String lastFault = "";
    private long cosigned = -1;
    private final List<TimestampAuthority> authorities;
    private String lastStamp = "";
    private long stamped = -1;

    /** Checks against these witnesses the checkpoints of a log with these keys. */
    WitnessCheck(Trust trust, LogKeys keys) {
        this.policy = trust.policyFor(keys.keys());
        this.logKeys = policy.log(keys.origin());
        this.authorities = trust.authorities();
    }

    /** Takes a checkpoint that the log signed. */
    void see(StoredCheckpoint stored) {
        SignedNote note = SignedNote.parse(stored.note().toArray());
        List<NoteKey> witnesses = policy.witnessKeys();
        note.signatures().stream()
                .filter(line -> logKeys.stream().noneMatch(key -> key.claims(line))
                        && witnesses.stream().noneMatch(key -> key.claims(line))
                        && authorities.stream().noneMatch(authority -> CheckpointStamp.claims(authority, line)))
                .forEach(line -> strangers.add(line.name()));
        for (CheckpointStamp stamp : CheckpointStamp.judge(note, authorities)) {
            if (!stamp.holds()) {
                problems.add("Checkpoint of %d entries: %s".formatted(stored.size(), stamp.detail()));
            } else if (stored.size() >= stamped) {
                stamped = stored.size();
                lastStamp = stamp.told();
            }
        }
        CheckpointVerdict verdict = policy.judge(note);
        if (verdict.holds()) {
            cosigned = Math.max(cosigned, stored.size());
        } else if (verdict.fault() == CheckpointVerdict.Fault.QUORUM_NOT_MET) {
            lastFault = verdict.detail();
        } else {
            problems.add("Checkpoint of %d entries: %s".formatted(stored.size(), verdict.detail()));
        }
    }

    /** What does not hold. */
    List<String> problems() {
        if (policy.quorum() == null || cosigned >= 0) {
            return problems;
        }
        List<String> all = new ArrayList<>(problems);
        all.add("No checkpoint is cosigned as the trusted policy demands. " + lastFault);
        return all;
    }

    /** What should be known. */
    List<String> notes(long size) {
        List<String> notes = new ArrayList<>();
        if (policy.quorum() != null && cosigned >= 0) {
            notes.add(
                    cosigned == size
                            ? "All %d entries are under a checkpoint that the quorum of witnesses cosigned."
                                    .formatted(size)
                            : "The first %d of %d entries are under a checkpoint that the quorum of witnesses cosigned; those after it rest on the log's word."
                                    .formatted(cosigned, size));
        }
        if (stamped >= 0) {
            notes.add("The first %d of %d entries are under a checkpoint that was time-stamped by %s."
                    .formatted(stamped, size, lastStamp));
        }
        if (!strangers.isEmpty()) {
            notes.add("Checkpoints carry signatures of %s, whose keys are not trusted here; they were not checked."
                    .formatted(String.join(", ", strangers)));
        }
        return notes;
    }
}
