package io.kdchain.rules.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.verdict.Settlement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads scenario files: YAML, or JSON for files that end in {@code .json}. Everything that is wrong with a file is told
 * at once, with line and column, what is allowed and the nearest allowed value. Thread-safe.
 */
public final class ScenarioReader {
    /**
     * What a file says of the verdict on it as it stands, and of no other: what is expected, and payments of what it
     * says is owed. Whoever changes a scenario, or judges it by other rules, leaves these out and nothing else.
     */
    static final List<String> OF_THE_VERDICT = List.of("paid", "insolvent", "expect");

    static final List<String> KEYS = Stream.of(
                    List.of(
                            "scenario",
                            "title",
                            "packs",
                            "regime",
                            "parties",
                            "chain",
                            "incident",
                            "claims",
                            "answers"),
                    OF_THE_VERDICT,
                    List.of("format"))
            .flatMap(List::stream)
            .toList();
    /** Formats that are read; a file that names none has the first. Raised when a key changes its meaning. */
    private static final List<String> FORMATS = List.of("1");

    static final List<String> INCIDENT_KEYS =
            List.of("id", "at", "reportedAt", "about", "outputs", "claimant", "items");
    static final List<String> CLAIM_KEYS = Stream.of(INCIDENT_KEYS, List.of("answers"), OF_THE_VERDICT)
            .flatMap(List::stream)
            .toList();
    static final List<String> PARTY_KEYS = List.of("id", "roles", "jurisdiction", "legalId");
    static final List<String> ITEM_KEYS =
            List.of("id", "kind", "amount", "currency", "severity", "aggravated", "proven", "nonEconomic");
    /** {@code unstated} is what a file says by leaving severity out. */
    private static final List<String> SEVERITIES = List.of("slight", "ordinary", "serious", "death");

    private static final List<String> ROLES =
            Objects.requireNonNull(CodeLists.all().get("role"));
    private static final List<String> REGIMES =
            Arrays.stream(Regime.values()).map(Regime::code).toList();
    /** What a scenario is judged by if it does not say. */
    private static final String DEFAULT_PACK = "cn";

    private final @Nullable Set<String> knownPacks;

    /** A reader that takes any pack id; whether the pack exists shows when it is loaded. */
    public ScenarioReader() {
        this.knownPacks = null;
    }

    /** A reader that refuses packs other than these. */
    public ScenarioReader(Collection<String> knownPacks) {
        this.knownPacks = new TreeSet<>(knownPacks);
    }

