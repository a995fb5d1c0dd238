package io.kdchain.rules.pack;

import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.language.InForce;
import io.kdchain.rules.language.Rule;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The law of a pack as it was on a day: what was repealed before or comes later is not in it, but for duties and
 * breaches, whose rules stay: they are judged by the day of the act. Immutable, safe for concurrent use.
 */
public final class LawAsOf {
    private static final Set<Phase> JUDGED_BY_THE_ACT = EnumSet.of(Phase.DUTY, Phase.BREACH);

    private final RulePack pack;
    private final LocalDate day;
    private final List<Rule> rules;
    private final Map<String, Norm> norms;
    private final String digest;
    private final LocalDate since;
    private final Set<Rule> founding;

    /** The same law on another day of the same time: nothing begins or ends between the two. */
    LawAsOf(LawAsOf same, LocalDate day) {
        this.pack = same.pack;
        this.day = day;
        this.norms = same.norms;
        this.rules = same.rules;
        this.digest = same.digest;
        this.since = same.since;
        this.founding = same.founding;
    }

    LawAsOf(RulePack pack, LocalDate day) {
        this.pack = pack;
        this.day = day;
        this.since = day;
        this.norms = Collections.unmodifiableMap(new TreeMap<>(pack.norms().values().stream()
                .filter(n -> n.inForce().on(day))
                .collect(Collectors.toMap(Norm::id, n -> n))));
        this.rules = pack.rules().stream().filter(this::inForce).toList();
        this.founding = rules.stream()
                .filter(r -> cited(r).stream().anyMatch(Norm::founds))
                .collect(Collectors.toUnmodifiableSet());
        this.digest = Sha256.hex(
                (pack.digest() + "\n" + rules.stream().map(r -> r.name() + "\n").collect(Collectors.joining()))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private boolean inForce(Rule rule) {
        InForce own = rule.inForce();
        if (JUDGED_BY_THE_ACT.contains(rule.phase())) {
            return pack.normOf(rule).filter(n -> hadBegun(n.inForce())).isPresent() && (own == null || hadBegun(own));
        }
        return pack.normOf(rule).filter(n -> norms.containsKey(n.id())).isPresent() && (own == null || own.on(day));
    }

    /** An act is judged by the norms of its own day, which may have been repealed since. */
    private boolean hadBegun(InForce time) {
        LocalDate from = time.from();
        return from == null || !from.isAfter(day);
    }

    /** The pack. */
    public RulePack pack() {
        return pack;
    }

    /** The day. */
    public LocalDate day() {
        return day;
    }

    /** A first day of the law: until {@link #day()} no norm, rule or parameter changes. */
    public LocalDate since() {
        return since;
    }

    /** The rules in force, so that each stands behind those that conclude what it reads. */
    public List<Rule> rules() {
        return rules;
    }

    /** The norms in force, by id. */
    public Map<String, Norm> norms() {
        return norms;
    }

    /** The norm of this id, if it is in force. */
    public Optional<Norm> norm(String id) {
        return Optional.ofNullable(norms.get(id));
    }

    /** The legal bases of a rule that are in force; others must not be cited. */
    public List<Norm> cited(Rule rule) {
        return rule.legalBasis().stream().flatMap(id -> norm(id).stream()).toList();
    }

    /** Whether a rule in force has a legal basis in force that can found liability by its rank. */
    public boolean founded(Rule rule) {
        return founding.contains(rule);
    }

    /** The legal bases of a duty that are in force. */
    public List<Norm> cited(Duty duty) {
        return duty.norms().stream().flatMap(id -> norm(id).stream()).toList();
    }

    /**
     * The value of a parameter.
     *
     * @throws IllegalArgumentException if there is none for the day
     */
    public Parameter parameter(String name) {
        return pack.parameters().get(name, day);
    }

    /**
     * SHA-256 over the digest of the pack and the names of the rules in force: days with the same law have the same.
     */
    public String digest() {
        return digest;
    }

    @Override
    public String toString() {
        return "%s as of %s (%d rules)".formatted(pack.id(), day, rules.size());
    }
}
