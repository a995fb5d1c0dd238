package io.kdchain.rules.workbench;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Condition;
import io.kdchain.rules.language.Constraint;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An incident on which two packs judge otherwise, found by changing scenarios at random and made smaller until no
 * event, party, item, claim or answer can be left out. The same packs, scenarios and number of tries give the same one.
 *
 * @param scenario text of a scenario file without expectations and payments
 * @param impact how the two packs judge it; of several claims, the first that they judge otherwise
 */
public record CounterExample(String scenario, Impact impact) {
    private static final String NAME = "counter-example";
    /** Most changes of one scenario at a time. */
    private static final int CHANGES = 3;

    /**
     * What a search came to.
     *
     * @param found the counter-example; null if there is none
     * @param tried how many incidents were judged, or found to be none
     */
    public record Search(@Nullable CounterExample found, int tried) {}

    /** Two packs, old and new, before which incidents are brought. Not safe for concurrent use. */
    public record Packs(
            ScenarioReader reader, ScenarioRunner runner, PackSource old, PackSource now, PackDifference edits) {

        /**
         * Looks through scenarios as they are, then through changed ones; mostly those whose verdict rests on a rule
         * that was edited.
         *
         * @param files scenarios to begin with
         * @param tries how many changed ones are judged at most
         * @param goOn asked before each; false ends the search
         * @throws ScenarioException if a file is not even YAML, or JSON, as scenarios are written; one that says what
         *     no scenario may say is passed over
         */
        public Search search(Collection<Path> files, int tries, BooleanSupplier goOn) {
            List<ScenarioTree> seeds = files.stream().map(ScenarioTree::of).toList();
            List<ScenarioTree> near = new ArrayList<>();
            Set<String> edited = new TreeSet<>();
            edits.entries().forEach(e -> edited.add(e.name()));
            int tried = 0;
            for (ScenarioTree seed : seeds) {
                if (!goOn.getAsBoolean()) {
                    return new Search(null, tried);
                }
                tried++;
                Pair pair = judged(seed);
                if (pair != null && pair.differs()) {
                    return new Search(smallest(seed, goOn), tried);
                }
                if (pair != null && pair.rules().stream().anyMatch(edited::contains)) {
                    near.add(seed);
                }
            }
            ScenarioVariations variations = new ScenarioVariations(seeds, spokenOf());
            for (int i = 0; i < tries && !seeds.isEmpty() && goOn.getAsBoolean(); i++) {
                tried++;
                SplittableRandom random = new SplittableRandom(i);
                List<ScenarioTree> from = near.isEmpty() || random.nextInt(4) == 0 ? seeds : near;
                ScenarioTree changed = from.get(random.nextInt(from.size()));
                for (int n = 1 + random.nextInt(CHANGES); n > 0; n--) {
                    changed = variations.of(changed, random);
                }
                Pair pair = judged(changed);
                if (pair != null && pair.differs()) {
                    return new Search(smallest(changed, goOn), tried);
                }
            }
            return new Search(null, tried);
        }

        private CounterExample smallest(ScenarioTree tree, BooleanSupplier goOn) {
            ScenarioTree small = tree.with("scenario", NAME)
                    .with("title", "The two packs judge this incident otherwise")
                    .shrunk(t -> {
                        if (!goOn.getAsBoolean()) {
                            return false; // it stays as small as it is by then
                        }
                        Pair pair = judged(t);
                        return pair != null && pair.differs();
                    });
            String text = small.text();
            Scenario scenario = reader.read(NAME + ".yaml", text);
            HeardScenario heard = runner.hear(scenario);
            Impact impact = Impact.of(heard, old.load(scenario.packs()), now.load(scenario.packs()), edits).stream()
                    .filter(Impact::changes)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The packs judge this alike: " + text));
            return new CounterExample(text, impact);
        }

        /** Both verdicts; null where the tree is no scenario, or one of the packs cannot judge it. */
        private @Nullable Pair judged(ScenarioTree tree) {
            try {
                Scenario scenario = reader.read(NAME + ".yaml", tree.text());
                HeardScenario heard = runner.hear(scenario);
                RulePack before = old.load(scenario.packs());
                RulePack after = now.load(scenario.packs());
                return new Pair(heard.by(before).verdicts(), heard.by(after).verdicts());
            } catch (KdException | IllegalArgumentException e) {
                return null; // what chance made of it is no incident, as an answer to what nobody asks
            }
        }

        /**
         * What the edits speak of, by the field that is compared with it: the literals of conditions that one side has
         * and the other has not, or of whole rules where no condition differs; and of a parameter {@code fault.intent}
         * that.
         */
        private Map<String, Set<Object>> spokenOf() {
            Map<String, Set<Object>> spoken = new TreeMap<>();
            for (PackDifference.Entry edit : edits.entries()) {
                String name = edit.name().split(" ", 2)[0];
                int point = name.indexOf('.');
                if (edit.kind() == PackDifference.Kind.PARAMETER && point > 0) {
                    spoken.computeIfAbsent(name.substring(0, point), k -> new LinkedHashSet<>())
                            .add(name.substring(point + 1));
                }
            }
            List<Condition> before = conditions(old);
            List<Condition> after = conditions(now);
            Set<String> same = new TreeSet<>();
            before.forEach(c -> same.add(CanonicalText.of(c)));
            Set<String> both = new TreeSet<>();
            after.stream().map(CanonicalText::of).filter(same::contains).forEach(both::add);
            List<Condition> all = Stream.concat(before.stream(), after.stream()).toList();
            List<Condition> differ = all.stream()
                    .filter(c -> !both.contains(CanonicalText.of(c)))
                    .toList();
            (differ.isEmpty() ? all : differ).forEach(c -> literals(c, spoken));
            return spoken;
        }

        private List<Condition> conditions(PackSource side) {
            return side.load(side.own()).rules().stream()
                    .filter(r -> edits.find(PackDifference.Kind.RULE, r.name()).isPresent())
                    .flatMap(r -> r.conditions().stream())
                    .toList();
        }

        private static void literals(Condition c, Map<String, Set<Object>> spoken) {
            if (c instanceof Condition.Pattern p) {
                for (Constraint constraint : p.constraints()) {
                    List<Operand> values = constraint instanceof Constraint.Compare compare
                            ? List.of(compare.value())
                            : constraint instanceof Constraint.In in ? in.values() : List.of();
                    for (Operand value : values) {
                        Set<Object> known = spoken.computeIfAbsent(constraint.field(), f -> new LinkedHashSet<>());
                        if (value instanceof Operand.Text text) {
                            known.add(text.value());
                        } else if (value instanceof Operand.Truth truth) {
                            known.add(truth.value());
                        }
                    }
                }
            } else if (c instanceof Condition.Not not) {
                literals(not.inner(), spoken);
            } else if (c instanceof Condition.Exists exists) {
                literals(exists.inner(), spoken);
            } else if (c instanceof Condition.And and) {
                and.parts().forEach(part -> literals(part, spoken));
            } else if (c instanceof Condition.Or or) {
                or.branches().forEach(branch -> literals(branch, spoken));
            } else if (c instanceof Condition.ForAll forAll) {
                literals(forAll.base(), spoken);
                forAll.others().forEach(p -> literals(p, spoken));
            } else {
                literals(((Condition.Accumulate) c).source(), spoken);
            }
        }
    }

    /** The verdicts on all claims, before and after. */
    private record Pair(List<Attribution> before, List<Attribution> after) {
        boolean differs() {
            return IntStream.range(0, before.size())
                    .anyMatch(i -> !VerdictDifference.between(before.get(i), after.get(i))
                            .isNone());
        }

        SortedSet<String> rules() {
            SortedSet<String> rules = new TreeSet<>();
            Stream.of(before, after).flatMap(List::stream).forEach(v -> rules.addAll(new Citations(v).rules()));
            return rules;
        }
    }
}
