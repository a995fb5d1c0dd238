package io.kdchain.rules;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.evidence.Tampering;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.rules.apportion.Apportionment;
import io.kdchain.rules.apportion.StatutoryApportionment;
import io.kdchain.rules.derive.Alteration;
import io.kdchain.rules.derive.ChainRecord;
import io.kdchain.rules.derive.Inquiry;
import io.kdchain.rules.derive.VerifiedRecord;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.judgment.Judge;
import io.kdchain.rules.judgment.Policy;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.release.PackFinding;
import io.kdchain.rules.release.PackSignatureException;
import io.kdchain.rules.release.PackTrust;
import io.kdchain.rules.release.SignedPack;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.AttributionListener;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.Regime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says who is liable for an incident, for how much, and why: causal slice, verified evidence, facts, rules, shares.
 * Built once over a log and one or more rule packs; immutable and safe for concurrent use. The same log, packs and
 * incident give the same verdict.
 *
 * <pre>{@code
 * try (EvidenceSource log = ChainLog.open("jdbc:sqlite:chain.db")) {
 *     LiabilityEngine engine = LiabilityEngine.builder().evidence(log).pack(RulePack.builtin("cn")).build();
 *     Attribution verdict = engine.attribute("incident:4711");
 * }
 * }</pre>
 */
public final class LiabilityEngine {
    private final EvidenceSource log;
    private final Facts facts;
    private final LastRecord records;
    private final Judge judge;
    private final @Nullable Regime imposed;
    private final SortedMap<String, Boolean> answers;
    private final SortedMap<Long, Tampering> tampering;
    private final List<Alteration> alterations;
    private final AttributionListener listener;

    private LiabilityEngine(
            EvidenceSource log,
            Facts facts,
            LastRecord records,
            Judge judge,
            @Nullable Regime imposed,
            SortedMap<String, Boolean> answers,
            SortedMap<Long, Tampering> tampering,
            List<Alteration> alterations,
            AttributionListener listener) {
        this.log = log;
        this.facts = facts;
        this.records = records;
        this.judge = judge;
        this.imposed = imposed;
        this.answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
        this.tampering = Collections.unmodifiableSortedMap(new TreeMap<>(tampering));
        this.alterations = List.copyOf(alterations);
        this.listener = listener;
    }

    /** Begins an engine. */
    public static Builder builder() {
        return new Builder();
    }

    /** The same engine with a regime imposed on every item as a what-if; the verdict is marked so. */
    public LiabilityEngine with(Regime regime) {
        return new LiabilityEngine(
                log, facts, records, judge, regime, answers, tampering, alterations, AttributionListener.NONE);
    }

    /** The same engine with an open question answered, as its id in {@link Attribution#open()} names it. */
    public LiabilityEngine answering(String question, boolean answer) {
        SortedMap<String, Boolean> more = new TreeMap<>(answers);
        more.put(question, answer);
        return new LiabilityEngine(log, facts, records, judge, imposed, more, tampering, alterations, listener);
    }

    /** The same engine with the law as of a day, instead of that of the damage, as a what-if. */
    public LiabilityEngine asOf(LocalDate day) {
        return new LiabilityEngine(
                log,
                facts,
                records,
                judge.asOf(day),
                imposed,
                answers,
                tampering,
                alterations,
                AttributionListener.NONE);
    }

    /**
     * The same engine with what is known from outside the log about who changed entries, by log index. The log shows
     * that an entry was changed, never by whom.
     */
    public LiabilityEngine knowing(Map<Long, Tampering> changed) {
        SortedMap<Long, Tampering> all = new TreeMap<>(tampering);
        all.putAll(changed);
        return new LiabilityEngine(log, facts, records, judge, imposed, answers, all, alterations, listener);
    }

