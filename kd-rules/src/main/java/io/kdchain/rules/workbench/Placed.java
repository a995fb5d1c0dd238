package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.NotLiable.Lacking;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** A verdict with evidence as places in a scenario's chain instead of leaf indexes of the log made of it. */
final class Placed {
    private final LongUnaryOperator place;
    private final IdentityHashMap<Reason, Reason> told = new IdentityHashMap<>();

    private Placed(LongUnaryOperator place) {
        this.place = place;
    }

    /**
     * The verdict with other places of its evidence.
     *
     * @param place from leaf index to position; negative for entries that have none
     */
    static Attribution of(Attribution v, LongUnaryOperator place) {
        Placed placed = new Placed(place);
        return new Attribution(
                v.incident(),
                v.established(),
                v.lawAsOf(),
                v.packs(),
                v.items(),
                v.shares(),
                v.liable().stream().map(placed::liable).toList(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                new EvidenceSummary(
                        placed.all(v.evidence().admitted()),
                        v.evidence().rejected().stream()
                                .filter(r -> place.applyAsLong(r.event()) >= 0)
                                .map(r -> new Rejected(place.applyAsLong(r.event()), r.reason()))
                                .toList(),
                        placed.all(v.evidence().notUnderstood())),
                v.reasons().stream().map(placed::reason).toList(),
                v.persons(),
                v.contracts(),
                v.elsewhere(),
                v.digest());
    }

    /** The same for what was lacking. */
    static List<NotLiable> of(List<NotLiable> lacking, LongUnaryOperator place) {
        Placed placed = new Placed(place);
        return lacking.stream()
                .map(n -> new NotLiable(n.party(), n.item(), placed.lacking(n.lacking())))
                .toList();
    }

    private Lacking lacking(Lacking lacking) {
        return new Lacking(
                lacking.rule(),
                lacking.explainEn(),
                lacking.explainZh(),
                lacking.cites(),
                lacking.unmet().stream().map(this::unmet).toList());
    }

    private NotLiable.Unmet unmet(NotLiable.Unmet unmet) {
        Lacking deeper = unmet.deeper();
        return new NotLiable.Unmet(
                unmet.kind(),
                unmet.condition(),
                unmet.wordEn(),
                unmet.wordZh(),
                unmet.shown().stream().map(this::reason).toList(),
                deeper == null ? null : lacking(deeper),
                all(unmet.about()));
    }

    private List<Long> all(List<Long> indexes) {
        return indexes.stream()
                .map(place::applyAsLong)
                .filter(p -> p >= 0)
                .sorted()
                .toList();
    }

    private LiableParty liable(LiableParty party) {
        return new LiableParty(
                party.party(),
                party.roles(),
                party.share(),
                party.fault(),
                party.causation(),
                party.breaches().stream()
                        .map(b -> new BreachFound(
                                b.duty(), b.grade(), b.causal(), b.cites(), all(b.evidence()), b.silence()))
                        .toList(),
                party.defences(),
                party.cites());
    }

    private Reason reason(Reason reason) {
        Reason before = told.get(reason);
        if (before != null) {
            return before;
        }
        Reason after = new Reason(
                reason.conclusion(),
                reason.rule(),
                reason.explainEn(),
                reason.explainZh(),
                reason.cites(),
                all(reason.evidence()),
                reason.note(),
                reason.burden(),
                reason.because().stream().map(this::reason).toList());
        told.put(reason, after);
        return after;
    }
}
