package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.DataAuthorised;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.LimitationDisclosed;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.ModelAdapted;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.TeacherReleased;
import io.kdchain.provenance.evidence.LogEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.cyclonedx.Version;
import org.cyclonedx.exception.GeneratorException;
import org.cyclonedx.generators.BomGeneratorFactory;
import org.cyclonedx.model.Ancestors;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.model.Dependency;
import org.cyclonedx.model.Hash;
import org.cyclonedx.model.License;
import org.cyclonedx.model.LicenseChoice;
import org.cyclonedx.model.Metadata;
import org.cyclonedx.model.OrganizationalEntity;
import org.cyclonedx.model.Pedigree;
import org.cyclonedx.model.Property;
import org.cyclonedx.model.component.ModelCard;
import org.cyclonedx.model.component.data.ComponentData;
import org.cyclonedx.model.component.data.DatasetChoice;
import org.cyclonedx.model.component.modelCard.Considerations;
import org.cyclonedx.model.component.modelCard.ModelParameters;
import org.cyclonedx.model.component.modelCard.PerformanceMetric;
import org.cyclonedx.model.component.modelCard.QuantitativeAnalysis;
import org.cyclonedx.model.component.modelCard.consideration.FairnessAssessment;
import org.cyclonedx.model.metadata.ToolInformation;
import org.jspecify.annotations.Nullable;

/**
 * A CycloneDX 1.6 bill of materials of the models and data sets of a chain. The model that another was distilled or
 * adapted from is its ancestor; what was measured, and how groups of persons fare, stands in its model card. Only this
 * class needs the CycloneDX library.
 */
final class CycloneDxExport {
    /** One model or data set and what the events say of it. */
    private static final class Item {
        private final EntityId id;
        private final Set<String> hashes = new LinkedHashSet<>();
        private final Set<String> models = new LinkedHashSet<>();
        private final Set<String> data = new LinkedHashSet<>();
        private final List<PerformanceMetric> metrics = new ArrayList<>();
        private final List<FairnessAssessment> fairness = new ArrayList<>();
        private final Set<String> limitations = new LinkedHashSet<>();
        private final Set<String> useCases = new LinkedHashSet<>();
        private final Set<String> licences = new LinkedHashSet<>();
        private final Set<String> sensitive = new LinkedHashSet<>();
        private final List<Property> properties = new ArrayList<>();
        private String maker = "";

        Item(EntityId id) {
            this.id = id;
        }
    }

    private final ExportSource source;
    private final Map<String, Item> items = new TreeMap<>();

    private CycloneDxExport(ExportSource source) {
        this.source = source;
    }

    static byte[] bom(ExportSource source) {
        return new CycloneDxExport(source).write();
    }

    private byte[] write() {
        source.entries().forEach(this::read);
        Bom bom = new Bom();
        bom.setVersion(1);
        // the same log and slice give the same serial number
        bom.setSerialNumber("urn:uuid:"
                + UUID.nameUUIDFromBytes(
                        (source.origin() + "\n" + source.treeSize() + "\n" + source.root() + "\n" + source.title())
                                .getBytes(StandardCharsets.UTF_8)));
        bom.setMetadata(metadata());
        for (Item item : items.values()) {
            bom.addComponent(component(item));
            Dependency dependency = new Dependency(item.id.key());
            item.models.forEach(model -> dependency.addDependency(new Dependency(model)));
            item.data.forEach(data -> dependency.addDependency(new Dependency(data)));
            bom.addDependency(dependency);
        }
        try {
            return BomGeneratorFactory.createJson(Version.VERSION_16, bom)
                    .toJsonString()
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneratorException e) {
            throw new IllegalStateException("A bill of materials of this log could not be written.", e);
        }
    }

