package io.kdchain.rules.workbench;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of a YAML or JSON file that knows where it stands. */
sealed interface Marked {
    /** Where it begins. */
    Mark at();

    /** What it is, for messages: {@code a list}. */
    String kind();

    /** Keys and values, in the order of the file. */
    record Mapping(Mark at, List<Entry> entries) implements Marked {
        public Mapping {
            entries = List.copyOf(entries);
        }

        Optional<Entry> entry(String key) {
            return entries.stream().filter(e -> e.key().equals(key)).findFirst();
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** One key and its value. */
    record Entry(Mark keyAt, String key, Marked value) {}

    /** Values in order. */
    record Sequence(Mark at, List<Marked> items) implements Marked {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param at where it begins
     * @param text as written, escapes resolved
     * @param plain whether it stood without quotes, so that it may be a number, true, false or nothing
     */
    record Scalar(Mark at, String text, boolean plain) implements Marked {
        private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");
        private static final Pattern TRUE = Pattern.compile("true|True|TRUE");
        private static final Pattern FALSE = Pattern.compile("false|False|FALSE");
        private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
        private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

        boolean isNothing() {
            return plain && NOTHING.matcher(text).matches();
        }

        boolean isTrue() {
            return plain && TRUE.matcher(text).matches();
        }

        boolean isFalse() {
            return plain && FALSE.matcher(text).matches();
        }

        boolean isInteger() {
            return plain && INTEGER.matcher(text).matches();
        }

        /** Whether it is a number, whole or not. */
        boolean isNumber() {
            return plain && DECIMAL.matcher(text).matches();
        }

        @Override
        public String kind() {
            if (isNothing()) {
                return "nothing";
            }
            if (isTrue() || isFalse()) {
                return text;
            }
            return isNumber() ? "the number " + text : "'" + shortened(text) + "'";
        }

        private static String shortened(String text) {
            return text.length() <= 80 ? text : text.substring(0, 77) + "...";
        }
    }
}
