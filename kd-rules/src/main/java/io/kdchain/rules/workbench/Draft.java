package io.kdchain.rules.workbench;

import io.kdchain.rules.language.SourceText;
import io.kdchain.rules.language.Spelling;
import java.util.Collection;

/** Holds the answers of which files are made to what the files can carry. */
final class Draft {
    private static final int LONGEST_LINE = 300;

    private Draft() {}

    static void code(String what, String value) {
        if (!value.matches("[a-z][a-z0-9-]{0,59}")) {
            throw new IllegalArgumentException(
                    "%s is '%s'; write small letters, digits and hyphens, beginning with a letter, as act-on-notice."
                            .formatted(what, value));
        }
    }

    static void line(String what, String value) {
        if (value.isBlank() || value.length() > LONGEST_LINE || value.matches("(?s).*[\"\\\\{}\\r\\n].*")) {
            throw new IllegalArgumentException(
                    "%s is '%s'; write one line of at most %d characters without quotes, braces and backslashes."
                            .formatted(what, value, LONGEST_LINE));
        }
        SourceText.hidden(value).ifPresent(hidden -> {
            throw new IllegalArgumentException("%s holds %s; write it anew.".formatted(what, hidden));
        });
    }

    static void oneOf(String what, String value, Collection<String> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException("%s is '%s', which is not one of %s%s."
                    .formatted(what, value, String.join(", ", allowed), Spelling.hint(value, allowed)));
        }
    }

    /** As YAML and JSON quote a text that {@link #line} let through. */
    static String quoted(String text) {
        return '"' + text + '"';
    }
}
