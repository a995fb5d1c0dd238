package io.kdchain.rules.language;

/** How names of rules begin. */
final class RuleNames {
    private RuleNames() {}

    /** Whether the name begins with this norm id, and not merely with the same letters. */
    static boolean beginsWith(String name, String norm) {
        if (norm.isEmpty() || !name.startsWith(norm)) {
            return false;
        }
        if (name.length() == norm.length()) {
            return true;
        }
        char next = name.charAt(norm.length());
        return next == ':' || next == '\uff1a' || next == ' ' || next == '/' || next == ',';
    }
}
