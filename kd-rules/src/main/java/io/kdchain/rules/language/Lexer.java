package io.kdchain.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Cuts checked text into tokens. */
final class Lexer {
    private static final Set<String> LONG_SIGNS = Set.of("==", "!=", "<=", ">=", "&&", "||", "+=", "-=", "->");
    /** Longest name, in characters; the longest of the packs has 30. */
    static final int MAX_NAME = 100;
    /** Longest text between quotes, in characters; the longest sentence of the packs has 200. */
    static final int MAX_STRING = 2_000;

    private static final int MAX_PROBLEMS = 20;

    private static final String SIGNS = "(){}[],;:.<>@=!+-*/%&|^~?#";

    private final String path;
    private final String text;
    private final List<Problem> problems;
    private int offset;
    private int line = 1;
    private int column = 1;

    private Lexer(String path, String text, List<Problem> problems) {
        this.path = path;
        this.text = text;
        this.problems = problems;
    }

    /** All tokens and an end; characters outside of the language become problems. */
    static List<Token> tokens(String path, String text, List<Problem> problems) {
        Lexer lexer = new Lexer(path, text, problems);
        List<Token> tokens = new ArrayList<>();
        Token token;
        do {
            token = lexer.next();
            tokens.add(token);
        } while (token.kind() != Token.Kind.END && problems.size() < MAX_PROBLEMS);
        return tokens;
    }

    private Token next() {
        while (true) {
            skipBlanksAndComments();
            Position at = here();
            if (offset >= text.length() || problems.size() >= MAX_PROBLEMS) {
                return new Token(Token.Kind.END, "", at);
            }
            int c = text.codePointAt(offset);
            if (c == '"') {
                return new Token(Token.Kind.STRING, string(at), at);
            }
            if ((c >= '0' && c <= '9') || (c == '-' && digitAt(offset + 1))) {
                return number(at);
            }
            if (c == '$' && letter(peek(1))) {
                advance();
                return new Token(Token.Kind.BINDING, identifier(), at);
            }
            if (letter(c)) {
                return new Token(Token.Kind.WORD, word(), at);
            }
            if (offset + 1 < text.length() && LONG_SIGNS.contains(text.substring(offset, offset + 2))) {
                String sign = text.substring(offset, offset + 2);
                advance();
                advance();
                return new Token(Token.Kind.SIGN, sign, at);
            }
            if (SIGNS.indexOf(c) >= 0) {
                advance();
                return new Token(Token.Kind.SIGN, String.valueOf((char) c), at);
            }
            advance();
            problem(
                    at,
                    c == '\''
                            ? "A text stands in double quotes, not in single ones."
                            : "Character %s (U+%04X) is not part of the rule language%s."
                                    .formatted(
                                            new String(Character.toChars(c)),
                                            c,
                                            c > 0x7F ? "; outside of texts and comments use half-width signs" : ""));
        }
    }

