package io.kdchain.examples.medical;

import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.Row;
import io.kdchain.provenance.label.aigc.ExplicitLabel;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/**
 * The answer that a patient's finding got.
 *
 * @param patient the finding, with what later turned out
 * @param answer class that was served
 * @param probability of that class, as it was shown
 * @param at when
 * @param form of its bytes
 */
record Served(Row patient, int answer, BigDecimal probability, Instant at, Form form) implements Artefact {

    /** How an answer is written. */
    enum Form {
        /** A line, which has no place for a label. */
        TEXT,
        /** An object, which bears the label of GB 45438-2025. */
        JSON
    }

    private static final int SHOWN_DIGITS = 4;

    static Served of(Row patient, double[] logits, Instant at, Form form) {
        int answer = Decisions.of(logits);
        return new Served(
                patient,
                answer,
                new BigDecimal(Decisions.probabilities(logits)[answer]).setScale(SHOWN_DIGITS, RoundingMode.HALF_EVEN),
                at,
                form);
    }

    boolean missed() {
        return patient.label() == Patients.MALIGNANT && answer == Patients.BENIGN;
    }

    /** What the clinic saw. */
    @Override
    public byte[] toBytes() {
        String text = switch (form) {
            case TEXT -> "%s: %s (%s)\n".formatted(patient.id(), Patients.name(answer), probability.toPlainString());
            case JSON ->
                "{\"finding\":\"%s\",\"answer\":\"%s\",\"notice\":\"%s\",\"probability\":%s}\n"
                        .formatted(
                                patient.id(),
                                Patients.name(answer),
                                ExplicitLabel.words(Locale.ENGLISH),
                                probability.toPlainString());
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
