package io.kdchain.rules.language;

/**
 * A piece of a rule file.
 *
 * @param kind what it is
 * @param text as written; without quotes and escapes for a string
 * @param at where it begins
 */
record Token(Kind kind, String text, Position at) {
    enum Kind {
        WORD,
        BINDING,
        STRING,
        NUMBER,
        DECIMAL,
        DAY,
        SIGN,
        END
    }

    boolean is(String word) {
        return (kind == Kind.WORD || kind == Kind.SIGN) && text.equals(word);
    }

    /** For messages. */
    String shown() {
        return switch (kind) {
            case END -> "the end of the file";
            case STRING -> "\"" + (text.length() > 40 ? text.substring(0, 40) + "..." : text) + "\"";
            case BINDING -> "$" + text;
            case WORD, NUMBER, DECIMAL, DAY, SIGN -> text;
        };
    }
}