    /**
     * Reads a file.
     *
     * @throws ScenarioException if the file is no scenario: everything that is wrong with it
     * @throws UncheckedIOException if it cannot be read at all
     */
    public Scenario read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in.readNBytes(MarkedText.LARGEST_FILE_BYTES + 1));
        } catch (IOException e) {
            throw new UncheckedIOException("reading scenario " + file, e);
        }
    }

    /**
     * Reads a text.
     *
     * @param name file name for messages; a name that ends in {@code .json} is read as JSON
     * @param text the scenario
     * @throws ScenarioException if the text is no scenario
     */
    public Scenario read(String name, String text) {
        return read(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Scenario read(String name, byte[] bytes) {
        Problems problems = new Problems(name);
        Marked root = MarkedText.read(bytes, problems);
        Scenario scenario = new Reading(problems).scenario(root);
        problems.throwIfAny();
        return Objects.requireNonNull(scenario);
    }

    /** The reading of one file. */
    private final class Reading {
        private final Problems problems;
        private final Map<String, ScenarioParty> parties = new LinkedHashMap<>();

        Reading(Problems problems) {
            this.problems = problems;
        }

        private boolean isRead(@Nullable String format, Mark at) {
            if (format == null) {
                return false;
            }
            if (!FORMATS.contains(format)) {
                problems.add(
                        at,
                        "format %s is not read by this release, which reads %s. Take the release that wrote the file."
                                .formatted(format, String.join(", ", FORMATS)));
                return false;
            }
            return true;
        }

        /** The scenario; null, with at least one problem noted, if it cannot be read. */
        @Nullable
        Scenario scenario(Marked root) {
            Section top = Section.of(problems, root, "a scenario", KEYS);
            if (top == null) {
                return null;
            }
            Marked format = top.optional("format");
            if (format != null && !isRead(top.text(format, "format"), format.at())) {
                return null; // what is wrong by the formats that are read may be right by that one
            }
            String id = top.requiredText("scenario");
            String title = top.optionalText("title");
            List<String> packs = packs(top);
            Marked packsValue = top.optional("packs");
            Marked regimeValue = top.optional("regime");
            String regime = regimeValue == null ? null : top.word(regimeValue, "regime", REGIMES);
            Marked partyValues = top.required("parties");
            if (partyValues != null) {
                top.list(partyValues, "parties", this::party);
            }
            Marked chainValue = top.required("chain");
            List<ScenarioEvent> chain = List.of();
            int chainSize = 0;
            Set<String> named = new TreeSet<>();
            if (chainValue != null) {
                ChainReader reader = new ChainReader(problems, parties.keySet());
                chain = reader.read(top, chainValue);
                chainSize = reader.size();
                named.addAll(reader.named());
            }
            Marked incidentValue = top.required("incident");
            Section incidentSection =
                    incidentValue == null ? null : Section.of(problems, incidentValue, "incident", INCIDENT_KEYS);
            Incident incident = incidentSection == null ? null : incident(incidentSection, id, null, named);
            Shared shared = new Shared(
                    id == null ? "" : id,
                    Objects.requireNonNullElse(title, ""),
                    packs,
                    problems.place(packsValue == null ? top.at() : packsValue.at()),
                    Arrays.stream(Regime.values())
                            .filter(r -> r.code().equals(regime))
                            .findFirst()
                            .orElse(null),
                    chain,
                    chainSize,
                    named);
            List<Scenario> claims = incident == null ? List.of() : claims(top, incident, shared);
            if (incident != null) {
                itemsOfAppraisals(
                        chain,
                        Stream.concat(Stream.of(incident), claims.stream().map(Scenario::incident))
                                .toList());
            }
            Scenario scenario = incident == null ? null : scenario(shared, incident, top, claims);
            return id == null ? null : scenario;
        }

        /** An appraisal of an item that its incident does not have would govern nothing. */
        private void itemsOfAppraisals(List<ScenarioEvent> chain, List<Incident> incidents) {
            for (ScenarioEvent event : chain) {
                String item = event.body().path("item").asText();
                incidents.stream()
                        .filter(i -> event.type().equals("CausationAppraised") && !item.isEmpty())
                        .filter(i -> i.id().equals(event.body().path("incident").asText()))
                        .filter(i -> !itemIds(i).contains(item))
                        .forEach(i -> problems.add(event.place(), Section.notAllowed("item", item, itemIds(i))));
            }
        }

        /** What all claims of a file have in common. */
        private record Shared(
                String id,
                String title,
                List<String> packs,
                Place packsAt,
                @Nullable Regime regime,
                List<ScenarioEvent> chain,
                int chainSize,
                Set<String> named) {

            /** Whom the record knows: who acts or records, and whatever bodies name. */
            Set<String> recorded() {
                Set<String> recorded = new TreeSet<>();
                for (ScenarioEvent event : chain) {
                    recorded.add(event.actor());
                    recorded.add(Objects.requireNonNullElse(event.observedBy(), event.actor()));
                    texts(event.body(), recorded);
                }
                return recorded;
            }

            private static void texts(JsonNode node, Set<String> texts) {
                if (node.isTextual()) {
                    texts.add(node.asText());
                }
                node.forEach(child -> texts(child, texts));
            }
        }

        /** An incident with what stands beside it: answers, payments, and what is expected. */
        private Scenario scenario(Shared shared, Incident incident, Section beside, List<Scenario> claims) {
            Marked expect = beside.optional("expect");
            List<Expectation> expectations = expect == null
                    ? List.of()
                    : new ExpectReader(
                                    problems,
                                    parties.values(),
                                    shared.recorded(),
                                    incident.claimant(),
                                    itemIds(incident),
                                    shared.chainSize())
                            .read(expect);
            return new Scenario(
                    problems.file(),
                    shared.id(),
                    shared.title(),
                    shared.packs(),
                    shared.packsAt(),
                    shared.regime(),
                    List.copyOf(parties.values()),
                    shared.chain(),
                    incident,
                    answers(beside),
                    payments(beside),
                    expectations,
                    claims);
        }

        /** What others claim for the same event; what a claim does not say is that of the incident. */
        private List<Scenario> claims(Section top, Incident incident, Shared shared) {
            Marked value = top.optional("claims");
            if (value == null) {
                return List.of();
            }
            Set<String> ids = new TreeSet<>(Set.of(incident.id()));
            Set<String> claimants = new TreeSet<>(Set.of(incident.claimant()));
            return top.list(value, "claims", v -> {
                Section section = Section.of(problems, v, "a claim", CLAIM_KEYS);
                Incident claim = section == null ? null : incident(section, shared.id(), incident, shared.named());
                if (section == null || claim == null) {
                    return null;
                }
                if (!claimants.add(claim.claimant())) {
                    problems.add(
                            v.at(),
                            "'%s' claims already; put all items of one claimant into one claim."
                                    .formatted(claim.claimant()));
                } else if (!ids.add(claim.id())) {
                    problems.add(v.at(), "two claims have the id '%s'; ids must differ.".formatted(claim.id()));
                }
                return scenario(shared, claim, section, List.of());
            });
        }

        /**
         * {@code paid: {PARTY: AMOUNT CUR}} and {@code insolvent: [PARTY]}; whose debt it is shows when it is judged.
         */
        private Scenario.@Nullable Payments payments(Section top) {
            Marked paidValue = top.optional("paid");
            Marked insolventValue = top.optional("insolvent");
            Marked first = paidValue == null ? insolventValue : paidValue;
            if (first == null) {
                return null;
            }
            List<Settlement.Payment> paid = new ArrayList<>();
            if (paidValue instanceof Marked.Mapping mapping) {
                mapping.entries().forEach(e -> payment(e, paid));
            } else if (paidValue != null) {
                problems.add(
                        paidValue.at(),
                        "paid is %s; it must be a mapping from parties to sums, such as {cloudco: 30000 CNY}."
                                .formatted(paidValue.kind()));
            }
            Set<String> insolvent = insolventValue == null
                    ? Set.of()
                    : new TreeSet<>(top.list(insolventValue, "insolvent", v -> top.word(v, "party", parties.keySet())));
            return new Scenario.Payments(problems.place(first.at()), paid, insolvent);
        }

        private void payment(Marked.Entry entry, List<Settlement.Payment> paid) {
            String[] of = entry.key().split("@", 2);
            if (!parties.containsKey(of[0])) {
                problems.add(entry.keyAt(), Section.notAllowed("party", of[0], parties.keySet()));
                return;
            }
            ExpectReader.sum(problems, entry.value())
                    .ifPresent(m -> paid.add(new Settlement.Payment(of[0], of.length == 2 ? of[1] : "", m)));
        }

        /** {@code QUESTION: yes} or {@code no}; which questions are open shows when the scenario is judged. */
        private List<Scenario.Answer> answers(Section top) {
            Marked value = top.optional("answers");
            if (value == null) {
                return List.of();
            }
            if (!(value instanceof Marked.Mapping mapping)) {
                problems.add(
                        value.at(),
                        "answers is %s; it must be a mapping of questions, such as {\"cause:loss:radnet:examine-bias\": yes}."
                                .formatted(value.kind()));
                return List.of();
            }
            List<Scenario.Answer> answers = new ArrayList<>();
            for (Marked.Entry entry : mapping.entries()) {
                String yes = top.word(entry.value(), "answer", List.of("yes", "no"));
                if (yes != null) {
                    answers.add(new Scenario.Answer(problems.place(entry.keyAt()), entry.key(), yes.equals("yes")));
                }
            }
            return answers;
        }

        private static Set<String> itemIds(Incident incident) {
            Set<String> ids = new LinkedHashSet<>();
            incident.items().forEach(i -> ids.add(i.id()));
            return ids;
        }

        private List<String> packs(Section top) {
            Marked value = top.optional("packs");
            if (value == null) {
                return List.of(DEFAULT_PACK);
            }
            Set<String> seen = new LinkedHashSet<>();
            top.list(value, "packs", v -> {
                String pack = knownPacks == null ? top.text(v, "pack") : top.word(v, "pack", knownPacks);
                if (pack != null && !seen.add(pack)) {
                    problems.add(v.at(), "pack '%s' is named twice; keep one.".formatted(pack));
                }
                return pack;
            });
            if (value instanceof Marked.Sequence s && s.items().isEmpty()) {
                problems.add(value.at(), "packs is empty; name at least one rule pack, such as [cn].");
            }
            return List.copyOf(seen);
        }

        private @Nullable ScenarioParty party(Marked value) {
            Section section = Section.of(problems, value, "a party", PARTY_KEYS);
            if (section == null) {
                return null;
            }
            Marked idValue = section.required("id");
            String id = idValue == null ? null : section.text(idValue, "id");
            Marked roleValues = section.required("roles");
            List<String> roles = roleValues == null
                    ? List.of()
                    : section.list(roleValues, "roles", r -> section.word(r, "role", ROLES));
            Marked jurisdictionValue = section.required("jurisdiction");
            String jurisdiction = jurisdictionValue == null ? null : jurisdiction(section, jurisdictionValue);
            if (id == null || idValue == null) {
                return null;
            }
            if (id.equals(Attribution.UNATTRIBUTED)) {
                problems.add(idValue.at(), "a party cannot be called '%s': shares use the word.".formatted(id));
                return null;
            }
            if (id.equals(Attribution.CLAIMANT) && !roles.contains("claimant")) {
                problems.add(
                        idValue.at(),
                        "only the party that was harmed can be called '%s': shares use the word.".formatted(id));
                return null;
            }
            try {
                new PartyId(id);
            } catch (IllegalArgumentException e) {
                problems.add(idValue.at(), String.valueOf(e.getMessage()));
                return null;
            }
            Marked legalIdValue = section.optional("legalId");
            String legalId = legalIdValue == null ? null : section.text(legalIdValue, "legalId");
            ScenarioParty party = new ScenarioParty(
                    id,
                    roles,
                    Objects.requireNonNullElse(jurisdiction, ""),
                    Objects.requireNonNullElse(legalId, "").strip());
            if (parties.putIfAbsent(id, party) != null) {
                problems.add(idValue.at(), "party '%s' stands here a second time; ids must differ.".formatted(id));
            }
            return party;
        }

        private @Nullable String jurisdiction(Section section, Marked value) {
            String text = section.text(value, "jurisdiction");
            if (text != null && !text.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?")) {
                problems.add(
                        value.at(),
                        "jurisdiction is '%s'; write an ISO 3166 code, such as CN or US-CA.".formatted(text));
                return null;
            }
            return text;
        }

        /** An incident; what it does not say is that of another, if there is one. */
        private @Nullable Incident incident(
                Section section, @Nullable String scenario, @Nullable Incident other, Set<String> named) {
            String id = section.optionalText("id");
            Marked idValue = section.optional("id");
            if (id != null && idValue != null && !id.startsWith("incident:")) {
                problems.add(idValue.at(), "incident id is '%s'; write incident:%s.".formatted(id, id));
            }
            Instant at = other != null && !section.has("at") ? other.occurredAt() : section.requiredMoment("at");
            Instant reportedAt = section.optionalMoment("reportedAt");
            Marked claimantValue = section.required("claimant");
            String claimant = claimantValue == null ? null : section.word(claimantValue, "party", parties.keySet());
            List<String> about = other != null && !section.has("about") && !section.has("outputs")
                    ? other.about()
                    : about(section, named);
            List<DamageItem> items = items(section);
            if (at == null || claimant == null || about.isEmpty() || items.isEmpty()) {
                return null;
            }
            String idElse = other == null ? "incident:" + scenario : other.id() + "-" + claimant;
            Instant reportedElse = other != null && !section.has("at") ? other.reportedAt() : at;
            return new Incident(
                    id != null ? id : idElse,
                    about,
                    claimant,
                    at,
                    Objects.requireNonNullElse(reportedAt, reportedElse),
                    items);
        }

        private List<String> about(Section section, Set<String> named) {
            if (section.has("about") && section.has("outputs")) {
                section.entry("outputs")
                        .ifPresent(
                                e -> problems.add(e.keyAt(), "outputs is the same key as about; keep one of the two."));
            }
            String key = section.has("outputs") ? "outputs" : "about";
            Marked value = section.required(key);
            if (value == null) {
                return List.of();
            }
            if (value instanceof Marked.Sequence s && s.items().isEmpty()) {
                problems.add(value.at(), "%s is empty; name the output that harmed.".formatted(key));
            }
            return section.list(value, key, v -> {
                String entity = ChainReader.entity(problems, section, v);
                if (entity != null && !named.contains(entity)) {
                    problems.add(
                            v.at(),
                            "'%s' is nowhere in the chain, so nothing can be found out about it%s"
                                    .formatted(
                                            entity,
                                            Nearest.to(entity, named)
                                                    .map(n -> "; did you mean '" + n + "'?")
                                                    .orElse("; name an entity that an event generates.")));
                    return null;
                }
                return entity;
            });
        }

        private List<DamageItem> items(Section section) {
            Marked value = section.required("items");
            if (value == null) {
                return List.of();
            }
            if (value instanceof Marked.Sequence s && s.items().isEmpty()) {
                problems.add(value.at(), "items is empty; name at least one damage item.");
            }
            Set<String> ids = new LinkedHashSet<>();
            return section.list(value, "items", v -> item(v, ids));
        }

        private @Nullable DamageItem item(Marked value, Set<String> ids) {
            Section section = Section.of(problems, value, "a damage item", ITEM_KEYS);
            if (section == null) {
                return null;
            }
            Marked idValue = section.required("id");
            String id = idValue == null ? null : section.text(idValue, "id");
            if (id != null && idValue != null && !ids.add(id)) {
                problems.add(idValue.at(), "item '%s' stands here a second time; ids must differ.".formatted(id));
                return null;
            }
            Marked kindValue = section.required("kind");
            String kind = kindValue == null ? null : section.word(kindValue, "kind", DamageItem.KINDS);
            Marked severityValue = section.optional("severity");
            String severity = severityValue == null ? "unstated" : section.word(severityValue, "severity", SEVERITIES);
            boolean aggravated = section.flag("aggravated", false);
            boolean proven = section.flag("proven", true);
            Money amount = amount(section);
            return id == null || kind == null || severity == null
                    ? null
                    : new DamageItem(
                            id, kind, amount, severity, aggravated, proven, section.flag("nonEconomic", false));
        }

        private @Nullable Money amount(Section section) {
            Marked value = section.optional("amount");
            Marked currencyValue = section.optional("currency");
            String currency = currencyValue == null ? null : section.text(currencyValue, "currency");
            if (value == null) {
                return null;
            }
            if (currencyValue == null) {
                problems.add(value.at(), "amount has no currency; add one, such as currency: CNY.");
                return null;
            }
            String text = section.text(value, "amount");
            if (text == null || currency == null) {
                return null;
            }
            if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,9})?")) {
                problems.add(
                        value.at(),
                        text.matches("[0-9]+(\\.[0-9]+)?")
                                ? "amount has %d characters; a sum has at most 18 digits before the point and 9 behind it."
                                        .formatted(text.length())
                                : "amount is '%s'; write a sum such as 180000 or 99.50.".formatted(text));
                return null;
            }
            try {
                return Money.of(text, currency);
            } catch (IllegalArgumentException e) {
                Marked blamed = String.valueOf(e.getMessage()).contains("ISO 4217") ? currencyValue : value;
                problems.add(blamed.at(), String.valueOf(e.getMessage()));
                return null;
            }
        }
    }
}
