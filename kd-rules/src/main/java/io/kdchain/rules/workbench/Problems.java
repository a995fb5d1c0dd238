package io.kdchain.rules.workbench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that it is all told at once. */
final class Problems {
    /** More do not help anybody, and a hostile file could hold millions. */
    private static final int MOST = 100;

    private final String file;
    private final List<ScenarioProblem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    String file() {
        return file;
    }

    void add(Mark at, String message) {
        add(place(at), message);
    }

    void add(Place at, String message) {
        if (found.size() < MOST) {
            found.add(new ScenarioProblem(at, message));
        }
    }

    Place place(Mark at) {
        return new Place(file, at.line(), at.column());
    }

    /** What is found so far ends the reading: nothing after it can be understood. */
    ScenarioException stop(Mark at, String message) {
        add(at, message);
        return asException();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw asException();
        }
    }

    private ScenarioException asException() {
        return new ScenarioException(
                found.stream().sorted(Comparator.comparing(ScenarioProblem::at)).toList());
    }
}
