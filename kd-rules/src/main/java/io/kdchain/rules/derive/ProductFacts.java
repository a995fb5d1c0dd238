package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.Decider;
import io.kdchain.rules.fact.DefectShown;
import io.kdchain.rules.fact.Device;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.ProductDefence;
import io.kdchain.rules.verdict.DamageItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Registered devices, defects that were shown, defences of the producer, and who decides on persons with credit data.
 */
final class ProductFacts implements FactSource {
    private static final Set<String> OF_DEVICES = Set.of("bodily-injury", "property");
    private static final Set<String> SHOWN_WRONG_BY = Set.of("accuracy", "falsehood", "safety");
    private static final Set<String> MADE = Set.of("data", "teacher", "distillation", "adaptation", "deployment");
    /** An adaptation makes no other device of a model; a distillation does. */
    private static final Set<String> SAME_DEVICE = Set.of("ModelAdapted", "ModelDeployed", "OutputServed");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (DamageItem item : file.items()) {
            if (OF_DEVICES.contains(item.kind())) {
                file.registrations()
                        .forEach(a -> facts.add(
                                KnownFact.shownBy(new Device(item.id(), a.body().text("holder")), List.of(a.index()))));
            }
            defects(file, item, facts);
            deciders(file, item, facts);
        }
        return facts;
    }

    /** Whether a device registration was in force when the model was deployed. */
    static boolean isRegistered(CaseFile file) {
        return !file.registrations().isEmpty();
    }

    /** Who holds the registrations under which the output was made. */
    static SortedSet<String> holders(CaseFile file) {
        return file.registrations().stream()
                .map(a -> a.body().text("holder"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Device registrations under which the output was made, each in force at a deployment. */
    static List<Entry> registrations(CaseFile file) {
        Set<String> registrable = new LinkedHashSet<>();
        List<Entry> deployments = file.behind().acts("ModelDeployed").toList();
        for (String about : file.behind().entities()) {
            if (Entities.kindOf(about).equals("output")
                    || Entities.kindOf(about).equals("deployment")) {
                registrable.addAll(file.behind().sourcesOf(about, SAME_DEVICE));
            }
        }
        return file.record()
                .admitted("ApprovalGranted")
                .filter(a -> a.body().text("kind").equals("device-registration")
                        && !a.body().text("holder").isEmpty()
                        && Entities.contains(registrable, a.body().text("subject")))
                .filter(a -> deployments.stream().anyMatch(d -> inForce(file, a, d.at())))
                .toList();
    }

    private static boolean inForce(CaseFile file, Entry approval, Instant deployedAt) {
        Body body = approval.body();
        boolean revoked = file.record()
                .admitted("ApprovalRevoked")
                .filter(r -> Entities.same(r.body().text("subject"), body.text("subject"))
                        && r.body().text("number").equals(body.text("number")))
                .anyMatch(r -> !r.body().moment("since").orElse(r.at()).isAfter(deployedAt));
        return !approval.at().isAfter(deployedAt)
                && body.deadline("validUntil")
                        .filter(u -> deployedAt.isAfter(u))
                        .isEmpty()
                && !revoked;
    }

    private static void defects(CaseFile file, DamageItem item, List<KnownFact> facts) {
        List<Entry> appraisals = file.record()
                .admitted("DefectAppraised")
                .filter(e -> file.behind().holds(e.body().text("subject")))
                .toList();
        SortedMap<String, List<Entry>> sound = new TreeMap<>();
        for (String subject : subjects(appraisals)) {
            List<Entry> about = appraisals.stream()
                    .filter(e -> Entities.nameOf(e.body().text("subject")).equals(subject))
                    .toList();
            Optional<Boolean> defective = agreedTruth(file, about, "defective");
            List<Entry> denying = independent(file, about).stream()
                    .filter(e -> e.body().truth("defective").filter(d -> !d).isPresent())
                    .toList();
            if (defective.filter(d -> !d).isPresent() && !denying.isEmpty()) {
                sound.put(subject, denying);
            }
            if (defective.orElse(false)) {
                String ground = Entities.kindOf(subject).equals("output") ? "shown-wrong" : "appraised";
                facts.add(KnownFact.shownBy(new DefectShown(item.id(), ground), evidence(about, "defective", true)));
            }
            defence(file, item, about, "presentAtCirculation", "absent-at-circulation", facts);
            defence(file, item, about, "discoverableAtCirculation", "undiscoverable", facts);
        }
        List<Entry> denials = denials(file, sound);
        if (!denials.isEmpty()) {
            facts.add(KnownFact.shownBy(new ProductDefence(item.id(), "not-defective"), CaseFile.indexes(denials)));
        }
        int denied =
                denials.stream().mapToInt(e -> Authority.rank(file, e)).max().orElse(Authority.CLAIM);
        List<Entry> localised = Localisations.governing(file, item).stream()
                .filter(l -> denials.isEmpty() || Localisations.rank(file, l) >= denied)
                .filter(l -> Localisations.validParts(file, item.id(), l).stream()
                        .anyMatch(p ->
                                MADE.contains(p.stage()) && p.weight().point().signum() > 0))
                .toList();
        if (!localised.isEmpty()) {
            facts.add(KnownFact.shownBy(new DefectShown(item.id(), "localised"), CaseFile.indexes(localised)));
        }
        NoticeFacts.substantiated(file)
                .filter(n -> SHOWN_WRONG_BY.contains(n.body().text("claim")))
                .filter(n -> n.body().texts("about").stream()
                        .anyMatch(a -> Entities.kindOf(a).equals("output")
                                && file.behind().holds(a)))
                .forEach(n ->
                        facts.add(KnownFact.shownBy(new DefectShown(item.id(), "shown-wrong"), List.of(n.index()))));
    }

    private static Set<String> subjects(List<Entry> appraisals) {
        return appraisals.stream()
                .map(e -> Entities.nameOf(e.body().text("subject")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * What found the product to be sound: every model that was put into service, every deployment or every output. What
     * came before the model that was put into service is another thing. It outweighs a replay of the stages that a
     * party to the dispute recorded, or that of a stranger if a court or both sides appointed the expert.
     */
    private static List<Entry> denials(CaseFile file, SortedMap<String, List<Entry>> sound) {
        List<Entry> deployments = file.behind().acts("ModelDeployed").toList();
        return Stream.of(
                        deployments.stream().flatMap(d -> d.uses().stream()),
                        deployments.stream().flatMap(d -> d.generates().stream()),
                        file.behind().acts("OutputServed").flatMap(o -> o.generates().stream()))
                .map(product -> product.map(Entities::nameOf).collect(Collectors.toSet()))
                .filter(product -> !product.isEmpty() && sound.keySet().containsAll(product))
                .flatMap(product ->
                        product.stream().flatMap(subject -> sound.getOrDefault(subject, List.of()).stream()))
                .distinct()
                .toList();
    }

    /** What the producer or seller says for itself is no defence; nor is it where appraisals of one rank differ. */
    private static void defence(
            CaseFile file, DamageItem item, List<Entry> about, String field, String kind, List<KnownFact> facts) {
        List<Entry> independent = independent(file, about);
        if (!agreedTruth(file, independent, field).orElse(true)) {
            facts.add(KnownFact.shownBy(new ProductDefence(item.id(), kind), evidence(independent, field, false)));
        }
    }

    private static List<Entry> independent(CaseFile file, List<Entry> about) {
        Set<String> debtors = file.actorsOf("deployment").stream().collect(Collectors.toSet());
        file.registrations().forEach(a -> debtors.add(a.body().text("holder")));
        return about.stream()
                .filter(e -> Stream.of(e.recorder(), e.actor(), e.source())
                        .allMatch(s -> debtors.stream().allMatch(d -> file.isAnother(s, d))))
                .toList();
    }

    private static List<Long> evidence(List<Entry> about, String field, boolean value) {
        return CaseFile.indexes(about.stream()
                .filter(e -> e.body().truth(field).filter(v -> v == value).isPresent())
                .toList());
    }

    /** What the appraisals that weigh most say; where they differ, what the reader answers. */
    private static Optional<Boolean> agreedTruth(CaseFile file, List<Entry> about, String field) {
        List<Entry> saying =
                about.stream().filter(e -> e.body().truth(field).isPresent()).toList();
        int highest =
                saying.stream().mapToInt(e -> Authority.rank(file, e)).max().orElse(0);
        List<Boolean> values = saying.stream()
                .filter(e -> Authority.rank(file, e) == highest)
                .map(e -> e.body().flag(field))
                .distinct()
                .toList();
        if (values.size() < 2) {
            return values.stream().findFirst();
        }
        String subject = Entities.nameOf(saying.get(0).body().text("subject"));
        return file.ask(
                switch (field) {
                    case "defective" ->
                        new OpenIssue(
                                "defect:" + subject,
                                "Appraisals differ: was %s defective?".formatted(subject),
                                "鉴定意见不一致：%s是否存在缺陷？".formatted(subject),
                                "");
                    case "presentAtCirculation" ->
                        new OpenIssue(
                                "defect-present:" + subject,
                                "Appraisals differ: was the defect of %s there when it was put into circulation?"
                                        .formatted(subject),
                                "鉴定意见不一致：%s投入流通时缺陷是否已经存在？".formatted(subject),
                                "");
                    default ->
                        new OpenIssue(
                                "defect-discoverable:" + subject,
                                "Appraisals differ: could the defect of %s be discovered when it was put into circulation?"
                                        .formatted(subject),
                                "鉴定意见不一致：%s投入流通时的科学技术水平能否发现该缺陷？".formatted(subject),
                                "");
                });
    }

    private static void deciders(CaseFile file, DamageItem item, List<KnownFact> facts) {
        boolean decidesOnPersons = file.scene().equals("credit")
                && (item.kind().equals("discrimination") || item.kind().equals("pecuniary"))
                && DataFacts.holdsPersonalData(file);
        if (!decidesOnPersons) {
            return;
        }
        for (Entry act : file.behind().acts()) {
            boolean professional = act.is("OutputUsed") && file.roleOf(act).equals("student-user");
            if (professional || act.is("ModelDeployed")) {
                facts.add(KnownFact.shownBy(new Decider(item.id(), act.actor()), List.of(act.index())));
            }
        }
    }
}