    private Metadata metadata() {
        Metadata metadata = new Metadata();
        Instant last = source.entries().stream()
                .map(LogEntry::recordedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        metadata.setTimestamp(Date.from(last));
        Component tool = new Component();
        tool.setType(Component.Type.APPLICATION);
        tool.setName("kdchain");
        ToolInformation tools = new ToolInformation();
        tools.setComponents(List.of(tool));
        metadata.setToolChoice(tools);
        Component subject = new Component();
        subject.setType(Component.Type.APPLICATION);
        subject.setName(source.title().isEmpty() ? "log" : source.title());
        subject.setBomRef("kd:export");
        metadata.setComponent(subject);
        metadata.addProperty(new Property("kd:origin", source.origin()));
        metadata.addProperty(new Property("kd:treeSize", Long.toString(source.treeSize())));
        metadata.addProperty(new Property("kd:root", source.root()));
        // the values of properties are normalised, and a signed note must not be
        metadata.addProperty(new Property(
                "kd:checkpoint:base64",
                Base64.getEncoder().encodeToString(source.checkpoint().getBytes(StandardCharsets.UTF_8))));
        return metadata;
    }

    // ---- what the events say

    private void read(LogEntry entry) {
        Event event = entry.event();
        for (EntityId generated : event.generates()) {
            Item item = item(generated);
            if (item != null) {
                made(item, entry);
            }
        }
        event.uses().forEach(this::item);
        EventBody body = event.body();
        if (body instanceof ModelEvaluated evaluated) {
            on(
                    evaluated.model(),
                    entry,
                    "evaluated",
                    item -> evaluated.metrics().forEach(metric -> add(item, metric)));
        } else if (body instanceof BiasAudited audited) {
            on(audited.model(), entry, "bias-audited", item -> item.fairness.add(fairness(audited)));
        } else if (body instanceof LimitationDisclosed limitation) {
            on(limitation.model(), entry, "limitation", item -> item.limitations.add(limitation.limitation()));
        } else if (body instanceof DataAuthorised authorised) {
            on(authorised.dataset(), entry, "authorised", item -> authorisation(item, authorised));
        } else if (body instanceof ModelDeployed deployed) {
            event.uses()
                    .forEach(
                            used -> on(used, entry, "deployed", item -> item.useCases.addAll(deployed.intendedUses())));
        }
    }

    @FunctionalInterface
    private interface Note {
        void on(Item item);
    }

    private void on(EntityId entity, LogEntry entry, String what, Note note) {
        Item item = item(entity);
        if (item != null) {
            place(item, what, entry);
            note.on(item);
        }
    }

    private @Nullable Item item(EntityId entity) {
        if (entity.kind() != EntityKind.MODEL && entity.kind() != EntityKind.DATASET) {
            return null;
        }
        Item item = items.computeIfAbsent(entity.key(), key -> new Item(entity));
        if (entity.digest() != null) {
            item.hashes.add(entity.digest().hex());
        }
        return item;
    }

    private void made(Item item, LogEntry entry) {
        Event event = entry.event();
        item.maker = event.actor().value();
        place(item, "made", entry);
        for (EntityId used : event.uses()) {
            if (used.kind() == EntityKind.MODEL) {
                item.models.add(used.key());
            } else if (used.kind() == EntityKind.DATASET) {
                item.data.add(used.key());
            }
        }
        EventBody body = event.body();
        if (body instanceof TeacherReleased released) {
            released.metrics().forEach(metric -> add(item, metric));
            item.limitations.addAll(released.knownLimitations());
            item.useCases.addAll(released.intendedUses());
            property(item, "distillationAllowed", Boolean.toString(released.distillationAllowed()));
        } else if (body instanceof DistillationStarted started) {
            property(item, "knowledge", started.knowledge().code());
            started.hyperparameters().forEach((name, value) -> property(item, "hyperparameter:" + name, value));
        } else if (body instanceof DistillationCompleted completed) {
            completed.metrics().forEach(metric -> add(item, metric));
            DistillationCompleted.Fidelity fidelity = completed.fidelity();
            if (fidelity != null) {
                item.metrics.add(
                        metric("fidelity-agreement", fidelity.agreement().toPlainString(), null));
                if (fidelity.kl() != null) {
                    item.metrics.add(metric("fidelity-kl", fidelity.kl().toPlainString(), null));
                }
            }
            completed.biasChange().forEach(change -> item.fairness.add(fairness(change)));
        } else if (body instanceof ModelAdapted adapted) {
            property(item, "technique", adapted.technique().code());
            property(item, "target", adapted.target());
        } else if (body instanceof DatasetCollected collected) {
            if (collected.licence() != null) {
                item.licences.add(collected.licence());
            }
            if (collected.personal() != DatasetCollected.Personal.NONE) {
                item.sensitive.add("personal data: " + collected.personal().code());
            }
            property(item, "method", collected.method().code());
        }
    }

    private static void authorisation(Item item, DataAuthorised authorised) {
        property(
                item,
                "authorisation",
                "by %s on %s, distillation %s"
                        .formatted(
                                authorised.by(),
                                authorised.basis().code(),
                                authorised.distillation() ? "allowed" : "not allowed"));
    }

    /** Where in the log it is said: index and hash of the leaf, under the root in the metadata. */
    private void place(Item item, String what, LogEntry entry) {
        property(item, what + ":leafIndex", Long.toString(entry.index()));
        property(item, what + ":leafHash", entry.leafHash().toString());
        property(item, what + ":root", source.root());
    }

    private static void property(Item item, String name, String value) {
        item.properties.add(new Property("kd:" + name, value));
    }

    private static void add(Item item, Metric metric) {
        item.metrics.add(metric(metric.name(), metric.value().toPlainString(), metric.group()));
    }

    private static PerformanceMetric metric(String type, String value, @Nullable String slice) {
        PerformanceMetric metric = new PerformanceMetric();
        metric.setType(type);
        metric.setValue(value);
        if (slice != null) {
            metric.setSlice(slice);
        }
        return metric;
    }

    private static FairnessAssessment fairness(BiasAudited audited) {
        FairnessAssessment assessment = new FairnessAssessment();
        assessment.setGroupAtRisk(audited.attribute() == null ? "not stated" : audited.attribute());
        assessment.setHarms("%s gap %s, threshold %s: %s"
                .formatted(
                        audited.metric() == null ? "metric not stated" : audited.metric(),
                        audited.gap() == null ? "not stated" : audited.gap().toPlainString(),
                        audited.threshold() == null
                                ? "not stated"
                                : audited.threshold().toPlainString(),
                        audited.passed() ? "passed" : "failed"));
        return assessment;
    }

    private static FairnessAssessment fairness(DistillationCompleted.BiasChange change) {
        FairnessAssessment assessment = new FairnessAssessment();
        assessment.setGroupAtRisk(change.attribute());
        assessment.setHarms("%s gap of the teacher %s, of the student %s"
                .formatted(
                        change.metric(),
                        change.teacherGap().toPlainString(),
                        change.studentGap().toPlainString()));
        return assessment;
    }

    // ---- components

    private Component component(Item item) {
        Component component = bare(item);
        component.setBomRef(item.id.key());
        component.setProperties(item.properties);
        if (!item.maker.isEmpty()) {
            OrganizationalEntity maker = new OrganizationalEntity();
            maker.setName(item.maker);
            component.setSupplier(maker);
        }
        if (!item.licences.isEmpty()) {
            LicenseChoice choice = new LicenseChoice();
            for (String licence : item.licences) {
                License license = new License();
                license.setName(licence);
                choice.addLicense(license);
            }
            component.setLicenses(choice);
        }
        if (item.id.kind() == EntityKind.DATASET) {
            component.setData(List.of(data(item)));
            return component;
        }
        if (!item.models.isEmpty()) {
            Ancestors ancestors = new Ancestors();
            for (String model : item.models) {
                Item ancestor = items.get(model);
                if (ancestor != null) {
                    ancestors.addComponent(bare(ancestor));
                }
            }
            Pedigree pedigree = new Pedigree();
            pedigree.setAncestors(ancestors);
            component.setPedigree(pedigree);
        }
        component.setModelCard(card(item));
        return component;
    }

    private static Component bare(Item item) {
        Component component = new Component();
        component.setType(
                item.id.kind() == EntityKind.MODEL ? Component.Type.MACHINE_LEARNING_MODEL : Component.Type.DATA);
        component.setName(item.id.name());
        item.hashes.forEach(hash -> component.addHash(new Hash(Hash.Algorithm.SHA_256, hash)));
        return component;
    }

    private static ComponentData data(Item item) {
        ComponentData data = new ComponentData();
        data.setType(ComponentData.ComponentDataType.DATASET);
        data.setName(item.id.name());
        if (!item.sensitive.isEmpty()) {
            data.setSensitiveData(List.copyOf(item.sensitive));
        }
        return data;
    }

    private static ModelCard card(Item item) {
        ModelCard card = new ModelCard();
        if (!item.data.isEmpty()) {
            ModelParameters parameters = new ModelParameters();
            List<DatasetChoice> datasets = new ArrayList<>();
            for (String data : item.data) {
                DatasetChoice choice = new DatasetChoice();
                choice.setRef(data);
                datasets.add(choice);
            }
            parameters.setDatasets(datasets);
            card.setModelParameters(parameters);
        }
        if (!item.metrics.isEmpty()) {
            QuantitativeAnalysis analysis = new QuantitativeAnalysis();
            analysis.setPerformanceMetrics(item.metrics);
            card.setQuantitativeAnalysis(analysis);
        }
        Considerations considerations = new Considerations();
        boolean considered = false;
        if (!item.limitations.isEmpty()) {
            considerations.setTechnicalLimitations(List.copyOf(item.limitations));
            considered = true;
        }
        if (!item.useCases.isEmpty()) {
            considerations.setUseCases(List.copyOf(item.useCases));
            considered = true;
        }
        if (!item.fairness.isEmpty()) {
            considerations.setFairnessAssessments(item.fairness);
            considered = true;
        }
        if (considered) {
            card.setConsiderations(considerations);
        }
        return card;
    }
}