    /**
     * The same engine with what is known from outside the log about who changed entries, and whose they were: a changed
     * entry may name another author than it had.
     */
    public LiabilityEngine knowing(Collection<Alteration> changed) {
        List<Alteration> all = new ArrayList<>(alterations);
        all.addAll(changed);
        return new LiabilityEngine(log, facts, records, judge, imposed, answers, tampering, all, listener);
    }

    /**
     * Judges an incident that the log reports.
     *
     * @param incidentId such as {@code incident:4711}; the kind may be left out
     * @throws UnknownSubjectException if no admitted event reports it
     */
    public Attribution attribute(String incidentId) {
        return attribute(reported(incidentId));
    }

    /**
     * Judges an incident.
     *
     * @throws UnknownSubjectException if the log knows nothing of the claimant, or of an entity that the incident is
     *     about
     * @throws IllegalArgumentException if the law of its day is not in the packs, or a {@link FactProvider} gives what
     *     is no fact
     */
    public Attribution attribute(Incident incident) {
        Attribution verdict;
        try {
            Asked asked = asked(incident);
            verdict = judge.judge(asked.record(), asked.inquiry(), asked.policies(), asked.summary());
        } catch (RuntimeException e) {
            listener.failed(incident, e);
            throw e;
        }
        listener.attributed(verdict);
        return verdict;
    }

    /**
     * Judges the claims of several claimants that one event gave rise to. Claims are several legal relations: each is
     * judged by itself, with the conduct of its own claimant alone reducing it; another claimant that acted in the
     * chain is a party like any other. Covers of insurance, and what the insured bears itself, stand once for all of
     * them: where a cover does not reach, each claim gets its part in proportion, and the payment names the claims it
     * is shared with. Measures and punitive exposure are told with each claim.
     *
     * @param claims one incident for each claimant; at least one, ids and claimants differ
     * @return the verdicts, in the order of the claims
     * @throws IllegalArgumentException if there is none, or two have one id or one claimant
     * @throws UnknownSubjectException as {@link #attribute(Incident)}
     */
    public List<Attribution> attributeTogether(List<Incident> claims) {
        HeardIncident.requireDistinct(claims);
        List<Attribution> verdicts;
        try {
            verdicts = HeardIncident.together(claims.stream().map(this::hear).toList());
        } catch (RuntimeException e) {
            claims.forEach(claim -> listener.failed(claim, e));
            throw e;
        }
        verdicts.forEach(listener::attributed);
        return verdicts;
    }

    /**
     * Judges an incident under many suppositions. What they have in common is worked out once, so that a thousand cost
     * far less than a thousand judgments; each verdict equals the one that an engine gives which was asked for it
     * alone.
     *
     * <pre>{@code
     * List<Attribution> verdicts = engine.sweep(incident, List.of(
     *         WhatIf.nothing(),
     *         WhatIf.nothing().regime(Regime.STRICT),
     *         WhatIf.nothing().asOf(LocalDate.of(2027, 1, 1)).answer("vet-upstream:clinic", true)));
     * }</pre>
     *
     * @param incident what is judged
     * @param suppositions each on top of what this engine supposes already
     * @return the verdicts, in the order of the suppositions
     * @throws UnknownSubjectException as {@link #attribute(Incident)}
     */
    public List<Attribution> sweep(Incident incident, Collection<WhatIf> suppositions) {
        Asked asked = asked(incident);
        Judge.Hearing hearing = judge.hear(asked.record(), asked.policies(), asked.summary());
        List<Attribution> verdicts = new ArrayList<>(suppositions.size());
        for (WhatIf whatIf : suppositions) {
            Inquiry inquiry = asked.inquiry().answering(whatIf.answers());
            Regime regime = whatIf.imposed();
            LocalDate day = whatIf.lawOf();
            if (regime != null) {
                inquiry = inquiry.imposing(regime);
            }
            verdicts.add(day == null ? hearing.judge(inquiry) : hearing.judge(inquiry, day));
        }
        return Collections.unmodifiableList(verdicts);
    }

