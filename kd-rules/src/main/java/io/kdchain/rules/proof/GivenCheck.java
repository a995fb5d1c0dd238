package io.kdchain.rules.proof;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.Field;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Checks that what is taken as given does not contradict itself or the pack: facts are facts of the vocabulary and say
 * of the incident what the incident says; numbers on causation are those of the words beside them and of the facts;
 * weights are the pack's.
 */
final class GivenCheck {
    private static final List<String> GRADES = List.of("none", "slight", "ordinary", "gross", "intent");

    /** Type of the event by which a harm is reported. */
    private static final String REPORT = "IncidentReported";

    private final Proof proof;
    private final RulePack pack;
    private final LocalDate damage;
    private final List<String> items;
    private final List<Objection> objections = new ArrayList<>();

    /** With the day of the damage, whose numbers count whatever day of the law is imposed. */
    GivenCheck(Proof proof, RulePack pack, LocalDate damage) {
        this.proof = proof;
        this.pack = pack;
        this.damage = damage;
        this.items =
                proof.given().incident().items().stream().map(DamageItem::id).toList();
    }

    List<Objection> check() {
        statements();
        if (!objections.isEmpty()) {
            // what is said of the incident cannot be told from words that are none
            return List.copyOf(objections);
        }
        incident();
        causes();
        numbers();
        return List.copyOf(objections);
    }

    private void object(ProofFault fault, String place, String message) {
        objections.add(new Objection(fault, place, message));
    }

    // ---- the words

    private void statements() {
        Set<String> ids = new HashSet<>();
        Set<Statement> said = new HashSet<>();
        proof.given().facts().forEach(f -> statement(f.id(), f.says(), false, ids, said));
        proof.conclusions().forEach(c -> statement(c.id(), c.says(), true, ids, said));
    }

    private void statement(String id, Statement says, boolean conclusion, Set<String> ids, Set<Statement> said) {
        ProofFault fault = conclusion ? ProofFault.CONCLUSION : ProofFault.FACT;
        if (!ids.add(id)) {
            object(fault, id, "The id stands twice; each statement has its own.");
        }
        if (!said.add(says)) {
            object(fault, id, "%s is stated twice; what stands twice would count twice.".formatted(says));
        }
        Vocabulary vocabulary = pack.vocabulary();
        Optional<WordEntry> word = vocabulary.word(says.word());
        if (word.isEmpty() || word.get().isConclusion() != conclusion) {
            object(
                    fault,
                    id,
                    "%s is no %s of the vocabulary.".formatted(says.word(), conclusion ? "conclusion" : "fact"));
            return;
        }
        List<String> names = word.get().fields().stream().map(Field::name).toList();
        if (!names.equals(List.copyOf(says.fields().keySet()))) {
            object(
                    fault,
                    id,
                    "%s has the fields %s; it states %s."
                            .formatted(says.word(), names, says.fields().keySet()));
            return;
        }
        for (Field field : word.get().fields()) {
            Object value = says.value(field.name());
            Class<?> kind = field.type() == boolean.class
                    ? Boolean.class
                    : field.type() == int.class ? Long.class : String.class;
            if (!kind.isInstance(value)) {
                object(fault, id, "%s is %s, which is no %s.".formatted(field.name(), value, kind.getSimpleName()));
            } else if (!field.list().isEmpty() && !vocabulary.list(field.list()).contains(value)) {
                object(fault, id, "%s is %s, which the list %s has not.".formatted(field.name(), value, field.list()));
            } else if (field.name().equals("item") && !items.contains(value)) {
                object(fault, id, "%s is about %s, and the incident has the items %s.".formatted(says, value, items));
            }
        }
    }

    // ---- the incident

    private void incident() {
        Map<String, Object> claim = new LinkedHashMap<>();
        claim.put("incident", proof.given().incident().id());
        claim.put("claimant", proof.given().incident().claimant());
        var regime = proof.given().regime();
        claim.put("override", regime == null ? "none" : regime.code());
        one(new Statement("Claim", claim));
        proof.given().incident().items().stream()
                .filter(DamageItem::nonEconomic)
                .forEach(i -> one(new Statement("NonEconomic", ordered("item", i.id()))));
        report();
        int stated = 0;
        for (Proof.Shown fact : proof.given().facts()) {
            Statement says = fact.says();
            if (says.word().equals("Claim") && !says.fields().equals(claim)) {
                object(ProofFault.FACT, fact.id(), "%s is not what the incident claims.".formatted(says));
            }
            if (Set.of("EstablishedCause", "DefenceHolds").contains(says.word())) {
                boolean cause = says.word().equals("EstablishedCause");
                String question = "%s:%s:%s:%s"
                        .formatted(
                                cause ? "cause" : "defence",
                                says.text("item"),
                                says.text("party"),
                                says.text(cause ? "duty" : "kind"));
                if (!Boolean.TRUE.equals(proof.given().answers().get(question))) {
                    object(
                            ProofFault.FACT,
                            fact.id(),
                            "Question %s has no answer yes, from which it would follow.".formatted(question));
                }
            }
            if (says.word().equals("NonEconomic")
                    && proof.given().incident().items().stream()
                            .noneMatch(i -> i.nonEconomic() && says.says("item", i.id()))) {
                object(ProofFault.FACT, fact.id(), "The incident says of no such item that it is not economic.");
            }
            if (says.word().equals("Item")) {
                stated++;
                proof.given().incident().items().stream()
                        .filter(i -> says.says("item", i.id()))
                        .findFirst()
                        .ifPresentOrElse(
                                i -> item(fact, i),
                                () -> object(ProofFault.FACT, fact.id(), "The incident has no such item."));
            }
        }
        if (stated != items.size()) {
            object(
                    ProofFault.FACT,
                    "facts",
                    "%d items are stated, and the incident has %d.".formatted(stated, items.size()));
        }
    }

