package io.kdchain.rules.workbench;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.WhatIf;
import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.engine.drools.BareDrools;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.pack.LawAsOf;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;

/**
 * Measures ratios of attribution, what is compared taking turns in one JVM; the median of the rounds. Evidence is
 * verified before. The command and the figures stand in {@code BENCHMARK.md} beside this file.
 */
public final class AttributionBenchmark {
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    /** The incident that {@link AttributionByHand} can judge. */
    private static final String BY_HAND = "e1-two-insufficient-causes.yaml";

    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 1500;
    private static final int ROUNDS = 15;
    private static final int RUNS = 20;
    private static final int VARIANTS = 1000;
    private static final List<Regime> REGIMES = List.of(Regime.FAULT, Regime.PRESUMED_FAULT, Regime.STRICT);

    private AttributionBenchmark() {}

    /**
     * Prints one line for each ratio.
     *
     * @param args {@code by-hand} measures that alone; nothing, all
     */
    public static void main(String[] args) throws Exception {
        if (!List.of(args).contains("by-hand")) {
            for (String file : List.of("interpretation-medical-22-decides.yaml", BY_HAND)) {
                attribution(file);
            }
            packSizes();
        }
        besideByHand();
        System.exit(0);
    }

    // ---- attribution of one incident

    /** Evidence that was verified once. */
    private static final class Verified implements EvidenceSource {
        private final ChainLog log;
        private final Map<Slice, Evidence> kept = new HashMap<>();
        private final Map<List<EntityId>, Slice> slices = new HashMap<>();

        Verified(ChainLog log) {
            this.log = log;
        }

        @Override
        public synchronized Slice slice(Collection<EntityId> about) {
            return slices.computeIfAbsent(List.copyOf(about), log::slice);
        }

        @Override
        public synchronized Evidence evidence(Slice slice) {
            return kept.computeIfAbsent(slice, log::evidence);
        }

        @Override
        public List<Long> find(EdgeKind kind, String key) {
            return log.find(kind, key);
        }
    }

    /** Keeps what the last derivation was asked. */
    private static final class Listening implements RuleEngine {
        private final RuleEngine engine;
        private LawAsOf law = PACKS.load(List.of("cn")).at(LocalDate.EPOCH);
        private List<Fact> facts = List.of();
        private int count;

        Listening(RuleEngine engine) {
            this.engine = engine;
        }

        @Override
        public Derivation derive(LawAsOf asked, Collection<? extends Fact> given) {
            law = asked;
            facts = List.copyOf(given);
            count++;
            return engine.derive(asked, given);
        }
    }

