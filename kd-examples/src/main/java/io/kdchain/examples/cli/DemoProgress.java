package io.kdchain.examples.cli;

import io.kdchain.examples.medical.DiagnosisListener;
import io.kdchain.examples.medical.DiagnosisStep;
import io.kdchain.examples.medical.Words;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells a person what goes on: a line for each step, a bar for the long ones where a terminal shows it. */
final class DemoProgress implements DiagnosisListener {
    private static final int BAR_COLUMNS = 24;
    /** Without a terminal a long step is told in quarters. */
    private static final int QUARTERS = 4;

    private final PrintWriter err;
    private final Locale locale;
    private final boolean terminal;
    private final int steps;
    private String line = "";
    private int told;

    /**
     * Tells on this stream.
     *
     * @param err where to
     * @param locale in which language
     * @param terminal whether a person watches lines being redrawn
     * @param own steps of the command beside those of the scene
     */
    DemoProgress(PrintWriter err, Locale locale, boolean terminal, int own) {
        this.err = err;
        this.locale = locale;
        this.terminal = terminal;
        this.steps = DiagnosisStep.values().length + own;
    }

    @Override
    public void started(DiagnosisStep step) {
        started(step.number(), step.title());
    }

    /** A step of the command begins; those of the scene come first. */
    void started(int number, Words title) {
        line = "[%2d/%d] %s".formatted(number, steps, title.in(locale));
        told = 0;
        err.print(line);
        err.flush();
    }

    @Override
    public void progressed(DiagnosisStep step, double fraction) {
        int parts = terminal ? BAR_COLUMNS : QUARTERS;
        int now = (int) Math.floor(Math.max(0, Math.min(1, fraction)) * parts);
        if (now <= told) {
            return;
        }
        told = now;
        if (terminal) {
            err.print("\r%s  %s%s".formatted(line, "█".repeat(now), "░".repeat(BAR_COLUMNS - now)));
        } else {
            err.print(" %d%%".formatted(100 * now / QUARTERS));
        }
        err.flush();
    }

    @Override
    public void done(DiagnosisStep step, Words outcome) {
        done(outcome);
    }

    /** The step is done. */
    void done(Words outcome) {
        err.println();
        err.println("        " + outcome.in(locale));
        err.flush();
    }
}
