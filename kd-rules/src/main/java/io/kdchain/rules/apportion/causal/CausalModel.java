package io.kdchain.rules.apportion.causal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A binary, acyclic causal model (Halpern 2015): one variable for the conduct of each role, true where it departed from
 * its duty; variables for what stages of the chain passed on; and whether the harm happened. Immutable.
 */
public final class CausalModel {
    /** Beyond this nothing is computed rather than sampled: all measures go through all sets. */
    public static final int MAX_ROLES = 12;

    /** Roles and stages together; a degree of responsibility goes through all sets of both. */
    public static final int MAX_VARIABLES = 16;

    /** Values of variables, by name. */
    public interface Values {
        /**
         * Whether a variable is true.
         *
         * @throws IllegalArgumentException if no variable before has this name
         */
        boolean on(String name);
    }

    private record Stage(String name, Predicate<Values> equation) {}

    private final List<String> roles;
    private final List<Stage> stages;
    private final Predicate<Values> outcome;
    private final int actual;
    private final Map<String, Integer> index = new HashMap<>();

    private CausalModel(List<String> roles, List<Stage> stages, Predicate<Values> outcome, int actual) {
        this.roles = List.copyOf(roles);
        this.stages = List.copyOf(stages);
        this.outcome = outcome;
        this.actual = actual;
        roles.forEach(r -> index.put(r, index.size()));
        stages.forEach(s -> index.put(s.name(), index.size()));
    }

    /** Begins a model with these roles, all of which misconducted. */
    public static Builder of(String... roles) {
        return new Builder(Arrays.asList(roles));
    }

    /** A model in which the harm follows from any of these sets of roles, and from what holds one of them. */
    public static CausalModel ofSufficientSets(List<String> roles, List<? extends Set<String>> sets) {
        return new Builder(roles)
                .outcome(v -> sets.stream().anyMatch(s -> s.stream().allMatch(v::on)));
    }

    /** Collects a model; {@link #outcome} ends it. */
    public static final class Builder {
        private final List<String> roles;
        private final List<Stage> stages = new ArrayList<>();
        private int actual;

        private Builder(List<String> roles) {
            if (roles.isEmpty() || roles.size() > MAX_ROLES || Set.copyOf(roles).size() < roles.size()) {
                throw new IllegalArgumentException(
                        "A causal model has 1 to %d different roles; these are %d: %s. Join roles that one party holds, or judge the stages apart."
                                .formatted(MAX_ROLES, roles.size(), roles));
            }
            this.roles = List.copyOf(roles);
            this.actual = (1 << roles.size()) - 1;
        }

        /** The roles that misconducted in fact, of all; by default all did. */
        public Builder misconducted(String... who) {
            actual = 0;
            for (String role : who) {
                int i = roles.indexOf(role);
                if (i < 0) {
                    throw new IllegalArgumentException("There is no role %s; there are %s.".formatted(role, roles));
                }
                actual |= 1 << i;
            }
            return this;
        }

        /** What a stage passed on, by roles and stages before it. */
        public Builder stage(String name, Predicate<Values> equation) {
            if (roles.size() + stages.size() == MAX_VARIABLES) {
                throw new IllegalArgumentException(
                        "A causal model has at most %d roles and stages; leave out stages that decide nothing."
                                .formatted(MAX_VARIABLES));
            }
            stages.add(new Stage(name, equation));
            return this;
        }

        /** The model, with whether the harm happens by roles and stages. */
        public CausalModel outcome(Predicate<Values> harm) {
            return new CausalModel(roles, stages, harm, actual);
        }
    }

    /** The roles, in the order given; bit i of a set stands for role i. */
    public List<String> roles() {
        return roles;
    }

    int stageCount() {
        return stages.size();
    }

    /** The roles that misconducted in fact. */
    int actual() {
        return actual;
    }

    /** Whether the harm happened in fact. */
    public boolean happened() {
        return harm(actual);
    }

    /** Whether the harm happens if exactly these roles misconduct and the stages follow. */
    boolean harm(int misconducting) {
        return harm(misconducting, 0);
    }

    /** Whether the harm happens if exactly these roles misconduct while some stages stay what they were in fact. */
    boolean harm(int misconducting, int frozenStages) {
        boolean[] values = new boolean[roles.size() + stages.size()];
        boolean[] inFact = frozenStages == 0 ? values : values(actual, 0, values);
        return outcome.test(named(values(misconducting, frozenStages, inFact), values.length));
    }

    private boolean[] values(int misconducting, int frozenStages, boolean[] inFact) {
        boolean[] values = new boolean[roles.size() + stages.size()];
        for (int i = 0; i < roles.size(); i++) {
            values[i] = (misconducting & 1 << i) != 0;
        }
        for (int s = 0; s < stages.size(); s++) {
            int at = roles.size() + s;
            values[at] = (frozenStages & 1 << s) != 0
                    ? inFact[at]
                    : stages.get(s).equation().test(named(values, at));
        }
        return values;
    }

    /** Whether the harm happens with variables set by hand: {@code set} says which, {@code to} to what. */
    boolean harmWith(int set, int to) {
        boolean[] values = new boolean[roles.size() + stages.size()];
        for (int i = 0; i < values.length; i++) {
            if ((set & 1 << i) != 0) {
                values[i] = (to & 1 << i) != 0;
            } else if (i < roles.size()) {
                values[i] = (actual & 1 << i) != 0;
            } else {
                values[i] = stages.get(i - roles.size()).equation().test(named(values, i));
            }
        }
        return outcome.test(named(values, values.length));
    }

    /** The values of all variables in fact, as bits. */
    int inFact() {
        boolean[] values = values(actual, 0, new boolean[0]);
        int bits = 0;
        for (int i = 0; i < values.length; i++) {
            bits |= values[i] ? 1 << i : 0;
        }
        return bits;
    }

    /** Variables before a place; a stage cannot see itself or later ones, so that no model has a circle. */
    private Values named(boolean[] values, int before) {
        return name -> {
            Integer i = index.get(name);
            if (i == null || i >= before) {
                throw new IllegalArgumentException(
                        "'%s' is no role, and no stage before; equations read what comes before them.".formatted(name));
            }
            return values[i];
        };
    }

    SortedSet<String> names(int set) {
        SortedSet<String> names = new TreeSet<>();
        for (int i = 0; i < roles.size(); i++) {
            if ((set & 1 << i) != 0) {
                names.add(roles.get(i));
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return "Causal model of %s with stages %s"
                .formatted(roles, stages.stream().map(Stage::name).collect(Collectors.joining(", ")));
    }
}
