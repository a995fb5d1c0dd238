package io.kdchain.rules.derive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.rules.derive.Entry.Standing;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A chain of real events built in memory, recorded when they say that they happened unless told otherwise. */
final class Chain {
    static final String OUTPUT = "output:1";

    private static final JsonMapper RELAXED = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final List<Step> steps = new ArrayList<>();
    private final List<DamageItem> items = new ArrayList<>();
    private final List<Alteration> alterations = new ArrayList<>();
    private Instant harmedAt = day("2026-04-10");
    private Instant reportedAt = day("2026-04-10");
    private List<String> about = List.of(OUTPUT);

    static Instant day(String date) {
        return Instant.parse(date.contains("T") ? date : date + "T00:00:00Z");
    }

    /** One event to be. */
    final class Step {
        private final String at;
        private final String actor;
        private final String type;
        private String body = "{}";
        private String recorded;
        private Standing standing = Standing.ADMITTED;
        private List<String> uses = List.of();
        private List<String> generates = List.of();
        private List<Step> refs = List.of();
        private @Nullable String observer;

        private Step(String at, String actor, String type) {
            this.at = at;
            this.recorded = at;
            this.actor = actor;
            this.type = type;
        }

        Step uses(String... entities) {
            uses = List.of(entities);
            return this;
        }

        Step generates(String... entities) {
            generates = List.of(entities);
            return this;
        }

        Step body(String json) {
            body = json;
            return this;
        }

        Step recorded(String date) {
            recorded = date;
            return this;
        }

        Step refs(Step... earlier) {
            refs = List.of(earlier);
            return this;
        }

        Step observedBy(@Nullable String party) {
            observer = party;
            return this;
        }

        Step rejected() {
            standing = Standing.REJECTED;
            return this;
        }

        /** Changed after signing, and so rejected; it is known by whom. */
        Step changedBy(String party, String... paths) {
            alterations.add(new Alteration(index(), actor, party, List.of(paths)));
            return rejected();
        }

        long index() {
            return steps.indexOf(this);
        }

        String id() {
            return id(index());
        }

        private String id(long index) {
            byte[] entropy = "%016d".formatted(index).getBytes(StandardCharsets.UTF_8);
            return EventId.of(day(at), entropy).toString();
        }

        private Entry entry(long index) {
            try {
                Event event = new Event(
                        EventId.parse(id(index)),
                        type,
                        1,
                        "chain",
                        new PartyId(actor),
                        observer == null ? null : new PartyId(observer),
                        day(at),
                        uses.stream().map(EntityId::parse).toList(),
                        generates.stream().map(EntityId::parse).toList(),
                        0,
                        null,
                        refs.stream().map(r -> EventId.parse(r.id())).toList(),
                        EventBodies.read(type, RELAXED.readTree(body)));
                return EventReader.entry(index, day(recorded), event, standing);
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException("No JSON: " + body, e);
            }
        }
    }

    Step event(String at, String actor, String type) {
        Step step = new Step(at, actor, type);
        steps.add(step);
        return step;
    }

    /** An event without anything in its body that may be left out. */
    Step event(String at, String actor, String type, String body) {
        return event(at, actor, type).body(body);
    }

    Chain with(Consumer<Chain> more) {
        more.accept(this);
        return this;
    }

    Chain registered(String party, String... roles) {
        return registeredIn("CN", party, roles);
    }

    Chain registeredIn(String jurisdiction, String party, String... roles) {
        event(
                "2025-12-01",
                party,
                "PartyRegistered",
                "{name: '%s', roles: ['%s'], jurisdiction: '%s', key: 'ed25519:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA='}"
                        .formatted(party, String.join("', '", roles), jurisdiction));
        return this;
    }

    Chain item(String id, String kind) {
        items.add(DamageItem.of(id, kind));
        return this;
    }

    Chain item(DamageItem item) {
        items.add(item);
        return this;
    }

    Chain harmed(String date) {
        harmedAt = day(date);
        reportedAt = harmedAt;
        return this;
    }

    Chain reported(String date) {
        reportedAt = day(date);
        return this;
    }

