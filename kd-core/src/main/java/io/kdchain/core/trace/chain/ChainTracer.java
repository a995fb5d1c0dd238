package io.kdchain.core.trace.chain;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.trace.Localisation;
import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.StageContribution;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stages of a chain that make an audited measure worse.
 *
 * <p>Exact checks come first and cost no training. With a good chain beside it, each stage is then done again as it
 * should be, on what was on record before it, several times where chance plays a part: what it handed on must lie
 * within the spread of those repetitions and the clean band. The stages on trial are exchanged in all 32 sets, the
 * effect is shared out by Shapley values, and sets of stages are named that alone suffice. Before a teacher is blamed,
 * control distillations are made. Without a good chain, what every stage changed is held against the clean band; the
 * result is then a hypothesis.
 *
 * <p>A stage within its bands is not named, and where all are, the tracer abstains. Nothing tells it what may be wrong:
 * it compares answers, tensors and rows. Not safe for concurrent use.
 */
public final class ChainTracer {

    /** Students vary; three show by how much. */
    public static final int DEFAULT_REPETITIONS = 3;

    static final String EXCHANGE = "stage-exchange-shapley";
    static final String INVARIANTS = "stage-invariants";

    private static final int ALL = (1 << Stage.values().length) - 1;
    private static final int DIGITS = 4;
    private static final double HALF = 0.5;

    private final AuditRows audit;
    private final @Nullable ChainWorks good;
    private final int repetitions;

    private ChainTracer(AuditRows audit, @Nullable ChainWorks good, int repetitions) {
        if (repetitions < 2) {
            throw new IllegalArgumentException(
                    "repetitions is %d; two are the fewest that show a spread".formatted(repetitions));
        }
        this.audit = audit;
        this.good = good;
        this.repetitions = repetitions;
    }

    /** With a chain whose stages are known to be good. */
    public static ChainTracer against(ChainWorks good, AuditRows audit) {
        return new ChainTracer(audit, good, DEFAULT_REPETITIONS);
    }

    /** Without one. */
    public static ChainTracer alone(AuditRows audit) {
        return new ChainTracer(audit, null, DEFAULT_REPETITIONS);
    }

    /** The same tracer with so many repetitions of what chance plays a part in, 2 or more. */
    public ChainTracer repetitions(int count) {
        return new ChainTracer(audit, good, count);
    }

    /** What the tracer measures of a chain: of chains without a defect, what a {@link CleanBand} is fixed by. */
    public Map<String, Double> signals(SuspectChain chain) {
        if (good == null) {
            return new TreeMap<>(Signals.alone(chain, audit).values());
        }
        var exchange = new Exchange(chain, good, audit);
        return new TreeMap<>(
                Signals.withReference(chain, exchange, audit, repetitions).values());
    }

    /**
     * Finds the stages.
     *
     * @param band fixed beforehand on other chains of the same kind, by {@link #signals}
     */
    public ChainFinding trace(SuspectChain chain, CleanBand band) {
        var exact = new ExactChecks(chain, audit);
        return good == null ? alone(chain, band, exact) : against(good, chain, band, exact);
    }

