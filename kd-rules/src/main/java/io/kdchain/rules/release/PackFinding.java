package io.kdchain.rules.release;

/**
 * Why a pack is not accepted.
 *
 * @param code what kind of fault, for scripts
 * @param message what is wrong and what to do
 */
public record PackFinding(Code code, String message) {
    /** A kind of fault. */
    public enum Code {
        /** There is no manifest, or what is there is none. */
        MANIFEST("manifest"),
        /** A file is in the folder and not in the manifest. */
        UNLISTED("unlisted"),
        /** A file is in the manifest and not in the folder. */
        MISSING("missing"),
        /** A file holds something else than was signed. */
        CHANGED("changed"),
        /** The law of the pack, that of the packs it builds on included, is not the one that was signed. */
        OTHER_LAW("other-law"),
        /** A role has not signed. */
        UNSIGNED("unsigned"),
        /** A signature does not verify, or was made of something else. */
        FORGED("forged"),
        /** A good signature of a key that is not trusted in this role. */
        NOT_TRUSTED("not-trusted"),
        /** One key signed in both roles. */
        ONE_KEY("one-key"),
        /** A newer version was accepted before. */
        ROLLBACK("rollback"),
        /** The same version was accepted with another content. */
        SAME_VERSION("same-version");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        /** As scripts read it. */
        public String text() {
            return text;
        }
    }

    @Override
    public String toString() {
        return code.text() + ": " + message;
    }
}