    /**
     * Hears an incident: what the log shows of it is verified and read once, to judge it by several packs.
     *
     * @throws UnknownSubjectException as {@link #attribute(Incident)}
     */
    public HeardIncident hear(Incident incident) {
        Asked asked = asked(incident);
        return new HeardIncident(judge.hear(asked.record(), asked.policies(), asked.summary()), asked.inquiry());
    }

    /**
     * Judges an incident, and writes down how, in a form that {@link io.kdchain.rules.proof.ProofCheck} checks without
     * any rule engine. The proof holds the verdict that {@link #attribute(Incident)} gives, without its reasons told.
     *
     * @throws UnknownSubjectException as {@link #attribute(Incident)}
     */
    public Proof prove(Incident incident) {
        Asked asked = asked(incident);
        return judge.prove(asked.record(), asked.inquiry(), asked.policies(), asked.summary());
    }

    /**
     * Says of each party that acted in the chain and is not liable which rule came nearest to making it so, and what
     * was lacking. Beside the verdict, which {@link #attribute(Incident)} gives without this search.
     *
     * @return by id of the party
     * @throws UnknownSubjectException as {@link #attribute(Incident)}
     */
    public List<NotLiable> whyNot(Incident incident) {
        Asked asked = asked(incident);
        return judge.whyNot(asked.record(), asked.inquiry(), asked.policies(), asked.summary());
    }

    /** Who is asked for facts, and in which words they may answer. */
    private record Facts(List<FactProvider> providers, Vocabulary words) {
        Facts {
            providers = List.copyOf(providers);
        }

        List<KnownFact> of(Evidence evidence, Incident incident) {
            return ProvidedFacts.of(providers, words, evidence, incident);
        }
    }

    /** What a judgment takes. */
    private record Asked(ChainRecord record, Inquiry inquiry, List<Policy> policies, EvidenceSummary summary) {}

    private Asked asked(Incident incident) {
        Evidence evidence = evidence(incident);
        if (!isKnown(incident.claimant(), evidence)) {
            throw new UnknownSubjectException(
                    "The log knows nothing of the claimant '%s' of %s. Maybe the id is misspelt, or the party was never registered."
                            .formatted(incident.claimant(), incident.id()));
        }
        List<Alteration> known = new ArrayList<>(alterations);
        VerifiedRecord.alterations(evidence).stream()
                .filter(a -> alterations.stream().noneMatch(b -> b.index() == a.index()))
                .forEach(known::add);
        return new Asked(
                records.of(evidence),
                new Inquiry(incident, imposed, answers, known, facts.of(evidence, incident)),
                policies(evidence),
                summary(evidence));
    }

    private boolean isKnown(String party, Evidence evidence) {
        // a part of a log holds no register: who was only harmed need not stand in it
        return log instanceof HeldEvidence
                || !log.find(EdgeKind.KEY_OF, party).isEmpty()
                || !log.find(EdgeKind.ACTOR, party).isEmpty()
                || !log.find(EdgeKind.PARTY, party).isEmpty()
                || evidence.admitted().stream()
                        .anyMatch(e -> e.event().body() instanceof IncidentReported report
                                && report.claimant().toString().equals(party));
    }

    /** The verdicts of an incident under several regimes, each imposed as a what-if, in their order. */
    public Map<Regime, Attribution> compare(Incident incident, Regime... regimes) {
        Map<Regime, Attribution> verdicts = new LinkedHashMap<>();
        for (Regime regime : regimes) {
            verdicts.put(regime, with(regime).attribute(incident));
        }
        return Collections.unmodifiableMap(verdicts);
    }

    /**
     * What the log shows of an incident, verified: what a verdict rests on.
     *
     * @throws UnknownSubjectException if the log knows nothing of an entity that the incident is about
     */
    public Evidence evidence(Incident incident) {
        return evidence(log, incident).withTampering(tampering);
    }

