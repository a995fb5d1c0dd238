package io.kdchain.core.trace.bench;

import io.kdchain.core.trace.Stage;
import io.kdchain.core.trace.chain.ChainFinding;
import io.kdchain.core.trace.chain.ChainTracer;
import io.kdchain.core.trace.chain.ChainWorks;
import io.kdchain.core.trace.chain.CleanBand;
import io.kdchain.core.trace.chain.SuspectChain;
import io.kdchain.core.trace.chain.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Makes the chains of the benchmark and has them traced. */
final class Bench {

    /** A chain to trace: which defects it has, how grave, and the seed of all that is its own. */
    record Case(Kind kind, List<String> defects, int severity, long seed) {
        Set<Stage> stages() {
            Set<Stage> all = EnumSet.noneOf(Stage.class);
            for (String defect : defects) {
                all.add(Stage.valueOf(defect.substring(0, defect.indexOf('/')).toUpperCase(Locale.ROOT)));
            }
            return all;
        }
    }

    /** What the tracer said of it, with and without a good chain. */
    record Outcome(Case chain, ChainFinding against, ChainFinding alone, double seconds) {}

    /** The limits that a kind of chain has. */
    record Bands(CleanBand against, CleanBand alone) {}

    private record Signals(Map<String, Double> against, Map<String, Double> alone) {}

    private static final List<Kind> KINDS = List.of(Kind.values());

    /** The good chain's own seed, of no use elsewhere. */
    private static final long GOOD_SEED = 7;

    private final Map<Kind, Kind.World> worlds = new EnumMap<>(Kind.class);
    private final Map<Kind, ChainWorks> good = new EnumMap<>(Kind.class);
    private final Map<Kind, Bands> bands = new EnumMap<>(Kind.class);

    Bench() {
        for (Kind kind : Kind.values()) {
            worlds.put(kind, kind.open());
            good.put(kind, new RememberedWorks(new Works(world(kind), GOOD_SEED)));
        }
    }

    private Kind.World world(Kind kind) {
        return Objects.requireNonNull(worlds.get(kind));
    }

    SuspectChain chain(Case one) {
        var works = new Works(world(one.kind()), one.seed());
        boolean open = one.seed() % 2 == 0;
        works.idsLost = open;
        for (String defect : one.defects()) {
            Defects.inject(works, defect, one.severity(), one.seed() + 13);
        }
        return SuspectChain.run(works, works.declared(open, works.prepare(0).size()));
    }

    ChainTracer against(Kind kind) {
        return ChainTracer.against(
                Objects.requireNonNull(good.get(kind)), world(kind).audit());
    }

    ChainTracer alone(Kind kind) {
        return ChainTracer.alone(world(kind).audit());
    }

    /** Fixes the bands on so many clean chains of each kind. */
    Bench fixBands(int chains, long firstSeed) {
        for (Kind kind : Kind.values()) {
            List<Supplier<Signals>> work = new ArrayList<>();
            for (int i = 0; i < chains; i++) {
                long seed = firstSeed + i;
                work.add(() -> {
                    SuspectChain clean = chain(new Case(kind, List.of(), 0, seed));
                    return new Signals(against(kind).signals(clean), alone(kind).signals(clean));
                });
            }
            List<Signals> seen = parallel(work);
            bands.put(
                    kind,
                    new Bands(
                            CleanBand.of(seen.stream().map(Signals::against).toList()),
                            CleanBand.of(seen.stream().map(Signals::alone).toList())));
        }
        return this;
    }

    Bands bands(Kind kind) {
        return Objects.requireNonNull(bands.get(kind), "the bands are fixed first");
    }

    void bands(Kind kind, Bands fixed) {
        bands.put(kind, fixed);
    }

    Outcome trace(Case one) {
        SuspectChain chain = chain(one);
        long start = System.nanoTime();
        ChainFinding against =
                against(one.kind()).trace(chain, bands(one.kind()).against());
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Outcome(
                one, against, alone(one.kind()).trace(chain, bands(one.kind()).alone()), seconds);
    }

    List<Outcome> trace(List<Case> cases) {
        return parallel(
                cases.stream().map(one -> (Supplier<Outcome>) () -> trace(one)).toList());
    }

    private static <T> List<T> parallel(List<Supplier<T>> work) {
        return work.parallelStream().map(Supplier::get).toList();
    }

    /** Single defects: so many of each kind, over the four chains and three severities in turn. */
    static List<Case> singles(List<String> kinds, int each, long firstSeed) {
        List<Case> all = new ArrayList<>();
        for (int k = 0; k < kinds.size(); k++) {
            for (int i = 0; i < each; i++) {
                int n = k * each + i;
                all.add(new Case(
                        KINDS.get((i + k) % KINDS.size()), List.of(kinds.get(k)), (i + k / 4) % 3, firstSeed + n));
            }
        }
        return all;
    }

    static List<Case> clean(int count, long firstSeed) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Case(KINDS.get(i % 4), List.of(), 0, firstSeed + i / 4 + 1000L * (i % 4)))
                .toList();
    }

    /** Pairs of kinds of different stages, drawn by a seed. */
    static List<Case> doubles(List<String> kinds, int count, long firstSeed) {
        List<Case> all = new ArrayList<>();
        var random = new Random(firstSeed);
        while (all.size() < count) {
            String one = kinds.get(random.nextInt(kinds.size()));
            String other = kinds.get(random.nextInt(kinds.size()));
            if (!one.substring(0, one.indexOf('/')).equals(other.substring(0, other.indexOf('/')))) {
                int n = all.size();
                all.add(new Case(KINDS.get(n % 4), List.of(one, other), 1 + n % 2, firstSeed + n));
            }
        }
        return all;
    }

    static boolean namesFirst(ChainFinding found, Case one) {
        return found.verdict() != Verdict.ABSTAINED
                && one.stages().contains(found.ranking().get(0));
    }

    static boolean ranksFirst(ChainFinding found, Case one) {
        return one.stages().contains(found.ranking().get(0));
    }
}
