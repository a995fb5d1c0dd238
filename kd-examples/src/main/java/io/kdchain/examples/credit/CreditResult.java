package io.kdchain.examples.credit;

import io.kdchain.core.audit.BiasInheritance;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the scene left.
 *
 * @param log the recorded log
 * @param trust file with the keys that a verifier trusts
 * @param teacherGap of those who repaid, the part of men that is granted a loan less that of women, by the teacher
 * @param studentGap the same of the student
 * @param inheritance whether these rows tell that the student's gap comes from its teacher
 * @param refusal empty if no woman was refused for being one
 */
public record CreditResult(
        Path log,
        Path trust,
        double teacherGap,
        double studentGap,
        BiasInheritance inheritance,
        Optional<Refusal> refusal) {

    /**
     * A woman who repaid and was refused, and would have been granted the loan as a man.
     *
     * @param applicant row of the data set
     * @param incident id of the reported incident
     * @param score probability of repayment, as the student sees it
     * @param scoreAsMan the same, had her file said that she is a man
     * @param answer file with the answer, which bears the label of GB 45438-2025
     * @param label its traceability label
     */
    public record Refusal(
            String applicant, String incident, double score, double scoreAsMan, Path answer, Path label) {}
}
