package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.DutyAppraisal;
import io.kdchain.rules.fact.KnownFact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What experts and courts found on duties. What only the party says in its own favour counts for nothing. */
final class DutyFacts implements FactSource {
    @Override
    public List<KnownFact> derive(CaseFile file) {
        SortedMap<String, List<Entry>> byDuty = new TreeMap<>();
        file.record()
                .admitted("DutyAppraised")
                .filter(e -> file.pack().duties().contains(e.body().text("duty")))
                .filter(e -> e.body().truth("met").isPresent())
                .filter(e -> !e.body().flag("met") || isConfirmed(file, e))
                .forEach(e -> byDuty.computeIfAbsent(
                                e.body().text("party") + ":" + e.body().text("duty"), k -> new ArrayList<>())
                        .add(e));
        List<KnownFact> facts = new ArrayList<>();
        byDuty.forEach((key, appraisals) -> agreed(file, key, appraisals).forEach(e -> {
            String fault = e.body().text("fault");
            facts.add(KnownFact.shownBy(
                    new DutyAppraisal(
                            e.body().text("party"),
                            e.body().text("duty"),
                            e.body().flag("met"),
                            fault.isEmpty() ? "unstated" : fault),
                    List.of(e.index())));
        }));
        return facts;
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

    /** Where one says met and another says not met, neither counts until the reader answers. */
    private static List<Entry> agreed(CaseFile file, String key, List<Entry> appraisals) {
        boolean conflict =
                appraisals.stream().map(e -> e.body().flag("met")).distinct().count() > 1;
        if (!conflict) {
            return appraisals;
        }
        Body first = appraisals.get(0).body();
        Optional<Boolean> met = file.ask(new OpenIssue(
                "duty:" + key,
                "Appraisals differ: did %s meet the duty '%s'?".formatted(first.text("party"), first.text("duty")),
                "鉴定意见不一致：%s是否履行了“%s”义务？".formatted(first.text("party"), first.text("duty")),
                first.text("party")));
        return met.map(m -> appraisals.stream()
                        .filter(e -> e.body().flag("met") == m)
                        .toList())
                .orElse(List.of());
    }
}
