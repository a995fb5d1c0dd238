package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.language.Rule;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All changes of a pack: every {@link Operator} at every place. */
public final class Mutants {
    private Mutants() {}

    /** By file and line; those of the packs on which it builds included. */
    public static List<Mutant> of(RulePack pack) {
        RuleMutants ofRules = new RuleMutants(pack.vocabulary().withList("term", terms(pack)));
        List<Mutant> mutants = new ArrayList<>();
        for (Rule rule : pack.rules()) {
            mutants.addAll(ofRules.of(rule));
        }
        ParameterMutants ofParameters = new ParameterMutants(pack.parameters());
        for (String name : pack.parameters().names()) {
            for (Parameter parameter : pack.parameters().history(name)) {
                ofParameters.of(parameter).ifPresent(mutants::add);
            }
        }
        mutants.sort(Comparator.comparing(Mutant::at));
        return mutants;
    }

    private static List<String> terms(RulePack pack) {
        return pack.parameters().names().stream()
                .filter(n -> pack.parameters().history(n).stream().allMatch(ParameterMutants::isTerm))
                .toList();
    }
}
