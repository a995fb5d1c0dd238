package io.kdchain.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One way to say a pattern, or to go on with one. Its fields stand in the order in which the pattern has them.
 *
 * @param key in the table, for messages about it
 * @param type the word of the vocabulary that it says
 * @param parts text and values
 */
record Phrase(String key, String type, List<Part> parts) {
    Phrase {
        parts = List.copyOf(parts);
    }

    /** A piece of a phrase. */
    sealed interface Part {
        /** Words that stand as they are. */
        record Text(String text) implements Part {}

        /** One value that the field equals, or its name where it is first met. */
        record Slot(String field) implements Part {}

        /** Any constraint on the field. */
        record Any(String field) implements Part {}

        /** Nothing to be seen: what the words around it say of the field. */
        record Silent(String field, Operand value) implements Part {}
    }

    /** Reads {@code {party} met {duty}{met:yes}}. */
    static Phrase of(String key, String type, String template) {
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < template.length()) {
            int open = template.indexOf('{', from);
            int end = open < 0 ? template.length() : open;
            String text = template.substring(from, end).strip();
            if (!text.isEmpty()) {
                parts.add(new Part.Text(text));
            }
            if (open < 0) {
                break;
            }
            int close = template.indexOf('}', open);
            if (close < 0) {
                throw new IllegalStateException("Phrase %s has { without }: %s".formatted(key, template));
            }
            parts.add(value(template.substring(open + 1, close)));
            from = close + 1;
        }
        return new Phrase(key, type, parts);
    }

    private static Part value(String inside) {
        int colon = inside.indexOf(':');
        if (inside.startsWith("=")) {
            return new Part.Any(inside.substring(1));
        }
        if (colon < 0) {
            return new Part.Slot(inside);
        }
        String said = inside.substring(colon + 1);
        Operand value = said.equals("yes") || said.equals("no")
                ? new Operand.Truth(said.equals("yes"))
                : new Operand.Text(said);
        return new Part.Silent(inside.substring(0, colon), value);
    }

    /** The fields of which it speaks, in order. */
    List<String> fields() {
        return parts.stream()
                .map(p -> p instanceof Part.Slot s
                        ? s.field()
                        : p instanceof Part.Any a ? a.field() : p instanceof Part.Silent f ? f.field() : null)
                .filter(Objects::nonNull)
                .toList();
    }

    /** With dots for values, for a likeness to what was written. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        for (Part part : parts) {
            if (part instanceof Part.Text t) {
                shape.append(t.text());
            } else if (!(part instanceof Part.Silent)) {
                shape.append("...");
            }
        }
        return shape.toString();
    }

    /** As an author would write it, with the names of the fields for the values. */
    String example(Phrases words) {
        StringBuilder example = new StringBuilder();
        for (Part part : parts) {
            String next = part instanceof Part.Text t
                    ? t.text()
                    : part instanceof Part.Slot s
                            ? "{" + s.field() + "}"
                            : part instanceof Part.Any a ? words.word("copula") + " {" + a.field() + "}" : "";
            words.join(example, next);
        }
        return example.toString();
    }
}