    private void skipBlanksAndComments() {
        while (offset < text.length()) {
            char c = text.charAt(offset);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                advance();
            } else if (text.startsWith("//", offset)) {
                while (offset < text.length() && text.charAt(offset) != '\n') {
                    advance();
                }
            } else if (text.startsWith("/*", offset)) {
                Position at = here();
                while (offset < text.length() && !text.startsWith("*/", offset)) {
                    advance();
                }
                if (offset >= text.length()) {
                    problem(at, "This comment has no end; close it with */.");
                    return;
                }
                advance();
                advance();
            } else {
                return;
            }
        }
    }

    private String string(Position at) {
        advance();
        StringBuilder s = new StringBuilder();
        while (offset < text.length() && text.charAt(offset) != '"' && text.charAt(offset) != '\n') {
            int c = text.codePointAt(offset);
            if (c == '\\') {
                Position escape = here();
                advance();
                int escaped = offset < text.length() ? text.codePointAt(offset) : -1;
                if (escaped != '"' && escaped != '\\') {
                    problem(escape, "In a text only \\\" and \\\\ are escapes.");
                    continue;
                }
                c = escaped;
            }
            s.appendCodePoint(c);
            advance();
        }
        if (offset < text.length() && text.charAt(offset) == '"') {
            advance();
        } else {
            problem(at, "This text has no end; close it with a double quote on the same line.");
        }
        if (s.length() > MAX_STRING) {
            problem(
                    at,
                    "This text has %d characters and may have %d; nobody reads so long a sentence. Shorten it."
                            .formatted(s.length(), MAX_STRING));
        }
        Optional<String> foreign = foreign(s);
        if (foreign.isPresent()) {
            problem(
                    at,
                    "This text holds %s, and texts of rules are in Latin and Chinese letters: others look like them and are not. Write it anew on your own keyboard."
                            .formatted(foreign.get()));
        }
        return s.toString();
    }

    /** Whether it can name a binding: Latin letters and digits, or Chinese characters, not both. */
    static boolean isName(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*|[\\p{IsHan}_][\\p{IsHan}0-9_]*");
    }

    /** The first letter of another script, for a message. */
    static Optional<String> foreign(CharSequence text) {
        return text.codePoints()
                .filter(Character::isLetter)
                .filter(c -> {
                    Character.UnicodeScript script = Character.UnicodeScript.of(c);
                    return script != Character.UnicodeScript.LATIN
                            && script != Character.UnicodeScript.HAN
                            && script != Character.UnicodeScript.COMMON;
                })
                .mapToObj(c -> "the letter U+%04X (%s)".formatted(c, Character.getName(c)))
                .findFirst();
    }

    private Token number(Position at) {
        int start = offset;
        advance();
        while (digitAt(offset)) {
            advance();
        }
        if (offset - start > MAX_NAME) {
            problem(at, "This number has %d digits and may have 10; shorten it.".formatted(offset - start));
        }
        if (offset - start == 4
                && offset + 6 <= text.length()
                && text.substring(offset, offset + 6).matches("-[0-9]{2}-[0-9]{2}")) {
            for (int i = 0; i < 6; i++) {
                advance();
            }
            return new Token(Token.Kind.DAY, text.substring(start, offset), at);
        }
        Token.Kind kind = Token.Kind.NUMBER;
        while (offset < text.length()
                && (letter(text.codePointAt(offset))
                        || digitAt(offset)
                        || (text.charAt(offset) == '.' && digitAt(offset + 1)))) {
            kind = Token.Kind.DECIMAL;
            advance();
        }
        return new Token(kind, text.substring(start, offset), at);
    }

    /** A word; hyphens within it belong to it, as in {@code agenda-group}. */
    private String word() {
        int start = offset;
        Position at = here();
        identifier();
        while (offset + 1 < text.length() && text.charAt(offset) == '-' && letter(text.codePointAt(offset + 1))) {
            advance();
            identifier();
        }
        if (offset - start > 2 * MAX_NAME) {
            problem(
                    at,
                    "This name has %d characters and may have %d; shorten it.".formatted(offset - start, 2 * MAX_NAME));
            return text.substring(start, start + MAX_NAME);
        }
        return text.substring(start, offset);
    }

    private String identifier() {
        int start = offset;
        Position at = here();
        boolean latin = false;
        boolean han = false;
        boolean other = false;
        while (offset < text.length()) {
            int c = text.codePointAt(offset);
            if (!letter(c) && !(c >= '0' && c <= '9')) {
                break;
            }
            if (Character.isLetter(c)) {
                boolean isHan = Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
                latin |= c < 0x80;
                han |= isHan;
                other |= c >= 0x80 && !isHan;
            }
            advance();
        }
        String identifier = text.substring(start, offset);
        if (identifier.length() > MAX_NAME) {
            problem(
                    at,
                    "This name has %d characters and may have %d; shorten it."
                            .formatted(identifier.length(), MAX_NAME));
            return identifier.substring(0, MAX_NAME);
        }
        if (other || (latin && han)) {
            problem(
                    at,
                    "\"%s\" mixes scripts or uses letters that look like others; write a name in plain Latin letters or in Chinese characters."
                            .formatted(identifier));
        }
        return identifier;
    }

    private static boolean letter(int c) {
        return c == '_' || (c < 0x80 ? Character.isLetter(c) : Character.isUnicodeIdentifierPart(c));
    }

    private int peek(int ahead) {
        return offset + ahead < text.length() ? text.codePointAt(offset + ahead) : -1;
    }

    private boolean digitAt(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private void advance() {
        int c = text.codePointAt(offset);
        offset += Character.charCount(c);
        if (c == '\n') {
            line++;
            column = 1;
        } else {
            column++;
        }
    }

    private Position here() {
        return new Position(path, line, column);
    }

    private void problem(Position at, String message) {
        problems.add(Problem.outside(at, message));
    }
}
