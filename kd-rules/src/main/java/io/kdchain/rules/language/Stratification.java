package io.kdchain.rules.language;

import io.kdchain.rules.fact.Phase;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which rule reads what another concludes. A rule that waits, round any number of corners, for its own conclusion makes
 * the result depend on the order of evaluation (through {@code not}) or lets a conclusion keep itself alive; so no rule
 * may. Two rules are connected only if the literals allow a conclusion of the one to match a pattern of the other.
 */
final class Stratification {
    private record Edge(int reader, int writer, RuleAnalysis.Read read) {}

    private final List<RuleAnalysis> rules;
    private final List<List<Edge>> edges = new ArrayList<>();

    private Stratification(List<RuleAnalysis> rules) {
        this.rules = rules;
    }

    static Stratification of(List<RuleAnalysis> rules) {
        Stratification s = new Stratification(List.copyOf(rules));
        s.connect();
        return s;
    }

    private void connect() {
        Map<String, List<Integer>> writers = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            for (RuleAnalysis.Write w : rules.get(i).writes()) {
                List<Integer> of = writers.computeIfAbsent(w.type(), t -> new ArrayList<>());
                if (of.isEmpty() || of.get(of.size() - 1) != i) {
                    of.add(i);
                }
            }
        }
        for (int i = 0; i < rules.size(); i++) {
            List<Edge> out = new ArrayList<>();
            for (RuleAnalysis.Read read : rules.get(i).reads()) {
                for (int w : writers.getOrDefault(read.type(), List.of())) {
                    if (rules.get(w).writes().stream().anyMatch(read::meets)) {
                        out.add(new Edge(i, w, read));
                    }
                }
            }
            edges.add(out);
        }
    }

    /** One problem for each group of rules that wait for each other. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        Set<Integer> told = new HashSet<>();
        Set<Integer> entangled = entangled();
        for (int i = 0; i < rules.size(); i++) {
            if (!entangled.contains(i) || told.contains(i)) {
                continue;
            }
            List<Edge> cycle = cycle(i);
            if (!cycle.isEmpty()) {
                cycle.forEach(e -> told.add(e.reader()));
                problems.add(problem(cycle));
            }
        }
        return problems;
    }

    /** The rules that are left when all are taken away, again and again, that wait for none of the others. */
    private Set<Integer> entangled() {
        List<List<Integer>> readers = new ArrayList<>();
        int[] waitsFor = new int[rules.size()];
        rules.forEach(r -> readers.add(new ArrayList<>()));
        Deque<Integer> free = new ArrayDeque<>();
        for (int i = 0; i < rules.size(); i++) {
            waitsFor[i] = edges.get(i).size();
            for (Edge e : edges.get(i)) {
                readers.get(e.writer()).add(i);
            }
            if (waitsFor[i] == 0) {
                free.add(i);
            }
        }
        Set<Integer> left = new HashSet<>();
        for (int i = 0; i < rules.size(); i++) {
            left.add(i);
        }
        while (!free.isEmpty()) {
            int rule = free.remove();
            left.remove(rule);
            for (int reader : readers.get(rule)) {
                if (--waitsFor[reader] == 0) {
                    free.add(reader);
                }
            }
        }
        return left;
    }

    /** The rules so that each stands behind all that conclude what it reads; by name where that leaves a choice. */
    List<Rule> order() {
        Comparator<Integer> byPhaseAndName = Comparator.<Integer, Phase>comparing(
                        i -> rules.get(i).rule().phase())
                .thenComparing(i -> rules.get(i).rule().name());
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            all.add(i);
        }
        all.sort(byPhaseAndName);
        List<Rule> order = new ArrayList<>();
        Set<Integer> done = new HashSet<>();
        for (int i : all) {
            place(i, done, order);
        }
        return order;
    }

    private void place(int start, Set<Integer> done, List<Rule> order) {
        Deque<Integer> stack = new ArrayDeque<>();
        Set<Integer> open = new HashSet<>();
        stack.push(start);
        while (!stack.isEmpty()) {
            int rule = stack.peek();
            if (done.contains(rule)) {
                stack.pop();
                continue;
            }
            boolean ready = true;
            if (open.add(rule)) {
                for (Edge e : edges.get(rule)) {
                    if (!done.contains(e.writer()) && !open.contains(e.writer())) {
                        stack.push(e.writer());
                        ready = false;
                    }
                }
            }
            if (ready) {
                stack.pop();
                done.add(rule);
                order.add(rules.get(rule).rule());
            }
        }
    }

    /** The shortest way on which the rule waits for itself; empty if it does not. */
    private List<Edge> cycle(int start) {
        Map<Integer, Edge> cameBy = new HashMap<>();
        Deque<Integer> queue = new ArrayDeque<>(List.of(start));
        while (!queue.isEmpty()) {
            int rule = queue.remove();
            for (Edge e : edges.get(rule)) {
                if (e.writer() == start) {
                    List<Edge> way = new ArrayList<>(List.of(e));
                    int at = rule;
                    while (at != start) {
                        Edge by = cameBy.get(at);
                        if (by == null) {
                            throw new IllegalStateException("The way back to rule %d is lost.".formatted(start));
                        }
                        way.add(0, by);
                        at = by.reader();
                    }
                    return way;
                }
                if (cameBy.putIfAbsent(e.writer(), e) == null) {
                    queue.add(e.writer());
                }
            }
        }
        return List.of();
    }

    private Problem problem(List<Edge> cycle) {
        boolean negative = cycle.stream().anyMatch(e -> e.read().negative());
        StringBuilder way = new StringBuilder();
        for (Edge e : cycle) {
            way.append(way.length() == 0 ? "" : "; ")
                    .append('"')
                    .append(rules.get(e.reader()).rule().name())
                    .append("\" reads ")
                    .append(e.read().negative() ? "the absence or number of " : "")
                    .append(e.read().type())
                    .append(" from \"")
                    .append(rules.get(e.writer()).rule().name())
                    .append("\" (line ")
                    .append(e.read().at().line())
                    .append(')');
        }
        Rule rule = rules.get(cycle.get(0).reader()).rule();
        return new Problem(
                cycle.get(0).read().at(),
                rule.name(),
                negative
                        ? "The rule waits for its own conclusion through a `not`, forall or accumulate, so that the result would depend on the order of evaluation: %s. Let the exception be concluded from facts or in an earlier phase."
                                .formatted(way)
                        : "The rule waits for its own conclusion, which would then keep itself alive: %s. Conclude from facts or in an earlier phase."
                                .formatted(way));
    }
}
