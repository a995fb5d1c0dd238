package io.kdchain.examples.news;

import io.kdchain.core.audit.Fidelity;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the scene left.
 *
 * @param log the recorded log
 * @param trust file with the keys that a verifier trusts
 * @param live whether the teacher was asked in this run; else its kept answers taught
 * @param texts how many texts there are
 * @param unseen how many of them neither teacher nor student saw
 * @param teacherAccuracy of the teacher on these, 0 to 1
 * @param studentAccuracy of the student on these, 0 to 1
 * @param fidelity how far the student answers as its teacher on these
 * @param falsehood empty if no honest text was put under the warning
 */
public record NewsResult(
        Path log,
        Path trust,
        boolean live,
        int texts,
        int unseen,
        double teacherAccuracy,
        double studentAccuracy,
        Fidelity fidelity,
        Optional<Falsehood> falsehood) {

    /**
     * An honest text that the student put under the warning, and the teacher where it belongs.
     *
     * @param text its id
     * @param quoted what it says; empty where it is somebody's mail
     * @param rubric where it belongs
     * @param servedUnder where the student put it
     * @param probability of that, as the student sees it
     * @param incident id of the reported incident
     * @param answer page with the answer, which bears the label of GB 45438-2025
     * @param label its traceability label
     */
    public record Falsehood(
            String text,
            String quoted,
            String rubric,
            String servedUnder,
            double probability,
            String incident,
            Path answer,
            Path label) {}
}
