package io.kdchain.rules.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fact, a conclusion or a condition taken apart: {@code Check(party: "edgechip", state: "absent")}, also with
 * {@code ==}, {@code !=} or {@code in (...)} for the colon.
 *
 * @param negative whether it says that there is none
 * @param word name of the fact or conclusion
 * @param fields in their order
 */
record TermText(boolean negative, String word, List<Field> fields) {
    /** What a field is, one of several, or is not. */
    record Field(String name, boolean not, List<String> values) {}

    private static final Pattern TERM =
            Pattern.compile("(not\\s+|exists\\s+)?\\(?\\s*(\\w+)\\s*\\((.*)\\)", Pattern.DOTALL);
    private static final String VALUE = "\"(?:[^\"\\\\]|\\\\.)*+\"|[^\\s,\"()]+";
    private static final Pattern FIELD = Pattern.compile("\\G\\s*(\\w+)\\s*(:|==|!=|not in\\b|in\\b)\\s*(" + VALUE
            + "|\\(\\s*(?:" + VALUE + ")(?:\\s*,\\s*(?:" + VALUE + "))*\\s*\\))\\s*(?:,|$)");
    private static final Pattern ONE_VALUE = Pattern.compile(VALUE);

    /** Takes the text apart; empty if it is more than one plain term. */
    static Optional<TermText> parse(String text) {
        Matcher term = TERM.matcher(text.strip());
        if (!term.matches()) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        String inner = term.group(3).strip();
        Matcher field = FIELD.matcher(inner);
        int end = 0;
        while (end < inner.length() && field.find()) {
            String operator = field.group(2);
            fields.add(new Field(
                    field.group(1), operator.equals("!=") || operator.startsWith("not"), values(field.group(3))));
            end = field.end();
        }
        if (end < inner.length()) {
            return Optional.empty();
        }
        String prefix = term.group(1);
        return Optional.of(
                new TermText(prefix != null && prefix.startsWith("not"), term.group(2), List.copyOf(fields)));
    }

    private static List<String> values(String text) {
        return ONE_VALUE
                .matcher(text)
                .results()
                .map(r -> r.group().startsWith("\"")
                        ? r.group().substring(1, r.group().length() - 1).replaceAll("\\\\(.)", "$1")
                        : r.group())
                .toList();
    }
}