    Chain about(String... entities) {
        about = List.of(entities);
        return this;
    }

    Incident incident() {
        Incident.Builder builder = Incident.about(about.get(0));
        about.stream().skip(1).forEach(builder::andAbout);
        builder.claimant("patient").occurredAt(harmedAt).reportedAt(reportedAt);
        if (items.isEmpty()) {
            builder.bodilyInjury(Money.of("1000", "CNY"));
        }
        items.forEach(builder::item);
        return builder.build();
    }

    Inquiry inquiry() {
        return Inquiry.about(incident()).knowing(alterations);
    }

    ChainRecord record() {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            entries.add(steps.get(i).entry(i));
        }
        return new ChainRecord(entries);
    }

    /** The same events, some of them twice, under other positions and ids; without refs and alterations. */
    ChainRecord shuffled(long seed) {
        List<Step> order = new ArrayList<>(steps);
        Random random = new Random(seed);
        steps.stream().filter(s -> random.nextInt(3) == 0).forEach(order::add);
        Collections.shuffle(order, random);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            entries.add(order.get(i).entry(i));
        }
        return new ChainRecord(entries);
    }

    Facts facts() {
        return facts(inquiry());
    }

    Facts facts(Inquiry inquiry) {
        return Derivation.derive(record(), inquiry, TestPack.INSTANCE);
    }

    /** Data, teacher, student, adaptation, deployment, output and its use, each by another party, all checks made. */
    static Chain complete() {
        Chain chain = new Chain();
        chain.registered("hospital", "data-provider")
                .registered("radnet", "teacher-developer")
                .registered("smallai", "distillation-provider")
                .registered("edgechip", "hardware-adapter")
                .registered("cloud", "deployment-platform")
                .registered("clinic", "student-user")
                .registered("patient", "claimant")
                .registered("lab", "auditor");
        chain.event("2026-01-05", "hospital", "DatasetCollected")
                .generates("dataset:ct")
                .body("{method: 'user-submitted', personal: 'sensitive'}");
        chain.event("2026-01-06", "hospital", "DataAuthorised")
                .body(
                        "{dataset: 'dataset:ct', by: 'hospital', basis: 'consent', purposes: ['diagnosis'], distillation: true}");
        chain.event("2026-02-01", "radnet", "TeacherReleased")
                .uses("dataset:ct")
                .generates("model:teacher")
                .body("{intendedUses: ['medical'], distillationAllowed: true}");
        chain.event("2026-02-02", "radnet", "BiasAudited")
                .body(
                        "{model: 'model:teacher', attribute: 'sex', metric: 'tpr', gap: 0.01, threshold: 0.05, passed: true}");
        chain.event("2026-03-01", "smallai", "DistillationCompleted")
                .uses("model:teacher", "dataset:ct")
                .generates("model:student")
                .body("{fidelity: {agreement: 0.97}}");
        chain.event("2026-03-10", "edgechip", "ModelAdapted")
                .uses("model:student")
                .generates("model:int8")
                .body("{technique: 'int8', target: 'npu', equivalence: {agreement: 0.99, passed: true}}");
        chain.event("2026-03-20", "cloud", "ModelDeployed")
                .uses("model:int8")
                .generates("deployment:ct")
                .body("{scenario: 'medical', intendedUses: ['medical'], safeguards: ['risk-label', 'human-review']}");
        chain.event("2026-04-02", "cloud", "OutputServed")
                .uses("deployment:ct")
                .generates(OUTPUT)
                .body("{labels: ['risk']}");
        chain.event("2026-04-02", "clinic", "OutputUsed")
                .uses(OUTPUT)
                .body("{output: 'output:1', use: 'as-intended', humanReview: 'independent'}");
        return chain;
    }

    /** The first event of a type, to be changed. */
    Step step(String type) {
        return steps.stream().filter(s -> s.type.equals(type)).findFirst().orElseThrow();
    }

    /** The same chain without the events of a type. */
    Chain without(String type) {
        steps.removeIf(s -> s.type.equals(type));
        return this;
    }
}