    static Evidence evidence(EvidenceSource log, Incident incident) {
        List<EntityId> about = new ArrayList<>();
        incident.about().forEach(entity -> about.add(entity(entity)));
        Slice known = log.slice(about);
        if (!known.unknown().isEmpty()) {
            throw new UnknownSubjectException(
                    "The log knows nothing of %s. Maybe the id is misspelt, or the event that generated it is in another log."
                            .formatted(String.join(", ", known.unknown())));
        }
        if (EntityId.looksLike(incident.id())) {
            about.add(entity(incident.id()));
        }
        Slice slice = log.slice(about);
        Evidence evidence = log.evidence(slice);
        SortedSet<Long> registration = new TreeSet<>(log.find(EdgeKind.KEY_OF, incident.claimant()));
        registration.removeAll(slice.indexes());
        if (registration.isEmpty()) {
            return evidence;
        }
        // only its registration tells that who was harmed is a party of the chain under another name, or belongs to
        // another country than any of them; otherwise it says nothing here
        Evidence own = log.evidence(
                new Slice(List.copyOf(about), Collections.emptySortedSet(), registration, Set.of(), Set.of()));
        boolean alone =
                Collections.disjoint(told(own, LiabilityEngine::numberOf), told(evidence, LiabilityEngine::numberOf));
        boolean here =
                told(evidence, PartyRegistered::jurisdiction).containsAll(told(own, PartyRegistered::jurisdiction));
        if (alone && here) {
            return evidence;
        }
        registration.addAll(slice.related());
        return log.evidence(new Slice(slice.about(), slice.causal(), registration, slice.external(), slice.unknown()));
    }

    /** What the registrations of a case say, without what is empty. */
    private static Set<String> told(Evidence evidence, Function<PartyRegistered, String> of) {
        Set<String> told = new HashSet<>();
        for (LogEntry entry : evidence.admitted()) {
            if (entry.event().body() instanceof PartyRegistered party) {
                told.add(of.apply(party));
            }
        }
        told.remove("");
        return told;
    }

    /** The number of a legal person, with its register. */
    private static String numberOf(PartyRegistered party) {
        String number = party.legalId() == null ? "" : party.legalId().strip();
        return number.isEmpty() ? "" : party.jurisdiction() + " " + number;
    }

    /**
     * The incident that the log reports under this id.
     *
     * @param incidentId such as {@code incident:4711}; the kind may be left out
     * @throws UnknownSubjectException if no admitted event reports it
     */
    public Incident reported(String incidentId) {
        EntityId id = entity(EntityId.looksLike(incidentId) ? incidentId : "incident:" + incidentId);
        for (LogEntry entry : reports(id, log.evidence(List.of(id)))) {
            if (entry.event().body() instanceof IncidentReported report) {
                return incident(id.key(), report, entry.recordedAt());
            }
        }
        throw new UnknownSubjectException(
                "No admitted event of the log reports %s. Maybe the id is misspelt, or the report was rejected; run `kd log verify`."
                        .formatted(id));
    }

    private static List<LogEntry> reports(EntityId id, Evidence evidence) {
        return evidence.admitted().stream()
                .filter(e -> e.event().body() instanceof IncidentReported
                        && e.event().generates().stream().anyMatch(g -> g.matches(id)))
                .toList();
    }

    /**
     * What the evidence reports under the id of an incident, in the order of the log; without reports whose sums have
     * no currency.
     */
    static List<Incident> reported(Incident incident, Evidence evidence) {
        List<Incident> reported = new ArrayList<>();
        if (EntityId.looksLike(incident.id())) {
            for (LogEntry entry : reports(entity(incident.id()), evidence)) {
                if (entry.event().body() instanceof IncidentReported report
                        && report.items().stream().allMatch(i -> i.amount() == null || i.currency() != null)) {
                    reported.add(incident(incident.id(), report, entry.recordedAt()));
                }
            }
        }
        return reported;
    }

