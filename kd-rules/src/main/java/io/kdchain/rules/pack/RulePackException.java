package io.kdchain.rules.pack;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.language.Position;
import io.kdchain.rules.language.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A rule pack that cannot be used. The message has one line for each problem, with file, line and column. */
public final class RulePackException extends KdException {
    private static final long serialVersionUID = 1L;

    /** Problems that a message tells; more help nobody. */
    private static final int TOLD = 100;

    private final transient List<Problem> problems;

    /** A pack with problems in its files, at least one. */
    public RulePackException(String pack, List<Problem> problems) {
        super("Rule pack %s cannot be used: %d %s.%n%s"
                .formatted(
                        pack,
                        problems.size(),
                        problems.size() == 1 ? "problem" : "problems",
                        problems.stream()
                                .limit(TOLD)
                                .map(Problem::toString)
                                .collect(Collectors.joining(System.lineSeparator(), "", more(problems)))));
        this.problems = List.copyOf(problems);
    }

    private static String more(List<Problem> problems) {
        return problems.size() <= TOLD
                ? ""
                : "%nand %d more, of which problems() knows.".formatted(problems.size() - TOLD);
    }

    /** A pack that cannot be read as a whole. */
    public RulePackException(String message, Throwable cause) {
        super(message, cause);
        this.problems = List.of();
    }

    /** All that is wrong, in the order of files and lines. */
    public List<Problem> problems() {
        return problems;
    }

    /** The place of the first problem. */
    public Optional<Position> at() {
        return problems.stream().findFirst().map(Problem::at);
    }

    /** The rule of the first problem; empty if it stands outside of rules. */
    public Optional<String> rule() {
        return problems.stream().findFirst().map(Problem::rule).filter(r -> !r.isEmpty());
    }
}
