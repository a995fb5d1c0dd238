package io.kdchain.rules.report;

import java.util.Locale;

/** Makes text of strangers safe to look at: nothing in it moves the cursor, hides, or turns the writing around. */
final class Visible {
    private Visible() {}

    /** The text with every hidden character written as its code, such as {@code [U+202E]}. */
    static String of(String text) {
        if (text.codePoints().noneMatch(Visible::isHidden)) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 8);
        text.codePoints().forEach(c -> {
            if (isHidden(c)) {
                out.append(String.format(Locale.ROOT, "[U+%04X]", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    /** Controls, line and paragraph separators, formatting such as bidi overrides, surrogate halves, private use. */
    static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE -> true;
            default -> false;
        };
    }
}