    private static EntityId entity(String text) {
        try {
            return EntityId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UnknownSubjectException(String.valueOf(e.getMessage()));
        }
    }

    private static Incident incident(String id, IncidentReported report, Instant reportedAt) {
        List<DamageItem> items = new ArrayList<>();
        for (IncidentReported.Item item : report.items()) {
            BigDecimal amount = item.amount();
            String currency = item.currency();
            if (amount != null && currency == null) {
                throw new UnknownSubjectException(
                        "Item '%s' of %s has an amount and no currency. Give the incident itself instead of its id."
                                .formatted(item.id(), id));
            }
            items.add(new DamageItem(
                    item.id(),
                    item.kind().code(),
                    amount == null || currency == null ? null : Money.of(amount.toPlainString(), currency),
                    item.severity() == null ? "unstated" : item.severity().code(),
                    Boolean.TRUE.equals(item.aggravated()),
                    !Boolean.FALSE.equals(item.proven()),
                    Boolean.TRUE.equals(item.nonEconomic())));
        }
        return new Incident(
                id,
                report.outputs().stream().map(EntityId::toString).toList(),
                report.claimant().toString(),
                report.occurredAt(),
                reportedAt,
                items);
    }

    /** Policies on record. One in a currency that nobody uses pays nothing. */
    static List<Policy> policies(Evidence evidence) {
        List<Policy> policies = new ArrayList<>();
        for (LogEntry entry : evidence.admitted()) {
            if (entry.event().body() instanceof InsuranceBound bound) {
                Currency.getAvailableCurrencies().stream()
                        .filter(c -> c.getCurrencyCode().equals(bound.cover().currency()))
                        .findFirst()
                        .ifPresent(c -> policies.add(policy(entry, bound, c)));
            }
        }
        return policies;
    }

    private static Policy policy(LogEntry entry, InsuranceBound bound, Currency currency) {
        BigDecimal deductible = bound.deductible();
        PartyId observer = entry.event().observedBy();
        PartyId recorder = observer == null ? entry.event().actor() : observer;
        return new Policy(
                bound.policy(),
                bound.insurer().toString(),
                bound.insured().toString(),
                money(bound.cover().amount(), currency),
                deductible == null ? null : money(deductible.max(BigDecimal.ZERO), currency),
                bound.from(),
                bound.until(),
                bound.perils(),
                recorder.equals(bound.insurer()) ? null : entry.recordedAt());
    }

    /** Whole units: a fraction of the smallest one is not paid. */
    private static Money money(BigDecimal amount, Currency currency) {
        int digits = Math.max(0, currency.getDefaultFractionDigits());
        return new Money(amount.setScale(digits, RoundingMode.DOWN), currency);
    }

    static EvidenceSummary summary(Evidence evidence) {
        return new EvidenceSummary(
                evidence.admitted().stream().map(LogEntry::index).toList(),
                evidence.rejected().stream()
                        .map((RejectedEntry r) ->
                                new Rejected(r.index(), r.reason().code() + ": " + r.detail()))
                        .toList(),
                evidence.notUnderstood().stream().map(LogEntry::index).toList());
    }

    /**
     * The record that was read last. A lawyer asks about one incident again and again: verified evidence that is the
     * same as before is not read once more.
     */
    private static final class LastRecord {
        private record Read(Evidence evidence, ChainRecord record) {}

        private volatile @Nullable Read last;

        /** Two readings of one log may be equal; to find out would cost as much as reading. */
        @SuppressWarnings("ReferenceEquality")
        ChainRecord of(Evidence evidence) {
            Read before = last;
            if (before != null && before.evidence() == evidence) {
                return before.record();
            }
            ChainRecord record = VerifiedRecord.of(evidence);
            last = new Read(evidence, record);
            return record;
        }
    }

    /** A pack as a verdict names it. */
    static PackRef named(RulePack pack) {
        return new PackRef(pack.id(), pack.version(), "sha256:" + pack.digest());
    }