    private ChainFinding against(ChainWorks reference, SuspectChain chain, CleanBand band, ExactChecks exact) {
        var exchange = new Exchange(chain, reference, audit);
        Map<String, Double> signals =
                Signals.withReference(chain, exchange, audit, repetitions).values();
        Measure measure = furthest(signals, band, "effect.");
        double limit = band.limit(Signals.effect(measure));
        double effect = signals.getOrDefault(Signals.effect(measure), 0.0);
        List<StageEvidence> held = held(signals, band, "stage.", exact);
        Verdict verdict = verdict(held, Verdict.LOCATED);
        // where no stage is named, there is nobody to share anything out among
        List<EffectGame> games = verdict == Verdict.ABSTAINED ? List.of() : games(exchange, measure);
        List<StageEvidence> evidence = held;
        List<Interaction> interactions = List.of();
        List<List<Stage>> sufficient = List.of();
        if (!games.isEmpty()) {
            EffectGame mean = EffectGame.mean(games);
            evidence = held.stream().map(one -> one.in(mean)).toList();
            interactions = interactions(mean, limit);
            if (effect > limit) {
                sufficient = mean.minimalAbove(mean.value(0) + Math.max(limit, HALF * mean.effect())).stream()
                        .map(ChainTracer::stages)
                        .toList();
            }
        }
        List<StageEvidence> ranked = ranked(evidence);
        TeacherControl control = null;
        if (ranked.get(0).stage() == Stage.TEACHER && ranked.get(0).suspicious()) {
            control = control(chain, exchange, measure);
        }
        List<StageContribution> contributions = contributions(evidence, games, effect > limit);
        var text = new StringBuilder("exchange\n");
        signals.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        for (EffectGame game : games) {
            for (int coalition = 0; coalition <= ALL; coalition++) {
                text.append(coalition).append(' ').append(game.value(coalition)).append('\n');
            }
        }
        return finding(
                chain,
                new Measured(
                        verdict,
                        stages(ranked),
                        evidence,
                        measure,
                        effect,
                        limit,
                        interactions,
                        control,
                        exchange.executions()),
                new Localisation(
                        EXCHANGE,
                        contributions,
                        sufficient,
                        exact.replays(),
                        repetitions,
                        reproduction(EXCHANGE, chain, text.toString())));
    }

    private ChainFinding alone(SuspectChain chain, CleanBand band, ExactChecks exact) {
        Map<String, Double> signals = Signals.alone(chain, audit).values();
        Measure measure = furthest(signals, band, "served.");
        List<StageEvidence> evidence = held(signals, band, "step.", exact);
        List<StageEvidence> ranked = dataFirst(ranked(evidence));
        Verdict verdict = verdict(evidence, Verdict.HYPOTHESIS);
        TeacherControl control = null;
        int executions = 0;
        if (ranked.get(0).stage() == Stage.TEACHER && ranked.get(0).suspicious()) {
            var exchange = new Exchange(chain, chain.works(), audit);
            control = control(chain, exchange);
            executions = exchange.executions();
        }
        List<StageContribution> contributions = evidence.stream()
                .map(one -> contribution(
                        one.stage(),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        verdict != Verdict.ABSTAINED && one.suspicious() ? BigDecimal.ONE : BigDecimal.ZERO))
                .toList();
        var text = new StringBuilder("alone\n");
        signals.forEach(
                (name, value) -> text.append(name).append(' ').append(value).append('\n'));
        return finding(
                chain,
                new Measured(
                        verdict,
                        stages(ranked),
                        evidence,
                        measure,
                        signals.getOrDefault(Signals.served(measure), 0.0),
                        band.limit(Signals.served(measure)),
                        List.of(),
                        control,
                        executions),
                new Localisation(
                        INVARIANTS,
                        contributions,
                        List.of(),
                        exact.replays(),
                        repetitions,
                        reproduction(INVARIANTS, chain, text.toString())));
    }

