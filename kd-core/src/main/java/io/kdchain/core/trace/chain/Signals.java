package io.kdchain.core.trace.chain;

import io.kdchain.core.audit.Decisions;
import io.kdchain.core.trace.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What is measured of a chain, by name; a {@link CleanBand} says how large each may be. Families: {@code effect} (the
 * audited measures against those of the good chain), {@code stage} (what one stage made of its recorded inputs, against
 * what the good stage makes of the same), and without a good chain {@code served} (the audited measures as they are)
 * and {@code step} (what one stage changed of what it was given).
 */
final class Signals {

    /** A Jensen-Shannon divergence below this changes no decision in some hundreds. */
    private static final double LEAST_NATS = 2e-4;

    /** Of a standard deviation: below it a shifted input is noise. */
    private static final double LEAST_CANARY = 2e-3;

    private static final double LEAST_FRACTION = 0.0075;

    /** Groups are smaller than the whole, and a gap is of two. */
    private static final double LEAST_GAP = 0.015;

    /** Of the logits' own size, squared; and of the logarithm of their spread. */
    private static final double LEAST_LOGITS = 1e-3;

    private static final double LEAST_SPREAD = 5e-3;

    /** Models that learned the same differ by more than this, squared, of their logits' own size. */
    private static final double ALIKE = 1e-3;

    private static final double TINY = 1e-9;

    private static final Set<String> FRACTIONS = Set.of(
            Measure.ERROR.label(),
            Measure.GROUP_GAP.label(),
            Measure.CALIBRATION.label(),
            Measure.TRIGGER_SUCCESS.label(),
            "shares",
            "drift",
            "drift-everywhere",
            "outside",
            "noise",
            "repeated",
            "yardstick",
            "misfit",
            "recall",
            "canary-output");

    private static final String DEPARTURE = "departure";
    private static final String LOGITS = "logits";
    private static final String SPREAD = "spread";

    private final Map<String, Double> values = new TreeMap<>();

    /** The smallest limit that makes sense for a signal: what counting some hundred rows, and rounding, can do. */
    static double least(String name) {
        if (name.endsWith(Measure.DIVERGENCE.label()) || name.endsWith(DEPARTURE)) {
            return LEAST_NATS;
        }
        if (name.endsWith(Measure.GROUP_GAP.label())) {
            return LEAST_GAP;
        }
        if (name.endsWith(LOGITS)) {
            return LEAST_LOGITS;
        }
        if (name.endsWith(SPREAD)) {
            return LEAST_SPREAD;
        }
        return name.contains(".canary-") ? LEAST_CANARY : LEAST_FRACTION;
    }

