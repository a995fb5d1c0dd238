package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.PartyProfile;
import io.kdchain.rules.derive.Facts.TakenMeasure;
import io.kdchain.rules.derive.Lineage.ActOnChain;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.CheckGap;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Fields;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Derives the facts of an incident from the record. Stateless; the same input always gives the same facts. */
public final class Derivation {
    private static final List<FactSource> SOURCES = List.of(
            new ClaimFacts(),
            new ActFacts(),
            new CheckFacts(),
            new LimitationFacts(),
            new UseFacts(),
            new DataFacts(),
            new TransferFacts(),
            new LeakFacts(),
            new NoticeFacts(),
            new FindingFacts(),
            new TamperingFacts(),
            new DutyFacts(),
            new ProductFacts(),
            new CausationFacts(),
            new RecordFacts(),
            new AccessFacts(),
            new AgreementFacts(),
            new AlarmFacts(),
            new ServiceFacts(),
            new ProcessingFacts(),
            new KnowledgeFacts(),
            new GradeFacts(),
            new TimeFacts());
    private static final Map<Class<?>, Integer> ORDER = order();

    private Derivation() {}

    /** What the record shows of the incident. */
    public static Facts derive(ChainRecord record, Inquiry inquiry, PackData pack) {
        CaseFile file = new CaseFile(record, inquiry, pack);
        Map<Fact, KnownFact> merged = new LinkedHashMap<>();
        for (FactSource source : SOURCES) {
            source.derive(file).stream()
                    .filter(f -> isOfThePack(f.fact(), pack))
                    .forEach(f -> merged.merge(f.fact(), f, Derivation::together));
        }
        inquiry.provided().forEach(f -> merged.merge(f.fact(), f, Derivation::together));
        SortedMap<String, CausalParts> causes = new TreeMap<>();
        file.items().forEach(i -> causes.put(i.id(), file.causes(i)));
        Map<String, Integer> ranks = file.record().ranks();
        return new Facts(
                sorted(merged, ranks),
                causes,
                file.open(),
                file.parties().stream().map(p -> profile(file, p)).toList(),
                lineage(file),
                events(file),
                triggers(file),
                measures(file),
                file.reportedAt(),
                file.record().canonicalText());
    }

    /** Of a duty that the pack does not know its rules can say nothing. */
    private static boolean isOfThePack(Fact fact, PackData pack) {
        if (fact instanceof CheckGap gap) {
            return pack.duties().contains(gap.duty());
        }
        return !(fact instanceof Check check) || pack.duties().contains(check.duty());
    }

    /** A fact that two sources show: with the evidence of both; silence explains it only where all say so. */
    private static KnownFact together(KnownFact a, KnownFact b) {
        List<Long> evidence = new ArrayList<>(a.evidence());
        evidence.addAll(b.evidence());
        return new KnownFact(a.fact(), evidence, a.note().equals(b.note()) ? a.note() : "");
    }

    private static List<KnownFact> sorted(Map<Fact, KnownFact> facts, Map<String, Integer> ranks) {
        return facts.values().stream()
                .map(f -> Map.entry(sortKey(f.fact(), ranks), f))
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Kind, then fields; ids of events are replaced by their place, as they differ from log to log. */
    private static String sortKey(Fact fact, Map<String, Integer> ranks) {
        Fields fields = Fields.of(fact.getClass());
        StringBuilder key = new StringBuilder();
        padded(key, ORDER.getOrDefault(fact.getClass(), 9999), 4);
        for (int i = 0; i < fields.names().size(); i++) {
            String value = String.valueOf(fields.value(fact, i));
            Integer rank = ranks.get(value);
            key.append('\u0000');
            if (rank == null) {
                key.append(value);
            } else {
                padded(key, rank, 9);
            }
        }
        return key.toString();
    }

    private static void padded(StringBuilder text, int number, int digits) {
        String plain = Integer.toString(number);
        text.append("0".repeat(Math.max(0, digits - plain.length()))).append(plain);
    }

    private static Map<Class<?>, Integer> order() {
        Map<Class<?>, Integer> order = new HashMap<>();
        Vocabulary.base().words().forEach(w -> order.put(w.type(), order.size()));
        return order;
    }

    private static PartyProfile profile(CaseFile file, String party) {
        SortedSet<String> acted = new TreeSet<>();
        file.behind().acts().stream().filter(a -> a.actor().equals(party)).forEach(a -> acted.add(file.roleOf(a)));
        return new PartyProfile(
                party,
                file.nameOf(party),
                file.jurisdictionOf(party).orElse(""),
                file.legalIdOf(party),
                new TreeSet<>(file.rolesOf(party)),
                acted);
    }

    private static Lineage lineage(CaseFile file) {
        List<ActOnChain> acts = file.behind().acts().stream()
                .map(a -> new ActOnChain(
                        a.id(),
                        a.index(),
                        a.type(),
                        a.actor(),
                        file.roleOf(a),
                        ActType.of(a).orElseThrow().stage(),
                        a.at(),
                        a.uses(),
                        a.generates()))
                .toList();
        return new Lineage(acts, file.behind().downstream());
    }

    private static SortedMap<String, Facts.Placed> events(CaseFile file) {
        SortedMap<String, Facts.Placed> events = new TreeMap<>();
        file.record().all().forEach(e -> events.put(e.id(), new Facts.Placed(e.index(), e.at())));
        return events;
    }

    private static SortedMap<String, Instant> triggers(CaseFile file) {
        SortedMap<String, Instant> triggers = new TreeMap<>();
        triggers.put(file.incident().id(), file.reportedAt());
        NoticeFacts.substantiated(file).forEach(n -> triggers.put(n.id(), NoticeFacts.receivedAt(n)));
        NoticeFacts.counterNotices(file).forEach(n -> triggers.put(n.id(), NoticeFacts.receivedAt(n)));
        return triggers;
    }

    private static List<TakenMeasure> measures(CaseFile file) {
        return file.record()
                .admitted("MeasureTaken")
                .map(e -> new TakenMeasure(
                        e.actor(),
                        e.body().text("measure"),
                        e.body().texts("about"),
                        e.refs(),
                        e.recordedAt(),
                        e.index()))
                .toList();
    }
}