    /** The terms of the incident run from its report, and what the evidence says of the incident is what is claimed. */
    private void report() {
        Incident claimed = proof.given().incident();
        Instant start = proof.given().triggers().get(claimed.id());
        if (!proof.given().reportedAt().equals(start)) {
            object(
                    ProofFault.FACT,
                    "triggers, " + claimed.id(),
                    "It was reported at %s, and its terms run from %s."
                            .formatted(proof.given().reportedAt(), start));
        }
        List<JsonNode> reports = proof.given().evidence().stream()
                .flatMap(line -> reported(line, claimed.id()).stream())
                .toList();
        if (!reports.isEmpty()
                && reports.stream()
                        .noneMatch(r -> r.path("claimant").asText().equals(claimed.claimant())
                                && r.path("occurredAt")
                                        .asText()
                                        .equals(claimed.occurredAt().toString()))) {
            object(
                    ProofFault.FACT,
                    "incident",
                    "The evidence reports %s; claimed is by %s damage of %s."
                            .formatted(reports, claimed.claimant(), claimed.occurredAt()));
        }
    }

    /** What a line of the evidence says, if it reports this incident; of other lines nothing is read. */
    private static Optional<JsonNode> reported(String line, String incident) {
        int event = line.indexOf('{');
        if (event < 0 || !line.contains("\"" + REPORT + "\"")) {
            return Optional.empty();
        }
        JsonNode told;
        try {
            told = StrictJson.read(line.substring(event).getBytes(StandardCharsets.UTF_8));
        } catch (MalformedEventException e) {
            // whether lines are those of the evidence only the evidence shows
            return Optional.empty();
        }
        boolean ofThis = told.path("type").asText().equals(REPORT)
                && StreamSupport.stream(told.path("generates").spliterator(), false)
                        .anyMatch(g -> g.asText().equals(incident));
        return ofThis ? Optional.of(told.path("body")) : Optional.empty();
    }

    private void one(Statement wanted) {
        if (proof.given().facts().stream().noneMatch(f -> f.says().equals(wanted))) {
            object(ProofFault.FACT, "facts", "%s follows from the incident and is not stated.".formatted(wanted));
        }
    }

    private void item(Proof.Shown fact, DamageItem item) {
        Statement says = fact.says();
        if (!says.says("kind", item.kind())
                || !says.says("severity", item.severity())
                || !says.value("aggravated").equals(item.aggravated())
                || !says.value("proven").equals(item.proven())) {
            object(ProofFault.FACT, fact.id(), "%s is not the item of the incident, %s.".formatted(says, item));
        }
    }

    // ---- numbers on causation

    private void causes() {
        for (CausalParts causes : proof.given().causes()) {
            String place = "causes of " + causes.item();
            if (!items.contains(causes.item())) {
                object(ProofFault.CAUSE, place, "The incident has no such item.");
            }
            expect(place, new Statement("CauseSource", ordered("item", causes.item(), "source", causes.source())));
            for (String form : causes.forms()) {
                expect(place, new Statement("CauseForm", ordered("item", causes.item(), "form", form)));
            }
            for (CausalParts.Part part : causes.parts()) {
                words(place + ", " + part.party(), part);
                if (part.weight().point().signum() > 0 && !part.party().isEmpty()) {
                    Map<String, Object> fields =
                            ordered("item", causes.item(), "party", part.party(), "fault", part.fault());
                    fields.put("named", part.side().isEmpty());
                    fields.put("alone", causes.isEnoughAlone(part.party()));
                    expect(place, new Statement("CausePart", fields));
                }
            }
            for (CausalParts.Other other : causes.others()) {
                if (other.weight().point().signum() > 0) {
                    Map<String, Object> fields = ordered("item", causes.item(), "cause", other.cause());
                    fields.put("sole", other.weight().point().equals(Fraction.ONE));
                    expect(place, new Statement("OtherCause", fields));
                }
            }
        }
        for (String item : items) {
            if (proof.given().causes().stream()
                            .filter(c -> c.item().equals(item))
                            .count()
                    != 1) {
                object(ProofFault.CAUSE, "causes of " + item, "There must be one entry for each item.");
            }
        }
        for (Proof.Shown fact : proof.given().facts()) {
            if (fact.says().word().equals("CausePart") && !isNumbered(fact.says())) {
                object(ProofFault.CAUSE, fact.id(), "%s has no number above 0.".formatted(fact.says()));
            }
        }
    }

