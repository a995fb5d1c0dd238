package io.kdchain.rules.pack;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What fields of an event must say for it to count.
 *
 * @param tests what each field must say, by its name; a dot leads into a field; none means that all events count
 */
public record Condition(Map<String, Test> tests) {
    /** Every event. */
    public static final Condition ALWAYS = new Condition(Map.of());

    public Condition {
        tests = Collections.unmodifiableMap(new TreeMap<>(tests));
    }

    /** What a field must say. */
    public sealed interface Test permits OneOf, Range, Some {}

    /**
     * It is one of these, or a list that holds one of them.
     *
     * @param values codes, texts, {@code true} or {@code false}
     */
    public record OneOf(List<String> values) implements Test {
        public OneOf {
            values = List.copyOf(values);
        }
    }

    /**
     * It is a number of this range.
     *
     * @param least null means no least
     * @param most null means no most
     */
    public record Range(
            @Nullable BigDecimal least, @Nullable BigDecimal most) implements Test {}

    /**
     * It is a list with an element of which this holds.
     *
     * @param element of one element
     */
    public record Some(Condition element) implements Test {}
}
