package io.kdchain.rules.language;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What DRL has and this language has not, with the reason. */
final class Forbidden {
    private static final String CODE =
            "%s is code; a rule derives conclusions and does nothing else. Delete it and state the matter as conditions.";
    private static final String ORDER =
            "%s orders or hides rules; the phases order them. Delete it, and write an exception as a `not` condition with @exceptionTo.";
    private static final String CLOCK =
            "%s looks at the clock; a verdict depends on recorded dates alone. Delete it and use @inForce.";
    private static final String SOURCE =
            "%s fetches what is not among the facts. Delete it; facts come from verified evidence alone.";
    private static final String TEXT = "%s looks into texts; the language compares whole codes. Use == or in ( ... ).";
    private static final String CHANGE =
            "%s changes the facts; a rule may only add conclusions. Write insertLogical( new Conclusion( ... ) ).";

    private static final Map<String, String> REASONS = reasons();

    private Forbidden() {}

    /** Why the word is not part of the language, if it is a word of DRL. */
    static Optional<String> reason(String word) {
        return Optional.ofNullable(REASONS.get(word)).map(r -> r.formatted("`" + word + "`"));
    }

    private static Map<String, String> reasons() {
        Map<String, String> m = new TreeMap<>();
        for (String w : new String[] {
            "function",
            "eval",
            "new",
            "this",
            "dialect",
            "drools",
            "kcontext",
            "do",
            "for",
            "while",
            "if",
            "try",
            "return",
            "throw",
            "class",
            "static",
            "import",
            "global",
            "System",
            "Runtime"
        }) {
            m.put(w, CODE);
        }
        for (String w : new String[] {"declare", "enum", "trait"}) {
            m.put(
                    w,
                    "%s makes a new word, and runs its default values while rules are compiled. Use the words of the vocabulary.");
        }
        for (String w : new String[] {
            "salience",
            "enabled",
            "no-loop",
            "lock-on-active",
            "auto-focus",
            "activation-group",
            "ruleflow-group",
            "extends",
            "unit",
            "no",
            "lock",
            "auto"
        }) {
            m.put(w, ORDER);
        }
        for (String w : new String[] {"timer", "duration", "calendars", "date-effective", "date-expires"}) {
            m.put(w, CLOCK);
        }
        for (String w : new String[] {"from", "collect", "entry-point", "window", "over", "query", "groupby"}) {
            m.put(w, SOURCE);
        }
        for (String w : new String[] {"matches", "contains", "memberOf", "soundslike", "str", "excludes"}) {
            m.put(w, TEXT);
        }
        for (String w : new String[] {"insert", "update", "modify", "delete", "retract", "logicalInsert"}) {
            m.put(w, CHANGE);
        }
        m.put("null", "%s is no value; a field always has one. Use `not` for what is not there.");
        return m;
    }
}
