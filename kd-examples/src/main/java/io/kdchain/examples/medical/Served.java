package io.kdchain.examples.medical;

import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.Row;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * The answer that a patient's finding got.
 *
 * @param patient the finding, with what later turned out
 * @param answer class that was served
 * @param probability of that class, as it was shown
 * @param at when
 */
record Served(Row patient, int answer, BigDecimal probability, Instant at) implements Artefact {

    private static final int SHOWN_DIGITS = 4;

    static Served of(Row patient, double[] logits, Instant at) {
        int answer = Decisions.of(logits);
        return new Served(
                patient,
                answer,
                new BigDecimal(Decisions.probabilities(logits)[answer]).setScale(SHOWN_DIGITS, RoundingMode.HALF_EVEN),
                at);
    }

    boolean missed() {
        return patient.label() == Patients.MALIGNANT && answer == Patients.BENIGN;
    }

    /** The text that the clinic saw. */
    @Override
    public byte[] toBytes() {
        return "%s: %s (%s)\n"
                .formatted(patient.id(), Patients.name(answer), probability.toPlainString())
                .getBytes(StandardCharsets.UTF_8);
    }
}