    /** What speaks against each stage: failed exact checks, and the signal that is furthest beyond its band. */
    private static List<StageEvidence> held(
            Map<String, Double> signals, CleanBand band, String family, ExactChecks exact) {
        List<StageEvidence> all = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            Map.Entry<String, Double> strongest = strongest(signals, band, family + stage.label() + ".");
            all.add(new StageEvidence(stage, exact.of(stage), strongest.getValue(), strongest.getKey(), 0, 0, 0));
        }
        return all;
    }

    private ChainFinding finding(SuspectChain chain, Measured measured, Localisation localisation) {
        Optional<TeacherShare> share =
                measured.verdict() == Verdict.HYPOTHESIS ? TeacherShare.of(chain, audit) : Optional.empty();
        return new ChainFinding(measured, localisation, Account.of(measured, localisation, share));
    }

    private static List<Stage> stages(List<StageEvidence> evidence) {
        return evidence.stream().map(StageEvidence::stage).toList();
    }

    private static ContentDigest reproduction(String method, SuspectChain chain, String measured) {
        return ContentDigest.ofText("%s\n%s\n%s\n%s\n%s\n%s"
                .formatted(
                        method,
                        chain.data().digest(),
                        chain.teacher().digest(),
                        chain.distilled().student().digest(),
                        chain.adapted().digest(),
                        measured));
    }

    private List<EffectGame> games(Exchange exchange, Measure measure) {
        List<Answers> goodAnswers = new ArrayList<>();
        for (int r = 0; r < repetitions; r++) {
            goodAnswers.add(exchange.answers(0, r));
        }
        double[][] known = Measure.mean(goodAnswers);
        List<EffectGame> games = new ArrayList<>();
        for (int r = 0; r < repetitions; r++) {
            int repetition = r;
            games.add(new EffectGame(coalition -> measure.of(exchange.answers(coalition, repetition), audit, known)));
        }
        return games;
    }

    private static Measure furthest(Map<String, Double> signals, CleanBand band, String family) {
        Measure furthest = Measure.ERROR;
        double most = -1;
        for (Measure measure : Measure.values()) {
            String name = family + measure.label();
            Double value = signals.get(name);
            if (value != null && band.ratio(name, value) > most) {
                most = band.ratio(name, value);
                furthest = measure;
            }
        }
        return furthest;
    }

    private static Map.Entry<String, Double> strongest(Map<String, Double> signals, CleanBand band, String prefix) {
        return signals.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> Map.entry(entry.getKey(), band.ratio(entry.getKey(), entry.getValue())))
                .max(Map.Entry.comparingByValue())
                .orElseThrow(() -> new IllegalStateException("no signal begins with %s".formatted(prefix)));
    }

    /** Contradicted stages first, then by how far they are beyond their bands. */
    private static List<StageEvidence> ranked(List<StageEvidence> evidence) {
        return evidence.stream()
                .sorted(Comparator.comparing(StageEvidence::contradicted)
                        .thenComparing(StageEvidence::score)
                        .reversed())
                .toList();
    }

    /**
     * Without a good chain a teacher is held against the truth, and a student against its teacher on rows it did not
     * see: both answer for the rows they learned from as well. Where the rows themselves are beyond their band, they
     * come before both. All later stages are held against what they were given.
     */
    private static List<StageEvidence> dataFirst(List<StageEvidence> ranked) {
        List<StageEvidence> order = new ArrayList<>(ranked);
        StageEvidence data = order.stream()
                .filter(one -> one.stage() == Stage.DATA)
                .findFirst()
                .orElseThrow();
        if (data.suspicious()) {
            order.remove(data);
            int place = 0;
            while (place < order.size() && !learnt(order.get(place))) {
                place++;
            }
            order.add(Math.min(place, ranked.indexOf(data)), data);
        }
        return List.copyOf(order);
    }

    private static boolean learnt(StageEvidence one) {
        return !one.contradicted() && (one.stage() == Stage.TEACHER || one.stage() == Stage.DISTILLATION);
    }

    private static Verdict verdict(List<StageEvidence> evidence, Verdict otherwise) {
        if (evidence.stream().anyMatch(StageEvidence::contradicted)) {
            return Verdict.CONVICTED;
        }
        return evidence.stream().anyMatch(StageEvidence::suspicious) ? otherwise : Verdict.ABSTAINED;
    }

    private TeacherControl control(SuspectChain chain, Exchange exchange, Measure measure) {
        List<Answers> known = new ArrayList<>();
        for (int r = 0; r < repetitions; r++) {
            known.add(exchange.answersAfter(Stage.DISTILLATION, 0, r));
        }
        double[][] mean = Measure.mean(known);
        List<Double> suspect = new ArrayList<>();
        List<Double> others = new ArrayList<>();
        int data = Exchange.bit(Stage.DATA);
        for (int r = 0; r < repetitions; r++) {
            suspect.add(measure.of(
                    exchange.answersAfter(Stage.DISTILLATION, data | Exchange.bit(Stage.TEACHER), r), audit, mean));
            others.add(measure.of(exchange.answersAfter(Stage.DISTILLATION, data, r), audit, mean));
        }
        Distilled random = exchange.distilledFrom(new RandomTeacher(chain.teacher()));
        double ofRandom = measure.of(
                Answers.of(audit, rows -> random.student().logits(chain.data().apply(rows))), audit, mean);
        return new TeacherControl(suspect, others, ofRandom, Collections.min(suspect) > Collections.max(others));
    }

    /** Without a good chain: does the student take over what its teacher says, time and again, and not by chance? */
    private TeacherControl control(SuspectChain chain, Exchange exchange) {
        double[][] teacher = Answers.of(
                        audit, rows -> chain.teacher().logits(chain.data().apply(rows)))
                .probabilities();
        List<Double> suspect = new ArrayList<>();
        for (int r = 0; r < repetitions; r++) {
            suspect.add(fromTeacher(chain, exchange.distilledAgain(r), teacher));
        }
        double random = fromTeacher(chain, exchange.distilledFrom(new RandomTeacher(chain.teacher())), teacher);
        return new TeacherControl(suspect, List.of(), random, Collections.max(suspect) < random);
    }

    private double fromTeacher(SuspectChain chain, Distilled distilled, double[][] teacher) {
        Answers student = Answers.of(
                audit, rows -> distilled.student().logits(chain.data().apply(rows)));
        return Measure.DIVERGENCE.of(student, audit, teacher);
    }

    private static List<Interaction> interactions(EffectGame game, double limit) {
        List<Interaction> all = new ArrayList<>();
        for (Stage one : Stage.values()) {
            for (Stage other : Stage.values()) {
                if (one.compareTo(other) < 0 && Math.abs(game.interaction(one, other)) > limit) {
                    all.add(new Interaction(one, other, game.interaction(one, other)));
                }
            }
        }
        return all;
    }

    /**
     * A named stage's part of the effect, mean, least and most over the repetitions; the parts of stages that are not
     * named stay unexplained, and nothing is shared out of an effect that chance alone may have made.
     */
    private static List<StageContribution> contributions(
            List<StageEvidence> evidence, List<EffectGame> games, boolean shared) {
        List<Map<Stage, Double>> parts = games.stream().map(EffectGame::shapley).toList();
        List<StageContribution> all = new ArrayList<>();
        for (StageEvidence one : evidence) {
            List<BigDecimal> fractions = new ArrayList<>();
            for (int r = 0; shared && one.suspicious() && r < games.size(); r++) {
                Map<Stage, Double> ofGame = parts.get(r);
                double positive = ofGame.values().stream()
                        .mapToDouble(value -> Math.max(0, value))
                        .sum();
                double part = Math.max(0, ofGame.getOrDefault(one.stage(), 0.0));
                fractions.add(
                        positive == 0
                                ? BigDecimal.ZERO
                                : new BigDecimal(part
                                                / Math.max(
                                                        positive, games.get(r).effect()))
                                        .setScale(DIGITS, RoundingMode.DOWN));
            }
            if (fractions.isEmpty()) {
                fractions.add(BigDecimal.ZERO);
            }
            BigDecimal sum = fractions.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            all.add(contribution(
                    one.stage(),
                    sum.divide(BigDecimal.valueOf(fractions.size()), DIGITS, RoundingMode.DOWN),
                    Collections.min(fractions),
                    Collections.max(fractions)));
        }
        return all;
    }

    private static StageContribution contribution(
            Stage stage, BigDecimal contribution, BigDecimal lower, BigDecimal upper) {
        return new StageContribution(
                stage,
                contribution.setScale(DIGITS, RoundingMode.DOWN),
                lower.setScale(DIGITS, RoundingMode.DOWN),
                upper.setScale(DIGITS, RoundingMode.DOWN));
    }

    private static List<Stage> stages(int coalition) {
        List<Stage> all = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            if ((coalition & Exchange.bit(stage)) != 0) {
                all.add(stage);
            }
        }
        return all;
    }
}