    private boolean isNumbered(Statement says) {
        return proof.causesOf(says.text("item")).parts().stream()
                .anyMatch(
                        p -> says.says("party", p.party()) && p.weight().point().signum() > 0);
    }

    private static Map<String, Object> ordered(String... pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put(pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    private void expect(String place, Statement fact) {
        if (proof.given().facts().stream().noneMatch(f -> f.says().equals(fact))) {
            object(ProofFault.CAUSE, place, "No fact says %s, which the numbers do.".formatted(fact));
        }
    }

    /** The point is what the words say; the range holds that of the words, and may be wider where findings differ. */
    private void words(String place, CausalParts.Part part) {
        Fraction point = Fraction.ZERO;
        Fraction low = Fraction.ZERO;
        Fraction high = Fraction.ZERO;
        for (String word : part.words().split(" \\+ ", -1)) {
            Optional<Weight> said = weightOf(word);
            if (said.isEmpty()) {
                object(ProofFault.CAUSE, place, "'%s' is neither a causal grade nor a number.".formatted(word));
                return;
            }
            point = point.plus(said.get().point()).min(Fraction.ONE);
            low = low.plus(said.get().low()).min(Fraction.ONE);
            high = high.plus(said.get().high()).min(Fraction.ONE);
        }
        Weight stated = part.weight();
        if (!stated.point().equals(point)
                || stated.low().compareTo(low) > 0
                || stated.high().compareTo(high) < 0) {
            object(
                    ProofFault.CAUSE,
                    place,
                    "'%s' weighs %s (%s to %s), and %s (%s to %s) is stated."
                            .formatted(part.words(), point, low, high, stated.point(), stated.low(), stated.high()));
        }
    }

    private Optional<Weight> weightOf(String word) {
        if (word.isEmpty()) {
            return Optional.of(Weight.exactly(Fraction.ONE));
        }
        if (pack.parameters().names().contains("cause." + word)) {
            return Optional.of(ofPack("cause." + word));
        }
        try {
            return Optional.of(Weight.exactly(Fraction.parse(word)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    // ---- numbers of law

    private void numbers() {
        keys("fault", GRADES, proof.numbers().fault().keySet());
        keys("strict.inner", items, proof.numbers().strictInner().keySet());
        for (String grade : GRADES) {
            Weight stated = proof.numbers().fault().get(grade);
            if (!ofPack("fault." + grade).equals(stated)) {
                object(
                        ProofFault.WEIGHT,
                        "fault." + grade,
                        "The pack says %s, the proof %s.".formatted(ofPack("fault." + grade), stated));
            }
        }
        String from = choice("strict.claimant", "gross");
        if (!from.equals(proof.numbers().strictClaimantFrom())) {
            object(
                    ProofFault.WEIGHT,
                    "strict.claimant",
                    "The pack says %s, the proof %s."
                            .formatted(from, proof.numbers().strictClaimantFrom()));
        }
        for (DamageItem item : proof.given().incident().items()) {
            Boolean answer = proof.given().answers().get("strict-inner:" + item.id());
            String inner = answer == null ? choice("strict.inner", "KF") : answer ? "KF" : "K";
            String stated = proof.numbers().strictInner().getOrDefault(item.id(), "");
            if (!inner.equals(stated)) {
                object(
                        ProofFault.WEIGHT,
                        "strict.inner of " + item.id(),
                        "It is %s by pack and answers, %s in the proof.".formatted(inner, stated));
            }
        }
    }

    private void keys(String place, Collection<String> wanted, Set<String> stated) {
        if (!stated.equals(Set.copyOf(wanted))) {
            object(
                    ProofFault.WEIGHT,
                    place,
                    "There must be one number each for %s; there is one for %s.".formatted(wanted, stated));
        }
    }

    private String choice(String name, String otherwise) {
        return pack.parameters().find(name, damage).map(Parameter::value).orElse(otherwise);
    }

    private Weight ofPack(String name) {
        Fraction point = Fraction.parse(pack.parameters().get(name, damage).value());
        return new Weight(range(name + ".low", point), point, range(name + ".high", point));
    }

    private Fraction range(String name, Fraction otherwise) {
        return pack.parameters()
                .find(name, damage)
                .map(p -> Fraction.parse(p.value()))
                .orElse(otherwise);
    }
}
