package io.kdchain.core.trace;

import io.kdchain.core.data.ContentDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which stages of a chain made an answer wrong, by stage replay. Each stage is carried out again from its recorded
 * inputs by its recorded recipe; what gives the recorded artefact to the bit did its work faithfully and contributes 0.
 * The answer is then computed for every set of the other stages acting as recorded while all else is done faithfully,
 * and each stage gets its Shapley value. This is repeated with other seeds: the contribution is the mean, its bounds
 * the smallest and the largest.
 *
 * <p>Nothing tells the tracer which stage was altered or how. If the answer is wrong with all stages done faithfully,
 * the chain does not explain it, and every contribution is 0. Costs up to two trainings a reference and set of stages.
 */
public final class DefectTracer {

    /** Enough for bounds that show a case at the edge; each costs seconds, not minutes, on tables. */
    public static final int DEFAULT_REFERENCES = 5;

    private static final String METHOD = "stage-replay-shapley";

    private final RecordedChain chain;
    private final int references;
    private final TraceListener listener;

    private DefectTracer(RecordedChain chain, int references, TraceListener listener) {
        if (references < 1) {
            throw new IllegalArgumentException(
                    "references is %d; at least one repetition is needed".formatted(references));
        }
        this.chain = chain;
        this.references = references;
        this.listener = listener;
    }

    public static DefectTracer of(RecordedChain chain) {
        return new DefectTracer(chain, DEFAULT_REFERENCES, TraceListener.SILENT);
    }

    /** The same tracer with so many faithful repetitions; the first uses the recorded seeds. */
    public DefectTracer references(int count) {
        return new DefectTracer(chain, count, listener);
    }

    /** The same tracer, telling this listener what it does. */
    public DefectTracer listener(TraceListener newListener) {
        return new DefectTracer(chain, references, newListener);
    }

    /** Finds the stages that made this answer wrong. */
    public Localisation trace(ServedAnswer answer) {
        if (answer.input().width() != chain.data().source().featureNames().size()) {
            throw new IllegalArgumentException("input %s has %d features, the chain has %d"
                    .formatted(
                            answer.input().id(),
                            answer.input().width(),
                            chain.data().source().featureNames().size()));
        }
        var replay = new Replay(chain, answer, references, listener);
        List<Stage> suspects = EnumSet.allOf(Stage.class).stream()
                .filter(stage -> !replay.faithful(stage))
                .toList();
        List<CoalitionGame> games = new ArrayList<>();
        for (int reference = 0; reference < references; reference++) {
            int fixed = reference;
            games.add(
                    new CoalitionGame(suspects.size(), coalition -> replay.wrong(members(suspects, coalition), fixed)));
        }
        List<StageContribution> contributions = contributions(suspects, games);
        List<List<Stage>> sufficient = games.get(0).minimalWrong().stream()
                .map(coalition -> List.copyOf(members(suspects, coalition)))
                .toList();
        List<StageReplay> replays = List.copyOf(replay.replays().values());
        return new Localisation(
                METHOD, contributions, sufficient, replays, references, reproduction(answer, replays, suspects, games));
    }

    private List<StageContribution> contributions(List<Stage> suspects, List<CoalitionGame> games) {
        Map<Stage, List<Ratio>> parts = new EnumMap<>(Stage.class);
        for (CoalitionGame game : games) {
            List<Ratio> ofGame = game.contributions();
            for (int i = 0; i < suspects.size(); i++) {
                parts.computeIfAbsent(suspects.get(i), stage -> new ArrayList<>())
                        .add(ofGame.get(i));
            }
        }
        List<StageContribution> all = new ArrayList<>();
        for (Stage stage : EnumSet.allOf(Stage.class)) {
            List<Ratio> ofStage = parts.getOrDefault(stage, List.of(Ratio.ZERO));
            Ratio mean = ofStage.stream().reduce(Ratio.ZERO, Ratio::plus).dividedBy(ofStage.size());
            all.add(new StageContribution(
                    stage,
                    mean.fourDigits(),
                    Collections.min(ofStage).fourDigits(),
                    Collections.max(ofStage).fourDigits()));
        }
        return all;
    }

    private ContentDigest reproduction(
            ServedAnswer answer, List<StageReplay> replays, List<Stage> suspects, List<CoalitionGame> games) {
        var text = new StringBuilder();
        text.append(METHOD).append('\n');
        text.append("input ")
                .append(answer.input().digest())
                .append(" served ")
                .append(answer.served())
                .append('\n');
        text.append("source ").append(chain.data().source().digest()).append('\n');
        text.append("recipes ")
                .append(chain.data().recipe().describe())
                .append(chain.teacher().recipe().describe())
                .append(chain.distillation().recipe().describe())
                .append(chain.adaptation().recipe().describe())
                .append('\n');
        for (StageReplay replay : replays) {
            text.append(replay.stage().label())
                    .append(" recorded ")
                    .append(replay.recorded())
                    .append(" replayed ")
                    .append(replay.replayed())
                    .append('\n');
        }
        for (CoalitionGame game : games) {
            for (int coalition = 0; coalition < 1 << suspects.size(); coalition++) {
                String names =
                        members(suspects, coalition).stream().map(Stage::label).collect(Collectors.joining("+"));
                text.append('{')
                        .append(names)
                        .append("} ")
                        .append(game.wrong(coalition))
                        .append('\n');
            }
        }
        return ContentDigest.ofText(text.toString());
    }

    private static Set<Stage> members(List<Stage> suspects, int coalition) {
        Set<Stage> members = EnumSet.noneOf(Stage.class);
        for (int i = 0; i < suspects.size(); i++) {
            if ((coalition & 1 << i) != 0) {
                members.add(suspects.get(i));
            }
        }
        return members;
    }
}
