package io.kdchain.rules.workbench.mutation;

/**
 * What became of a mutant.
 *
 * @param mutant the change
 * @param fate whether it was noticed
 * @param noticedBy id of the scenario that noticed it; empty if none did
 */
public record Tried(Mutant mutant, Fate fate, String noticedBy) {
    /** What can become of a mutant. */
    public enum Fate {
        /** A scenario no longer holds. */
        KILLED,
        /** All scenarios hold as before. */
        SURVIVED,
        /** The pack would be refused, so that nobody could work with it. */
        STILLBORN
    }
}
