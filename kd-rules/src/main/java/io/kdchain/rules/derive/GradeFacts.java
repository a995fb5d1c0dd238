package io.kdchain.rules.derive;

import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.SafetyGrade;
import io.kdchain.rules.verdict.DamageItem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who holds a content-safety grade of the service, for its scene, as of the damage, and the cover that it has for that
 * grade: several policies in one currency add up. The last grade recorded by then counts; one that comes later changes
 * nothing.
 */
final class GradeFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (Entry grade : grades(file)) {
            covers(policies(file, grade)).forEach((currency, policies) -> {
                String insured = policies.stream()
                        .map(GradeFacts::cover)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .toPlainString();
                List<Long> shownBy = new ArrayList<>(List.of(grade.index()));
                policies.forEach(policy -> shownBy.add(policy.index()));
                for (DamageItem item : file.items()) {
                    facts.add(KnownFact.shownBy(
                            new SafetyGrade(item.id(), grade.body().text("holder"), insured + " " + currency),
                            shownBy));
                }
            });
        }
        return facts;
    }

    /** Policies by the currency of their cover: only what is in one adds up. */
    private static SortedMap<String, List<Entry>> covers(List<Entry> policies) {
        SortedMap<String, List<Entry>> byCurrency = new TreeMap<>();
        policies.forEach(policy -> byCurrency
                .computeIfAbsent(policy.body().object("cover").text("currency"), c -> new ArrayList<>())
                .add(policy));
        return byCurrency;
    }

    private static BigDecimal cover(Entry policy) {
        return new BigDecimal(
                policy.body().object("cover").tree().getOrDefault("amount", "0").toString());
    }

    private static List<Entry> grades(CaseFile file) {
        List<Entry> grades = recorded(file);
        return grades.stream()
                .filter(grade -> grades.stream()
                        .noneMatch(later -> later.index() > grade.index()
                                && later.body()
                                        .text("holder")
                                        .equals(grade.body().text("holder"))
                                && Entities.same(
                                        later.body().text("subject"),
                                        grade.body().text("subject"))))
                .toList();
    }

    private static List<Entry> recorded(CaseFile file) {
        return file.behind()
                .acts("ModelDeployed")
                .flatMap(d -> file.record()
                        .admitted("ApprovalGranted")
                        .filter(a -> a.body().text("kind").equals("content-safety-grade")
                                && (d.generates(a.body().text("subject"))
                                        || d.uses(a.body().text("subject")))
                                && isOfScene(file, a)
                                && !a.recordedAt().isAfter(file.harmedAt())
                                && a.body()
                                        .deadline("validUntil")
                                        .filter(u -> file.harmedAt().isAfter(u))
                                        .isEmpty()
                                && !isRevoked(file, a)))
                .distinct()
                .toList();
    }

    /** A scheme that is called by a scene grades for that one; any other for the service, whatever its scene. */
    private static boolean isOfScene(CaseFile file, Entry grade) {
        String scheme = grade.body().text("scheme").strip().split("\\s", -1)[0];
        return file.pack().scene(scheme).filter(scheme::equals).isEmpty() || scheme.equals(file.scene());
    }

    private static boolean isRevoked(CaseFile file, Entry grade) {
        return file.record()
                .admitted("ApprovalRevoked")
                .filter(r ->
                        Entities.same(r.body().text("subject"), grade.body().text("subject"))
                                && r.body().text("number").equals(grade.body().text("number")))
                .anyMatch(r -> !r.body().moment("since").orElse(r.at()).isAfter(file.harmedAt()));
    }

    /** Policies of the holder for this grade, in force at the damage; of two records of one policy the last. */
    private static List<Entry> policies(CaseFile file, Entry grade) {
        Map<String, Entry> policies = new LinkedHashMap<>();
        file.record()
                .admitted("InsuranceBound")
                .filter(p -> (!file.isLate(p) || p.recorder().equals(p.body().text("insurer")))
                        && p.body().text("insured").equals(grade.body().text("holder"))
                        && !p.body().text("grade").isEmpty()
                        && p.body().text("grade").equals(grade.body().text("grade"))
                        && p.body()
                                .moment("from")
                                .filter(f -> !f.isAfter(file.harmedAt()))
                                .isPresent()
                        && p.body()
                                .deadline("until")
                                .filter(u -> !u.isBefore(file.harmedAt()))
                                .isPresent())
                .forEach(p ->
                        policies.put(p.body().text("insurer") + "\n" + p.body().text("policy"), p));
        return List.copyOf(policies.values());
    }
}