    private static void attribution(String file) throws Exception {
        Scenario scenario = scenario(file);
        RulePack pack = PACKS.load(List.of("cn"));
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            Verified evidence = new Verified(log.log());
            Incident incident = scenario.incident();
            Listening listening = new Listening(new DroolsRuleEngine());
            Attribution verdict = engine(evidence, pack, listening).attribute(incident);
            LiabilityEngine onDrools = engine(evidence, pack, new DroolsRuleEngine());
            LiabilityEngine onTwin = engine(evidence, pack, new DirectRuleEngine());
            BareDrools bare = new BareDrools(listening.law);
            System.out.printf(
                    "%s: %d facts, %d rules in force, %d open questions, %d derivations a verdict%n",
                    file,
                    listening.facts.size(),
                    listening.law.rules().size(),
                    verdict.open().size(),
                    listening.count);
            LongSupplier attribute = () -> onDrools.attribute(incident).items().size();
            LongSupplier session = () -> bare.fire(listening.facts);
            LongSupplier twin = () -> onTwin.attribute(incident).items().size();
            LongSupplier derive = () -> new DirectRuleEngine()
                    .derive(listening.law, listening.facts)
                    .conclusions()
                    .size();
            double[] micros = takingTurns(attribute, session, twin, derive);
            System.out.printf(
                    "  attribute on Drools %.0f us, bare session %.0f us: %.2f a derivation (%.2f in all); attribute on the twin %.0f us (%.2f), its derivation %.0f us%n",
                    micros[0],
                    micros[1],
                    micros[0] / listening.count / micros[1],
                    micros[0] / micros[1],
                    micros[2],
                    micros[2] / micros[1],
                    micros[3]);
            variants(scenario, onDrools, onTwin);
            threads(onDrools, incident);
        }
    }

    private static Scenario scenario(String file) {
        return new ScenarioReader(PACKS.ids()).read(Path.of("..", "rules", "cn", "scenarios", file));
    }

    /** The same incident judged without rules, after both were found to say the same. */
    private static void besideByHand() {
        Scenario scenario = scenario(BY_HAND);
        RulePack pack = PACKS.load(List.of("cn"));
        AttributionByHandTest.Heard heard = AttributionByHandTest.Heard.of(scenario);
        AttributionByHandTest.agrees(heard);
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            LiabilityEngine onTwin = engine(new Verified(log.log()), pack, new DirectRuleEngine());
            Incident incident = scenario.incident();
            LawAsOf law = pack.at(LocalDate.ofInstant(incident.occurredAt(), ZoneOffset.UTC));
            RuleEngine twin = new DirectRuleEngine();
            double[] micros = takingTurns(
                    () -> onTwin.attribute(incident).items().size(),
                    () -> twin.derive(law, heard.facts()).conclusions().size(),
                    () -> heard.byHand().shares().size());
            System.out.printf(
                    "by hand %.1f us: attribute on the twin %.0f us (%.0f), its derivation %.0f us (%.1f)%n",
                    micros[2], micros[0], micros[0] / micros[2], micros[1], micros[1] / micros[2]);
        }
    }

    private static LiabilityEngine engine(EvidenceSource evidence, RulePack pack, RuleEngine rules) {
        return LiabilityEngine.builder()
                .evidence(evidence)
                .pack(pack)
                .rules(rules)
                .build();
    }

    /** A thousand what-ifs: the law of as many days, under each regime and under that of the law. */
    private static void variants(Scenario scenario, LiabilityEngine onDrools, LiabilityEngine onTwin) {
        Incident incident = scenario.incident();
        LocalDate first = LocalDate.of(2023, 9, 1);
        long[] sweeps = new long[5];
        long[] ones = new long[5];
        List<WhatIf> suppositions = new ArrayList<>();
        for (int i = 0; i < VARIANTS; i++) {
            WhatIf day = WhatIf.nothing().asOf(first.plusDays(i));
            suppositions.add(i % 4 == 3 ? day : day.regime(REGIMES.get(i % 4)));
        }
        for (int round = 0; round < sweeps.length; round++) {
            long start = System.nanoTime();
            onTwin.sweep(incident, suppositions);
            sweeps[round] = System.nanoTime() - start;
            start = System.nanoTime();
            for (int i = 0; i < RUNS; i++) {
                onDrools.attribute(incident);
            }
            ones[round] = (System.nanoTime() - start) / RUNS;
        }
        System.out.printf(
                "  %d what-if verdicts on the twin: %.0f x one on Drools%n",
                VARIANTS, (double) median(sweeps) / median(ones));
    }

    private static void threads(LiabilityEngine engine, Incident incident) throws Exception {
        double one = throughput(engine, incident, 1);
        double two = throughput(engine, incident, 2);
        System.out.printf("  verdicts a second: 1 thread %.0f, 2 threads %.0f%n", one, two);
    }

    private static double throughput(LiabilityEngine engine, Incident incident, int threads) throws Exception {
        int each = 500;
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            long start = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                all.add(pool.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        Objects.requireNonNull(engine.attribute(incident));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            return threads * each / ((System.nanoTime() - start) / 1e9);
        } finally {
            pool.shutdown();
        }
    }

    // ---- packs of 50 and 200 rules

    /** Rules about other duties cost an incident next to nothing. */
    private static void packSizes() {
        LawAsOf small = rules(50);
        LawAsOf large = rules(200);
        List<Fact> facts = io.kdchain.rules.engine.RandomFacts.of(small.pack().vocabulary(), 7, 66);
        RuleEngine drools = new DroolsRuleEngine();
        RuleEngine direct = new DirectRuleEngine();
        double[] micros = takingTurns(
                () -> drools.derive(small, facts).conclusions().size(),
                () -> drools.derive(large, facts).conclusions().size(),
                () -> direct.derive(small, facts).conclusions().size(),
                () -> direct.derive(large, facts).conclusions().size());
        System.out.printf(
                "66 facts, 200 rules over 50 rules: Drools %.0f / %.0f us = %.2f; twin %.0f / %.0f us = %.2f%n",
                micros[1], micros[0], micros[1] / micros[0], micros[3], micros[2], micros[3] / micros[2]);
    }

    /** A tenth of the rules apply to each stage; the rest asks for acts of parties that are not there. */
    private static LawAsOf rules(int count) {
        StringBuilder rules = new StringBuilder();
        List<String> stages = List.of("data", "teacher", "distillation", "adaptation", "deployment", "use");
        for (int i = 0; i < count; i++) {
            rules.append(PackFixture.rule(
                    "T-1: number " + i,
                    "duty",
                    "Act( $act : act, $party : party, stage == \"%s\" )%nParty( party == $party, role == \"%s\" )%nnot Tampering( party == $party )"
                            .formatted(stages.get(i % stages.size()), i % 2 == 0 ? "auditor" : "insurer"),
                    "insertLogical( new OwesDuty( $party, \"verify-equivalence\", $act ) );"));
        }
        return PackFixture.pack().rules(rules.toString()).load().at(LocalDate.of(2023, 1, 1));
    }

    // ---- measuring

    /**
     * Microseconds of one run of each, the median of rounds in which they take turns. Processor time of this thread: on
     * a busy machine what takes long waits for its turn more often than what is short.
     */
    private static double[] takingTurns(LongSupplier... what) {
        long sink = 0;
        for (int i = 0; i < WARM_UP; i++) {
            for (LongSupplier one : what) {
                sink += one.getAsLong();
            }
        }
        long[][] nanos = new long[what.length][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int w = 0; w < what.length; w++) {
                long start = CLOCK.getCurrentThreadCpuTime();
                for (int i = 0; i < RUNS; i++) {
                    sink += what[w].getAsLong();
                }
                nanos[w][round] = (CLOCK.getCurrentThreadCpuTime() - start) / RUNS;
            }
        }
        if (sink == Long.MIN_VALUE) {
            System.out.println("never, but the work must not be optimised away");
        }
        double[] micros = new double[what.length];
        for (int w = 0; w < what.length; w++) {
            micros[w] = median(nanos[w]) / 1000.0;
        }
        return micros;
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
