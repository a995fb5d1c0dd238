package io.kdchain.rules.workbench;

import io.kdchain.provenance.event.KdException;
import java.util.List;
import java.util.stream.Collectors;

/** A scenario file cannot be read: holds everything that is wrong with it, in the order of the file. */
public final class ScenarioException extends KdException {
    private static final long serialVersionUID = 1L;

    private final transient List<ScenarioProblem> problems;

    ScenarioException(List<ScenarioProblem> problems) {
        super(problems.stream().map(ScenarioProblem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<ScenarioProblem> problems() {
        return problems;
    }
}
