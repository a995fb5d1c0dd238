package io.kdchain.rules.proof;

/**
 * One reason to refuse a proof.
 *
 * @param fault what kind
 * @param place which part of the proof, such as {@code step 12 (c7)}
 * @param message what is stated and what follows
 */
public record Objection(ProofFault fault, String place, String message) {
    @Override
    public String toString() {
        return "%s: %s: %s".formatted(fault.code(), place, message);
    }
}
