package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.rules.governance.Register.Said;
import io.kdchain.rules.pack.RulePack;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What hangs on one teacher: one defect of it may harm through every student at once.
 *
 * @param teacher the teacher, with its digest where the log states one
 * @param deployments what is in service and learned from it
 * @param holders who put these into service
 * @param policies policies of the holders in force
 * @param cover sum of these covers, by currency
 */
public record TeacherExposure(
        EntityId teacher,
        NavigableSet<EntityId> deployments,
        NavigableSet<PartyId> holders,
        NavigableSet<String> policies,
        NavigableMap<String, BigDecimal> cover) {

    /**
     * The exposure to each teacher of the log, or to some, by teacher.
     *
     * @param source entries that stand
     * @param at the moment, UTC
     * @param teachers only these; empty means all
     */
    public static List<TeacherExposure> of(
            EntrySource source, RulePack pack, Instant at, Collection<EntityId> teachers) {
        Register register = new Register(source, pack, at);
        Descent descent = new Descent(register);
        NavigableMap<EntityId, NavigableSet<EntityId>> deployments = new TreeMap<>();
        NavigableMap<EntityId, NavigableSet<PartyId>> holders = new TreeMap<>();
        NavigableSet<EntityId> served = new TreeSet<>();
        register.all(ModelDeployed.class)
                .forEach(said -> said.entry().event().generates().forEach(one -> served.add(one.withoutDigest())));
        for (EntityId deployment : served) {
            Said<ModelDeployed> deployed = descent.deployed(deployment).orElseThrow();
            NavigableSet<EntityId> learnedFrom = new TreeSet<>();
            descent.model(deployed).ifPresent(model -> learnedFrom.addAll(descent.teachersOf(model)));
            for (EntityId teacher : learnedFrom) {
                if (teachers.isEmpty() || Descent.same(teachers, teacher)) {
                    deployments.computeIfAbsent(teacher, t -> new TreeSet<>()).add(deployment);
                    holders.computeIfAbsent(teacher, t -> new TreeSet<>()).add(deployed.actor());
                }
            }
        }
        List<TeacherExposure> exposures = new ArrayList<>();
        deployments.forEach((teacher, reached) -> {
            NavigableSet<PartyId> insured = holders.getOrDefault(teacher, new TreeSet<>());
            NavigableMap<String, InsuranceBound> policies = new TreeMap<>();
            for (Said<InsuranceBound> policy : register.all(InsuranceBound.class)) {
                if (insured.contains(policy.body().insured())
                        && !policy.body().from().isAfter(at)
                        && !policy.body().until().isBefore(at)) {
                    policies.put(policy.body().policy(), policy.body());
                }
            }
            NavigableMap<String, BigDecimal> cover = new TreeMap<>();
            policies.values()
                    .forEach(policy -> cover.merge(
                            policy.cover().currency(), policy.cover().amount(), BigDecimal::add));
            exposures.add(new TeacherExposure(teacher, reached, insured, new TreeSet<>(policies.keySet()), cover));
        });
        return exposures;
    }
}
