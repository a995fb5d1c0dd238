package io.kdchain.provenance.event;

/** What a name may look like: seen whole by a person, and safe in a line of text. */
final class Names {
    private Names() {}

    /** Checks a name of at most {@code most} characters without spaces, control, format or unpaired characters. */
    static void check(String what, String name, int most) {
        if (name.isEmpty() || name.length() > most) {
            throw new IllegalArgumentException(
                    "%s has %d characters; it must have 1 to %d.".formatted(what, name.length(), most));
        }
        int[] points = name.codePoints().toArray();
        for (int point : points) {
            int type = Character.getType(point);
            if (Character.isWhitespace(point)
                    || Character.isSpaceChar(point)
                    || type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.UNASSIGNED) {
                throw new IllegalArgumentException(
                        "%s '%s' contains U+%04X; spaces and invisible characters are not allowed."
                                .formatted(what, printable(points), point));
            }
        }
    }

    private static String printable(int[] points) {
        StringBuilder text = new StringBuilder();
        for (int point : points) {
            int type = Character.getType(point);
            if (type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE) {
                text.append('?');
            } else {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }
}
