package io.kdchain.rules.pack;

import io.kdchain.rules.fact.Answerable;
import io.kdchain.rules.fact.AtFault;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Punitive;
import io.kdchain.rules.fact.RegimeOpen;
import io.kdchain.rules.fact.Solidarity;
import io.kdchain.rules.fact.StrictlyLiable;
import io.kdchain.rules.fact.Supplementary;
import io.kdchain.rules.fact.Track;
import io.kdchain.rules.fact.WorkContract;
import io.kdchain.rules.language.Insertion;
import io.kdchain.rules.language.Operand;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which conclusions found liability: only norms of a rank that does may be their basis. */
public final class Founding {
    private static final String FAULT = "fault";

    private static final Set<Class<? extends Conclusion>> WORDS = Set.of(
            AtFault.class,
            Answerable.class,
            StrictlyLiable.class,
            Solidarity.class,
            Track.class,
            WorkContract.class,
            Supplementary.class,
            Punitive.class);

    private static final Set<String> NAMES =
            WORDS.stream().map(Class::getSimpleName).collect(Collectors.toSet());

    private Founding() {}

    /** Whether the conclusion founds liability. */
    public static boolean isNeededFor(Conclusion conclusion) {
        return WORDS.contains(conclusion.getClass())
                || (conclusion instanceof RegimeOpen open && !open.regime().equals(FAULT));
    }

    /** Rules that found liability on norms none of which can: no verdict would follow them. */
    public static List<Problem> problems(Collection<Rule> rules, Map<String, Norm> norms) {
        List<Problem> problems = new ArrayList<>();
        for (Rule rule : rules) {
            List<Norm> bases = rule.legalBasis().stream()
                    .flatMap(id -> Stream.ofNullable(norms.get(id)))
                    .toList();
            // a norm that is not there is told by whoever checks the rule
            if (bases.size() < rule.legalBasis().size() || bases.stream().anyMatch(Norm::founds)) {
                continue;
            }
            first(rule)
                    .ifPresent(conclusion -> problems.add(new Problem(
                            conclusion.at(),
                            rule.name(),
                            "%s founds liability, and no legal basis of the rule can: %s. Cite a statute (L) or a judicial interpretation (J), or conclude a Breach here and leave liability to a rule that does."
                                    .formatted(
                                            conclusion.type(),
                                            bases.stream()
                                                    .map(n -> "%s has rank %s".formatted(n.id(), n.rank()))
                                                    .collect(Collectors.joining(", "))))));
        }
        return problems;
    }

    private static Optional<Insertion> first(Rule rule) {
        return rule.insertions().stream()
                .filter(i -> NAMES.contains(i.type()) || isOtherRegime(i))
                .findFirst();
    }

    private static boolean isOtherRegime(Insertion conclusion) {
        return conclusion.type().equals(RegimeOpen.class.getSimpleName())
                && conclusion.arguments().stream()
                        .noneMatch(a ->
                                a instanceof Operand.Text text && text.value().equals(FAULT));
    }
}
