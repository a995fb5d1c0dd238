package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.BoundByRole;
import io.kdchain.rules.fact.DutyAppraisal;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What experts and courts found on duties. What only the party says in its own favour counts for nothing, and what a
 * party to the dispute says against another is a claim that the reader is asked about.
 */
final class DutyFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        SortedMap<String, List<Entry>> byDuty = new TreeMap<>();
        file.record()
                .admitted("DutyAppraised")
                .filter(e -> dutyOf(file, e).isPresent())
                .filter(e -> e.body().truth("met").isPresent())
                .filter(e -> e.body().flag("met") ? isConfirmed(file, e) : !isClaimOfAnOpponent(file, e))
                .forEach(e -> byDuty.computeIfAbsent(key(file, e), k -> new ArrayList<>())
                        .add(e));
        claimed(file, byDuty.keySet()).forEach(e -> byDuty.put(key(file, e), List.of(e)));
        List<KnownFact> facts = new ArrayList<>();
        byDuty.forEach((key, appraisals) -> agreed(file, key, appraisals).forEach(e -> {
            String fault = e.body().text("fault");
            facts.add(KnownFact.shownBy(
                    new DutyAppraisal(
                            e.body().text("party"),
                            dutyOf(file, e).orElseThrow(),
                            e.body().flag("met"),
                            fault.isEmpty() ? "unstated" : fault),
                    List.of(e.index())));
            if (!e.body().flag("met")) {
                boundByRole(file, e).ifPresent(facts::add);
            }
        }));
        return facts;
    }

    /**
     * What founds the duty of which a finding speaks where no other event says that it was owed. A legal person has the
     * roles of all its parties.
     */
    private static Optional<KnownFact> boundByRole(CaseFile file, Entry appraisal) {
        String party = appraisal.body().text("party");
        String duty = dutyOf(file, appraisal).orElseThrow();
        Set<String> roles = new TreeSet<>();
        file.parties().stream().filter(p -> !file.isAnother(p, party)).forEach(p -> roles.addAll(file.rolesOf(p)));
        List<Entry> acts = file.behind().acts().stream()
                .filter(a -> !file.isAnother(a.actor(), party))
                .toList();
        acts.forEach(a -> roles.add(file.roleOf(a)));
        Instant at = acts.stream().map(Entry::at).max(Comparator.naturalOrder()).orElse(file.harmedAt());
        return file.pack().binds(duty, roles, CaseFile.dayOf(at))
                ? Optional.of(
                        KnownFact.shownBy(new BoundByRole(party, duty, appraisal.id()), List.of(appraisal.index())))
                : Optional.empty();
    }

    /** An appraisal names a duty by its code or its id. */
    private static Optional<String> dutyOf(CaseFile file, Entry appraisal) {
        return file.pack().duty(appraisal.body().text("duty"));
    }

    private static String key(CaseFile file, Entry appraisal) {
        return appraisal.body().text("party") + ":" + dutyOf(file, appraisal).orElseThrow();
    }

    /** Who acted in the chain or claims is no expert in its own matter, whoever is said to have appointed it. */
    private static boolean isClaimOfAnOpponent(CaseFile file, Entry appraisal) {
        String source = appraisal.source();
        return file.isAnother(source, appraisal.body().text("party"))
                && (!file.isAnother(source, file.incident().claimant())
                        || file.behind().acts().stream().anyMatch(a -> !file.isAnother(source, a.actor())));
    }

    /** What opponents say of duties on which nobody else found anything, as far as the reader says that it is so. */
    private static List<Entry> claimed(CaseFile file, Set<String> found) {
        SortedMap<String, Entry> claims = new TreeMap<>();
        file.record()
                .admitted("DutyAppraised")
                .filter(e -> dutyOf(file, e).isPresent())
                .filter(e -> e.body().truth("met").filter(m -> !m).isPresent())
                .filter(e -> !found.contains(key(file, e)) && isClaimOfAnOpponent(file, e))
                .forEach(e -> claims.putIfAbsent(key(file, e), e));
        return claims.entrySet().stream()
                .filter(claim ->
                        file.ask(met(claim.getKey(), true)).filter(met -> !met).isPresent())
                .map(Map.Entry::getValue)
                .toList();
    }

    private static OpenIssue met(String key, boolean isClaim) {
        int end = key.lastIndexOf(':');
        String party = key.substring(0, end);
        String duty = key.substring(end + 1);
        return new OpenIssue(
                "duty:" + key,
                (isClaim
                                ? "Only an opponent says so: did %s meet the duty '%s'?"
                                : "Appraisals differ: did %s meet the duty '%s'?")
                        .formatted(party, duty),
                (isClaim ? "仅为对方当事人的主张：%s是否履行了“%s”义务？" : "鉴定意见不一致：%s是否履行了“%s”义务？").formatted(party, duty),
                party);
    }

    /** Comes from another than the party, or another confirmed it. */
    private static boolean isConfirmed(CaseFile file, Entry appraisal) {
        String party = appraisal.body().text("party");
        boolean ofAnother = file.isAnother(appraisal.actor(), party) && file.isAnother(appraisal.source(), party);
        boolean recordedByAnother = file.isAnother(appraisal.recorder(), party);
        return ((ofAnother || appraisal.observedBy() != null) && recordedByAnother)
                || file.record()
                        .all()
                        .anyMatch(o -> o.isAdmitted()
                                && file.isAnother(o.recorder(), party)
                                && file.record().refersTo(o, appraisal));
    }

    /**
     * Court before joint before party, as for causation; where of equal rank one says met and another says not met,
     * neither counts until the reader answers.
     */
    private static List<Entry> agreed(CaseFile file, String key, List<Entry> all) {
        int highest = all.stream().mapToInt(Authority::appointment).max().orElse(0);
        List<Entry> appraisals =
                all.stream().filter(e -> Authority.appointment(e) == highest).toList();
        boolean conflict =
                appraisals.stream().map(e -> e.body().flag("met")).distinct().count() > 1;
        if (!conflict) {
            return appraisals;
        }
        Optional<Boolean> met = file.ask(met(key, false));
        return met.map(m -> appraisals.stream()
                        .filter(e -> e.body().flag("met") == m)
                        .toList())
                .orElse(List.of());
    }
}
