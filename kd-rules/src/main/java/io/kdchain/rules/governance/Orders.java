package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.OrderIssued;
import io.kdchain.rules.governance.Register.Said;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Orders of authorities: obeyed by a measure of that kind that refers to the order, or concerns what it is about. */
final class Orders {
    private final Register register;

    Orders(Register register) {
        this.register = register;
    }

    private static Set<Measure> fitting(OrderIssued.Kind kind) {
        return switch (kind) {
            case SEAL -> EnumSet.of(Measure.SEAL_DATA, Measure.PRESERVE_EVIDENCE);
            case PRODUCE -> EnumSet.of(Measure.COOPERATE, Measure.EXPLAIN);
            case RECTIFY ->
                EnumSet.of(Measure.RECTIFY_MODEL, Measure.CORRECT, Measure.RE_DECIDE, Measure.DELETE_WEIGHTS);
            case STOP -> EnumSet.of(Measure.CEASE, Measure.TAKEDOWN, Measure.DISCONNECT, Measure.RECALL);
        };
    }

    List<Obligation> obligations() {
        List<Said<MeasureTaken>> measures = register.all(MeasureTaken.class);
        List<Said<LegalHoldSet>> holds = register.all(LegalHoldSet.class);
        List<Said<FindingRectified>> rectified = register.all(FindingRectified.class);
        return register.all(OrderIssued.class).stream()
                .map(order -> obligation(order, measures, holds, rectified))
                .toList();
    }

    private static Obligation obligation(
            Said<OrderIssued> order,
            List<Said<MeasureTaken>> measures,
            List<Said<LegalHoldSet>> holds,
            List<Said<FindingRectified>> rectified) {
        OrderIssued.Kind kind = order.body().kind();
        Stream<Said<?>> answers = Stream.concat(
                measures.stream()
                        .filter(measure -> fitting(kind).contains(measure.body().measure())
                                && concerns(measure, measure.body().about(), order)),
                Stream.concat(
                        holds.stream()
                                .filter(hold -> kind == OrderIssued.Kind.SEAL
                                        && concerns(hold, hold.body().about(), order)),
                        rectified.stream()
                                .filter(one -> kind == OrderIssued.Kind.RECTIFY
                                        && Register.refersTo(one.entry(), order.entry()))));
        Instant until = order.body().until();
        return Settlement.firstOf(answers.filter(
                        answer -> answer.actor().equals(order.body().to())
                                && answer.entry().index() > order.entry().index()))
                .obligation(
                        Obligation.Kind.OBEY_ORDER,
                        order.body().to(),
                        subject(order.body()),
                        order.entry(),
                        order.recordedAt(),
                        // without an end it has to be obeyed at once
                        until == null ? order.recordedAt() : until,
                        null);
    }

    private static boolean concerns(Said<?> answer, List<EntityId> about, Said<OrderIssued> order) {
        return Register.refersTo(answer.entry(), order.entry())
                || order.body().about().stream().anyMatch(entity -> Register.names(about, entity));
    }

    private static String subject(OrderIssued order) {
        return order.about().isEmpty()
                ? order.kind().code()
                : order.kind().code()
                        + " "
                        + order.about().stream().map(entity -> entity.key()).collect(Collectors.joining(", "));
    }
}