    /** Collects what an engine needs; {@link #build()} checks it. */
    public static final class Builder {
        private @Nullable EvidenceSource log;
        private final List<RulePack> packs = new ArrayList<>();
        private RuleEngine rules = new DroolsRuleEngine();
        private Apportionment apportionment = new StatutoryApportionment();
        private final List<FactProvider> providers = new ArrayList<>();
        private final List<SignedPack> signed = new ArrayList<>();
        private @Nullable PackTrust trust;
        private AttributionListener listener = AttributionListener.NONE;

        private Builder() {}

        private void signatures(PackTrust trusted) {
            for (RulePack pack : packs) {
                List<PackFinding> findings = signed.stream()
                        .filter(s -> s.pack().equals(pack))
                        .findFirst()
                        .map(s -> s.verify(trusted))
                        .orElseGet(
                                () -> List.of(
                                        new PackFinding(
                                                PackFinding.Code.UNSIGNED,
                                                "Signatures are demanded and this pack was given without any; load it by SignedPack.load(folder).")));
                if (!findings.isEmpty()) {
                    throw new PackSignatureException(pack.id(), findings);
                }
            }
        }

        /**
         * Where the evidence comes from, mostly a {@link ChainLog}; it stays open as long as the engine is used, and is
         * not closed by it.
         */
        public Builder evidence(EvidenceSource source) {
            this.log = source;
            return this;
        }

        /**
         * Evidence that was verified elsewhere, such as that of an evidence bundle: nothing beyond it is known, so that
         * only incidents can be judged whose slice it holds. Whether a claimant was ever registered it cannot tell.
         */
        public Builder evidence(Evidence verified) {
            return evidence(new HeldEvidence(verified));
        }

        /** A rule pack; several are applied together. */
        public Builder pack(RulePack pack) {
            packs.add(pack);
            return this;
        }

        /** Who finds facts besides the library; several are asked in their order. */
        public Builder facts(FactProvider provider) {
            providers.add(provider);
            return this;
        }

        /** A pack with its signatures; they are looked at if {@link #demandSignatures} is called. */
        public Builder pack(SignedPack pack) {
            signed.add(pack);
            return pack(pack.pack());
        }

        /**
         * Takes only packs that an author and a reviewer signed, and whose keys are trusted. A pack of the library
         * comes without signatures: copy its folder, review it, sign it, and load that.
         */
        public Builder demandSignatures(PackTrust trust) {
            this.trust = trust;
            return this;
        }

        /** Who is told every verdict, such as {@link io.kdchain.rules.metrics.AttributionMetrics}. */
        public Builder listener(AttributionListener told) {
            this.listener = told;
            return this;
        }

        /** What derives conclusions; by default Drools. */
        public Builder rules(RuleEngine engine) {
            this.rules = engine;
            return this;
        }

        /** What shares an item; by default the way of the statutes. */
        public Builder apportionment(Apportionment way) {
            this.apportionment = way;
            return this;
        }

        /**
         * The engine.
         *
         * @throws IllegalStateException if the log or a pack is missing
         * @throws PackSignatureException if signatures are demanded and something speaks against a pack
         */
        public LiabilityEngine build() {
            if (log == null || packs.isEmpty()) {
                throw new IllegalStateException(
                        "An engine needs a log and at least one rule pack: builder().evidence(log).pack(RulePack.builtin(\"cn\")).build().");
            }
            if (trust != null) {
                signatures(trust);
            }
            List<PackRef> refs = packs.stream().map(LiabilityEngine::named).toList();
            RulePack together = packs.size() == 1 ? packs.get(0) : RulePack.together(packs);
            return new LiabilityEngine(
                    log,
                    new Facts(providers, together.vocabulary()),
                    new LastRecord(),
                    new Judge(together, refs, rules, apportionment),
                    null,
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    List.of(),
                    listener);
        }
    }
}
