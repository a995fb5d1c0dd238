package io.kdchain.rules.language;

import java.util.List;

/** A condition of a rule. */
public sealed interface Condition {
    /** Where it begins. */
    Position at();

    /**
     * There is a fact or conclusion of this kind.
     *
     * @param at where
     * @param type a word of the vocabulary
     * @param constraints all must hold; maybe none
     */
    record Pattern(Position at, String type, List<Constraint> constraints) implements Condition {
        public Pattern {
            constraints = List.copyOf(constraints);
        }
    }

    /**
     * There is none.
     *
     * @param at where
     * @param inner what there is none of
     */
    record Not(Position at, Condition inner) implements Condition {}

    /**
     * There is at least one; which one does not matter.
     *
     * @param at where
     * @param inner what there is one of
     */
    record Exists(Position at, Condition inner) implements Condition {}

    /**
     * All parts hold together.
     *
     * @param at where
     * @param parts two or more, none of them an {@code And}
     */
    record And(Position at, List<Condition> parts) implements Condition {
        public And {
            parts = List.copyOf(parts);
        }
    }

    /**
     * At least one branch holds.
     *
     * @param at where
     * @param branches two or more, none of them an {@code Or}
     */
    record Or(Position at, List<Condition> branches) implements Condition {
        public Or {
            branches = List.copyOf(branches);
        }
    }

    /**
     * For each match of the base, the others match as well.
     *
     * @param at where
     * @param base what is gone through
     * @param others at least one
     */
    record ForAll(Position at, Pattern base, List<Pattern> others) implements Condition {
        public ForAll {
            others = List.copyOf(others);
        }
    }

    /**
     * Numbers computed over all matches of a condition.
     *
     * @param at where
     * @param source what is gone through
     * @param aggregates at least one
     * @param tests on the results; maybe none
     */
    record Accumulate(Position at, Condition source, List<Aggregate> aggregates, List<ResultTest> tests)
            implements Condition {
        public Accumulate {
            aggregates = List.copyOf(aggregates);
            tests = List.copyOf(tests);
        }
    }

    /**
     * One number over all matches.
     *
     * @param at where
     * @param name of the result, without the dollar sign
     * @param function which number
     * @param argument name of the binding that is summed or compared, without the dollar sign; empty for {@code count}
     */
    record Aggregate(Position at, String name, AggregateFunction function, String argument) {}

    /**
     * A test on a result.
     *
     * @param at where
     * @param name of the result, without the dollar sign
     * @param comparison how
     * @param value a whole number or an earlier binding
     */
    record ResultTest(Position at, String name, Comparison comparison, Operand value) {}
}