    /** Whether a signal is a fraction or a difference of fractions, at most 1. */
    static boolean isFraction(String name) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        return FRACTIONS.contains(last.startsWith(Wording.AGAIN) ? last.substring(Wording.AGAIN.length()) : last);
    }

    static String effect(Measure measure) {
        return "effect." + measure.label();
    }

    static String served(Measure measure) {
        return "served." + measure.label();
    }

    Map<String, Double> values() {
        return values;
    }

    private void put(String name, double value) {
        values.put(name, Math.max(0, value));
    }

    /** Of a chain with a good one beside it. */
    static Signals withReference(SuspectChain suspect, Exchange exchange, AuditRows audit, int repetitions) {
        var signals = new Signals();
        int all = Exchange.before(Stage.DEPLOYMENT) | Exchange.bit(Stage.DEPLOYMENT);
        List<Answers> good = new ArrayList<>();
        for (int r = 0; r < repetitions; r++) {
            good.add(exchange.answers(0, r));
        }
        signals.measures("effect.", List.of(exchange.answers(all, 0)), good, audit);
        signals.divergence("effect.", List.of(exchange.answers(all, 0)), good);
        signals.data(suspect.data(), exchange, repetitions);
        for (Stage stage : List.of(Stage.TEACHER, Stage.DISTILLATION, Stage.DEPLOYMENT)) {
            boolean chance = stage != Stage.DEPLOYMENT;
            List<Answers> again = new ArrayList<>();
            for (int r = 0; r < (chance ? repetitions : 1); r++) {
                again.add(exchange.answersAfter(stage, Exchange.before(stage), r));
            }
            String prefix = "stage." + stage.label() + ".";
            List<Answers> own = new ArrayList<>();
            own.add(exchange.answersAfter(stage, Exchange.before(stage) | Exchange.bit(stage), 0));
            if (chance) {
                signals.compare(prefix, own, again, audit);
            } else {
                signals.change(prefix, own.get(0), again.get(0), audit);
            }
            if (stage == Stage.DISTILLATION) {
                // one student says little of its distillation; several, against as many, say more
                for (int r = 1; r < repetitions; r++) {
                    own.add(exchange.answersAfter(stage, Exchange.before(stage) | Exchange.bit(stage), r));
                }
                signals.compare(prefix + Wording.AGAIN, own, again, audit);
            }
        }
        int adapted = Exchange.before(Stage.ADAPTATION);
        signals.departure(
                "stage.adaptation.",
                exchange.answersAfter(Stage.ADAPTATION, adapted | Exchange.bit(Stage.ADAPTATION), 0),
                exchange.answersAfter(Stage.ADAPTATION, adapted, 0),
                exchange.answersAfter(Stage.DISTILLATION, adapted, 0),
                audit);
        signals.canaries("stage.deployment.", suspect, audit);
        return signals;
    }

    /** Of a chain alone. */
    static Signals alone(SuspectChain suspect, AuditRows audit) {
        var signals = new Signals();
        PreparedRows data = suspect.data();
        float[][] inputs = data.apply(audit.features());
        var known = PreparedRows.fitted(audit.rows());
        double trusted = new Neighbours(known.inputs(), audit.labels(), audit.classes()).ownError();
        var neighbours = new Neighbours(data.inputs(), data.labels(), audit.classes());
        signals.put("step.data.noise", neighbours.ownError() - trusted);
        signals.put("step.data.shares", Drift.shares(data.rows(), audit.rows()));
        signals.put("step.data.drift", Drift.features(data.rows(), audit.rows()));
        signals.put("step.data.drift-everywhere", Drift.everywhere(data.rows(), audit.rows()));
        signals.put("step.data.outside", Drift.outside(data.rows(), audit.rows()));
        signals.put("step.data.repeated", Drift.repeated(data.rows()));

        int[] baseline = neighbours.decide(inputs);
        double baselineError = 0;
        for (int i = 0; i < baseline.length; i++) {
            baselineError += baseline[i] == audit.label(i) ? 0 : 1.0 / baseline.length;
        }
        signals.put("step.data.yardstick", baselineError - trusted);

        Answers teacher = after(audit, data, suspect.teacher());
        double[][] none = teacher.probabilities();
        signals.put("step.teacher.error", Measure.ERROR.of(teacher, audit, none) - baselineError);
        signals.put("step.teacher.log-loss", Measure.LOG_LOSS.of(teacher, audit, none));
        signals.put("step.teacher.spread", StrictMath.log1p(spread(teacher)));
        signals.put("step.teacher.group-gap", Measure.GROUP_GAP.of(teacher, audit, none));
        signals.put("step.teacher.calibration", Measure.CALIBRATION.of(teacher, audit, none));
        signals.put("step.teacher.trigger-success", Measure.TRIGGER_SUCCESS.of(teacher, audit, none));
        signals.put("step.teacher.misfit", misfit(data, suspect.teacher()));
        signals.put("step.teacher.recall", worstRecall(baseline, audit) - worstRecall(teacher, audit));

        Answers student = after(audit, data, suspect.distilled().student());
        Answers adapted = after(audit, data, suspect.adapted());
        Answers served = Answers.of(audit, suspect.service()::answers);
        signals.change("step.distillation.", student, teacher, audit);
        signals.change("step.adaptation.", adapted, student, audit);
        signals.put("step.adaptation." + LOGITS, adapted.distance(student) / Math.max(TINY, student.size()));
        signals.change("step.deployment.", served, adapted, audit);
        signals.canaries("step.deployment.", suspect, audit);
        for (Measure measure : Measure.values()) {
            if (measure != Measure.DIVERGENCE) {
                signals.put(served(measure), measure.of(served, audit, none));
            }
        }
        return signals;
    }

    private static Answers after(AuditRows audit, PreparedRows data, TracedModel model) {
        return Answers.of(audit, rows -> model.logits(data.apply(rows)));
    }

    /** How much worse some models answer than others, and how much further from them than they are among themselves. */
    private void compare(String prefix, List<Answers> some, List<Answers> others, AuditRows audit) {
        measures(prefix, some, others, audit);
        divergence(prefix, some, others);
        put(prefix + SPREAD, Math.abs(mean(some, Signals::logSpread) - mean(others, Signals::logSpread)));
        double among = among(some, others, Answers::distance);
        put(
                prefix + LOGITS,
                (between(some, others, Answers::distance) - among) / (among + ALIKE * mean(others, Answers::size)));
    }

    /** How much worse a model answers than another, and how far from it. */
    private void change(String prefix, Answers one, Answers other, AuditRows audit) {
        measures(prefix, List.of(one), List.of(other), audit);
        divergence(prefix, List.of(one), List.of(other));
    }

    private void measures(String prefix, List<Answers> some, List<Answers> others, AuditRows audit) {
        for (Measure measure : Measure.values()) {
            if (measure != Measure.DIVERGENCE) {
                put(
                        prefix + measure.label(),
                        mean(some, one -> measure.of(one, audit, one.probabilities()))
                                - mean(others, one -> measure.of(one, audit, one.probabilities())));
            }
        }
    }

    private void divergence(String prefix, List<Answers> some, List<Answers> others) {
        put(
                prefix + Measure.DIVERGENCE.label(),
                between(some, others, Signals::divergence) - among(some, others, Signals::divergence));
    }

    /** How much further an adaptation goes from its student than another of the same student does. */
    private void departure(String prefix, Answers one, Answers other, Answers student, AuditRows audit) {
        measures(prefix, List.of(one), List.of(other), audit);
        put(prefix + SPREAD, Math.abs(logSpread(one) - logSpread(other)));
        put(prefix + DEPARTURE, divergence(one, student) - divergence(other, student));
        put(prefix + LOGITS, (one.distance(student) - other.distance(student)) / Math.max(TINY, student.size()));
    }

    private static double divergence(Answers one, Answers other) {
        return Measure.divergence(one.probabilities(), other.probabilities());
    }

    private static double mean(List<Answers> all, ToDoubleFunction<Answers> of) {
        return all.stream().mapToDouble(of).average().orElseThrow();
    }

    private static double between(
            List<Answers> some, List<Answers> others, ToDoubleBiFunction<Answers, Answers> distance) {
        return mean(some, one -> mean(others, other -> distance.applyAsDouble(one, other)));
    }

    /** Mean distance within each list of more than one, so that lists that are alike are between as far as within. */
    private static double among(
            List<Answers> some, List<Answers> others, ToDoubleBiFunction<Answers, Answers> distance) {
        return Stream.of(some, others)
                .filter(list -> list.size() > 1)
                .mapToDouble(list -> between(list, list, distance) * list.size() / (list.size() - 1))
                .average()
                .orElse(0);
    }

    private void data(PreparedRows data, Exchange exchange, int repetitions) {
        double shares = Double.POSITIVE_INFINITY;
        double drift = Double.POSITIVE_INFINITY;
        double everywhere = Double.POSITIVE_INFINITY;
        double outside = Double.POSITIVE_INFINITY;
        double noise = Double.POSITIVE_INFINITY;
        double rows = Double.POSITIVE_INFINITY;
        double repeated = Double.POSITIVE_INFINITY;
        double own = new Neighbours(data.inputs(), data.labels(), classes(data)).ownError();
        for (int r = 0; r < repetitions; r++) {
            PreparedRows good = exchange.data(0, r);
            shares = Math.min(shares, Drift.shares(data.rows(), good.rows()));
            drift = Math.min(drift, Drift.features(data.rows(), good.rows()));
            everywhere = Math.min(everywhere, Drift.everywhere(data.rows(), good.rows()));
            outside = Math.min(outside, Drift.outside(data.rows(), good.rows()));
            noise = Math.min(noise, own - new Neighbours(good.inputs(), good.labels(), classes(good)).ownError());
            rows = Math.min(rows, Math.abs(StrictMath.log((double) data.size() / good.size())));
            repeated = Math.min(repeated, Drift.repeated(data.rows()) - Drift.repeated(good.rows()));
        }
        put("stage.data.shares", shares);
        put("stage.data.drift", drift);
        put("stage.data.drift-everywhere", everywhere);
        put("stage.data.outside", outside);
        put("stage.data.noise", noise);
        put("stage.data.rows", rows);
        put("stage.data.repeated", repeated);
    }

    private void canaries(String prefix, SuspectChain suspect, AuditRows audit) {
        Canaries canaries = Canaries.of(suspect.data(), suspect.adapted(), suspect.service(), audit.features());
        put(prefix + "canary-slope", canaries.slope());
        put(prefix + "canary-offset", canaries.offset());
        put(prefix + "canary-residual", canaries.residual());
        put(prefix + "canary-output", canaries.output());
    }

    private static int classes(PreparedRows data) {
        return data.rows().classNames().size();
    }

    private static double misfit(PreparedRows data, TracedModel teacher) {
        double[][] logits = teacher.logits(data.inputs());
        int[] labels = data.labels();
        double wrong = 0;
        for (int i = 0; i < labels.length; i++) {
            wrong += Decisions.of(logits[i]) == labels[i] ? 0 : 1.0 / labels.length;
        }
        return wrong;
    }

    private static double logSpread(Answers answers) {
        return StrictMath.log(Math.max(TINY, spread(answers)));
    }

    /** Mean distance of a row's highest logit from its lowest. */
    private static double spread(Answers answers) {
        double sum = 0;
        for (double[] logits : answers.logits()) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double logit : logits) {
                low = Math.min(low, logit);
                high = Math.max(high, logit);
            }
            sum += high - low;
        }
        return sum / answers.logits().length;
    }

    private static double worstRecall(Answers answers, AuditRows audit) {
        int[] decisions = new int[audit.size()];
        for (int i = 0; i < decisions.length; i++) {
            decisions[i] = answers.decision(i);
        }
        return worstRecall(decisions, audit);
    }

    private static double worstRecall(int[] decisions, AuditRows audit) {
        double[] right = new double[audit.classes()];
        double[] all = new double[audit.classes()];
        for (int i = 0; i < decisions.length; i++) {
            all[audit.label(i)]++;
            right[audit.label(i)] += decisions[i] == audit.label(i) ? 1 : 0;
        }
        double worst = 1;
        for (int c = 0; c < all.length; c++) {
            worst = all[c] == 0 ? worst : Math.min(worst, right[c] / all[c]);
        }
        return worst;
    }
}
