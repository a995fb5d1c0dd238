package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageContribution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A finding in words, for people who have to answer for it. */
final class Account {

    private Account() {}

    static String of(ChainFinding found, Optional<TeacherShare> share) {
        var text = new StringBuilder();
        line(text, "%s", opening(found));
        line(
                text,
                "Audited: %s is %.4f %s; chance alone makes it up to %.4f.",
                found.measure().label(),
                found.effect(),
                found.verdict() == Verdict.HYPOTHESIS || found.executions() == 0
                        ? "as served"
                        : "worse than in every repetition with all stages as they should be",
                found.limit());
        for (Stage stage : found.named()) {
            StageEvidence evidence = found.of(stage);
            for (String contradiction : evidence.contradictions()) {
                line(text, "%s, exactly: %s.", name(stage), contradiction);
            }
            if (evidence.score() > 1) {
                line(
                        text,
                        "%s: %s is %.1f times what chains without a defect show.",
                        name(stage),
                        evidence.signal().substring(evidence.signal().lastIndexOf('.') + 1),
                        evidence.score());
            }
            StageContribution part = found.localisation().of(stage);
            if (part.contribution().signum() > 0) {
                line(
                        text,
                        "%s: %s of the effect (%s to %s over %d repetitions); exchanging it alone repairs %.4f, it alone breaks %.4f of a good chain.",
                        name(stage),
                        part.contribution(),
                        part.lower(),
                        part.upper(),
                        found.localisation().references(),
                        evidence.repair(),
                        evidence.breaking());
            }
        }
        if (!found.localisation().sufficient().isEmpty()) {
            line(
                    text,
                    "Enough for the effect, alone or together: %s.",
                    found.localisation().sufficient().stream()
                            .map(Account::names)
                            .collect(Collectors.joining("; or ")));
        }
        for (Interaction pair : found.interactions()) {
            line(
                    text,
                    "%s and %s do %.4f %s together than each alone.",
                    name(pair.one()),
                    name(pair.other()).toLowerCase(Locale.ROOT),
                    Math.abs(pair.value()),
                    pair.value() > 0 ? "more" : "less");
        }
        TeacherControl control = found.control();
        if (control != null) {
            line(
                    text,
                    "Control distillations: from the teacher on trial %s, from good ones %s, from a random one %.4f; the blame on the teacher %s.",
                    numbers(control.suspect()),
                    control.good().isEmpty() ? "none at hand" : numbers(control.good()),
                    control.random(),
                    control.stands() ? "stands" : "does not stand in every repetition");
        }
        share.ifPresent(part -> line(
                text,
                "Of what taught the student %d bad answers, %.2f came from the teacher, the rest from labels (TracIn, last layer).",
                part.rows(),
                part.fraction()));
        if (found.verdict() != Verdict.ABSTAINED && !found.visible()) {
            line(text, "The effect is no larger than chance makes it, and is not shared out.");
        } else if (found.verdict() != Verdict.ABSTAINED) {
            line(text, "Unexplained: %s of the effect.", found.localisation().unexplained());
        }
        return text.toString();
    }

    private static String opening(ChainFinding found) {
        return switch (found.verdict()) {
            case CONVICTED ->
                "%s: what was handed on contradicts what is on record."
                        .formatted(names(found.named().stream()
                                .filter(stage -> found.of(stage).contradicted())
                                .toList()));
            case LOCATED ->
                "%s: beyond what chains without a defect show, held against a good one."
                        .formatted(names(found.named()));
            case HYPOTHESIS ->
                "%s first, of %s: a hypothesis without a good chain to compare with, sureness %.2f of 1."
                        .formatted(name(found.ranking().get(0)), names(found.named()), found.sureness());
            case ABSTAINED -> "No stage is named: everything lies within what chains without a defect show.";
        };
    }

    private static String names(List<Stage> stages) {
        return stages.stream().map(Account::name).collect(Collectors.joining(" and "));
    }

    private static String name(Stage stage) {
        return stage.label().substring(0, 1).toUpperCase(Locale.ROOT)
                + stage.label().substring(1);
    }

    private static String numbers(List<Double> values) {
        return values.stream()
                .map(value -> String.format(Locale.ROOT, "%.4f", value))
                .collect(Collectors.joining(", "));
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
