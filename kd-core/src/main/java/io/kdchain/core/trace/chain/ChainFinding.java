package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.Stage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where in a chain a measure was made worse.
 *
 * @param measured what was measured, and what it says
 * @param localisation contributions as fractions of the effect, for the record
 * @param words the finding in words
 */
public record ChainFinding(Measured measured, Localisation localisation, Wording words) {

    /** How sure it is. */
    public Verdict verdict() {
        return measured.verdict();
    }

    /** Every stage once, the likeliest first. */
    public List<Stage> ranking() {
        return measured.ranking();
    }

    /** The audited measure that is furthest beyond its band. */
    public Measure measure() {
        return measured.measure();
    }

    /** How much worse it is, or without a reference how large; in its units. */
    public double effect() {
        return measured.effect();
    }

    /** How much chance alone may do. */
    public double limit() {
        return measured.limit();
    }

    /** 0 to 1: how far the first of the ranking is ahead of the second; 0 if nothing is beyond its band. */
    public double sureness() {
        return measured.sureness();
    }

    /** Control distillations, made before a teacher is blamed; null if none was needed. */
    public @Nullable TeacherControl control() {
        return measured.control();
    }

    /** Trainings that the search cost. */
    public int executions() {
        return measured.executions();
    }

    /** What speaks against a stage. */
    public StageEvidence of(Stage stage) {
        return measured.of(stage);
    }

    /** Whether the effect is larger than chance alone makes it. */
    public boolean visible() {
        return measured.visible();
    }

    /** The stages that are named, the likeliest first; none if the tracer abstains. */
    public List<Stage> named() {
        return measured.named();
    }

    /** The finding in words, in English. */
    public String account() {
        return words.english();
    }

    /** The finding in words, in Chinese or English. */
    public String account(Locale locale) {
        return words.in(locale);
    }
}
