package io.kdchain.rules.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fact, a conclusion or a condition taken apart: {@code Check(party: "edgechip", state: "absent")}, also with
 * {@code ==} for the colon.
 *
 * @param negative whether it says that there is none
 * @param word name of the fact or conclusion
 * @param fields names and values, in their order; values without quotation marks
 */
record TermText(boolean negative, String word, Map<String, String> fields) {
    private static final Pattern TERM =
            Pattern.compile("(not\\s+|exists\\s+)?\\(?\\s*(\\w+)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final Pattern FIELD =
            Pattern.compile("\\G\\s*(\\w+)\\s*(?::|==)\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]+))\\s*(?:,|$)");

    /** Takes the text apart; empty if it is more than one plain term. */
    static Optional<TermText> parse(String text) {
        Matcher term = TERM.matcher(text.strip());
        if (!term.matches()) {
            return Optional.empty();
        }
        Map<String, String> fields = new LinkedHashMap<>();
        String inner = term.group(3).strip();
        Matcher field = FIELD.matcher(inner);
        int end = 0;
        while (end < inner.length() && field.find()) {
            String quoted = field.group(2);
            fields.put(field.group(1), quoted == null ? field.group(3) : quoted.replaceAll("\\\\(.)", "$1"));
            end = field.end();
        }
        if (end < inner.length()) {
            return Optional.empty();
        }
        String prefix = term.group(1);
        return Optional.of(new TermText(prefix != null && prefix.startsWith("not"), term.group(2), fields));
    }
}
