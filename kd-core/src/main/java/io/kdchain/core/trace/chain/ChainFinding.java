package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.Stage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where in a chain a measure was made worse.
 *
 * @param verdict how sure it is
 * @param ranking every stage once, the likeliest first
 * @param evidence what speaks against each stage, in the order of the chain
 * @param measure the audited measure that is furthest beyond its band
 * @param effect how much worse it is than in every repetition of the good chain, in its units; without a reference, how
 *     large it is
 * @param limit how much chance alone may do
 * @param sureness 0 to 1: how far the first of the ranking is ahead of the second; 0 if nothing is beyond its band
 * @param interactions pairs of stages that do more, or less, together than alone beyond the limit
 * @param control control distillations, made before a teacher is blamed; null if none was needed
 * @param executions trainings that the search cost
 * @param localisation contributions as fractions of the effect, for the record
 * @param words the finding in words
 */
public record ChainFinding(
        Verdict verdict,
        List<Stage> ranking,
        List<StageEvidence> evidence,
        Measure measure,
        double effect,
        double limit,
        double sureness,
        List<Interaction> interactions,
        @Nullable TeacherControl control,
        int executions,
        Localisation localisation,
        Wording words) {

    public ChainFinding {
        ranking = List.copyOf(ranking);
        evidence = List.copyOf(evidence);
        interactions = List.copyOf(interactions);
        if (ranking.stream().distinct().count() != Stage.values().length || evidence.size() != Stage.values().length) {
            throw new IllegalArgumentException(
                    "a finding ranks every stage once; it has %s and evidence %s".formatted(ranking, evidence));
        }
    }

    ChainFinding withWords(Wording text) {
        return new ChainFinding(
                verdict,
                ranking,
                evidence,
                measure,
                effect,
                limit,
                sureness,
                interactions,
                control,
                executions,
                localisation,
                text);
    }

    /** The finding in words, in English. */
    public String account() {
        return words.english();
    }

    /** The finding in words, in Chinese or English. */
    public String account(Locale locale) {
        return words.in(locale);
    }

    /** What speaks against a stage. */
    public StageEvidence of(Stage stage) {
        return evidence.stream()
                .filter(one -> one.stage() == stage)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("stage %s has no evidence".formatted(stage.label())));
    }

    /** Whether the effect is larger than chance alone makes it. */
    public boolean visible() {
        return effect > limit;
    }

    /** The stages that are named, the likeliest first; none if the tracer abstains. */
    public List<Stage> named() {
        return verdict == Verdict.ABSTAINED
                ? List.of()
                : ranking.stream().filter(stage -> of(stage).suspicious()).toList();
    }
}
