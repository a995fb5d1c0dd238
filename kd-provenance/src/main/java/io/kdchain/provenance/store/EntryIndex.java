package io.kdchain.provenance.store;

import io.kdchain.provenance.event.AgreementConcluded;
import io.kdchain.provenance.event.ComplianceTrainingHeld;
import io.kdchain.provenance.event.ConventionSigned;
import io.kdchain.provenance.event.DataErased;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationProgressed;
import io.kdchain.provenance.event.DutyAppraised;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.FindingRectified;
import io.kdchain.provenance.event.InsuranceBound;
import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.LegalHoldLifted;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.Mentions;
import io.kdchain.provenance.event.MonitoringAlarm;
import io.kdchain.provenance.event.OrderIssued;
import io.kdchain.provenance.event.OutputUsed;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.PlanAdopted;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.TechnicalAudited;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How an entry is found. Follows from the event alone, so that a check can derive it again and compare.
 *
 * @param chain the chain of the event
 * @param recorder who counts it: the observer, else the actor
 * @param seq the recorder's counter
 * @param edges sorted, each once
 */
public record EntryIndex(String chain, String recorder, long seq, List<Edge> edges) {
    /** The order in which edges are kept. */
    public static final Comparator<Edge> ORDER =
            Comparator.comparing(Edge::kind).thenComparing(Edge::key);

    private static final DateTimeFormatter AT =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final String RUN = "run:";
    private static final String FINDING = "finding:";

    public EntryIndex {
        edges = edges.stream().sorted(ORDER).distinct().toList();
    }

    /** The index of an event. */
    public static EntryIndex of(Event event) {
        Set<Edge> edges = new TreeSet<>(ORDER);
        edges.add(new Edge(EdgeKind.EVENT, event.id().toString()));
        edges.add(new Edge(EdgeKind.ACTOR, event.actor().value()));
        event.uses().forEach(entity -> edges.add(new Edge(EdgeKind.USES, entity.key())));
        event.generates().forEach(entity -> edges.add(new Edge(EdgeKind.GENERATES, entity.key())));
        event.refs().forEach(id -> edges.add(new Edge(EdgeKind.REFS, id.toString())));
        Mentions.of(event.body())
                .commitments()
                .forEach(commitment -> edges.add(new Edge(EdgeKind.COMMITMENT, commitment.toString())));
        addAbout(event, edges);
        addParties(event, edges);
        edges.addAll(named(event.actor(), event.body()));
        addKeys(event, edges);
        edges.add(new Edge(EdgeKind.TYPE, event.type()));
        edges.add(new Edge(EdgeKind.AT, atKey(event.at())));
        PartyId observer = event.observedBy();
        if (observer != null) {
            edges.add(new Edge(EdgeKind.OBSERVER, observer.value()));
        }
        PartyId recorder = observer == null ? event.actor() : observer;
        return new EntryIndex(event.chain(), recorder.value(), event.seq(), List.copyOf(edges));
    }

    /** The key of a moment: year to millisecond in UTC as 17 digits, so that keys sort as times do. */
    public static String atKey(Instant moment) {
        return AT.format(moment);
    }

    /** The key under which whatever concerns a run is found. */
    public static String runKey(String run) {
        return RUN + run;
    }

    private static void addAbout(Event event, Set<Edge> edges) {
        EventBody body = event.body();
        // what makes something new out of an entity says nothing about it, else each model would drag in all its
        // students
        boolean produces =
                !event.generates().isEmpty() && (EventTypes.isChainAct(event.type()) || !event.isUnderstood());
        if (!produces) {
            event.uses().forEach(entity -> about(entity.key(), edges));
            Mentions.of(body).entities().forEach(entity -> about(entity.key(), edges));
        }
        if (body instanceof OutputUsed used) {
            about(used.output().key(), edges);
        } else if (body instanceof DistillationProgressed progressed) {
            about(runKey(progressed.run()), edges);
        } else if (body instanceof DistillationCompleted completed && completed.run() != null) {
            about(runKey(completed.run()), edges);
        } else if (body instanceof MonitoringAlarm alarm && !EntityId.looksLike(alarm.subject())) {
            about(runKey(alarm.subject()), edges);
        } else if (body instanceof FindingRectified rectified) {
            about(FINDING + rectified.finding(), edges);
        } else if (body instanceof TechnicalAudited audited) {
            audited.findings().forEach(finding -> edges.add(new Edge(EdgeKind.STATES, FINDING + finding.id())));
        }
    }

    private static void about(String key, Set<Edge> edges) {
        edges.add(new Edge(EdgeKind.ABOUT, key));
    }

    private static void addParties(Event event, Set<Edge> edges) {
        EventBody body = event.body();
        if (body instanceof AgreementConcluded agreement) {
            agreement.parties().forEach(party -> party(party, edges));
        } else if (body instanceof InsuranceBound insurance) {
            party(insurance.insured(), edges);
        } else if (body instanceof ProviderAssessed assessed) {
            party(assessed.provider(), edges);
        } else if (body instanceof DutyAppraised appraised) {
            party(appraised.party(), edges);
        } else if (body instanceof OrderIssued order && order.about().isEmpty()) {
            party(order.to(), edges);
        } else if (concernsItsActor(body)) {
            party(event.actor(), edges);
        }
    }

    /** The edges to the parties that a body names besides who acts. */
    public static Set<Edge> named(PartyId actor, EventBody body) {
        return Mentions.of(body).parties().stream()
                .filter(party -> !party.equals(actor))
                .map(party -> new Edge(EdgeKind.NAMES, party.value()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean concernsItsActor(EventBody body) {
        return body instanceof ConventionSigned
                || body instanceof ComplianceTrainingHeld
                || body instanceof PlanAdopted
                || body instanceof DataErased
                || body instanceof PartyRegistered
                || body instanceof KeyRotated
                || body instanceof KeyRevoked
                || (body instanceof MeasureTaken measure && measure.about().isEmpty())
                || (body instanceof LegalHoldSet hold && hold.about().isEmpty())
                || (body instanceof LegalHoldLifted lifted && lifted.about().isEmpty());
    }

    private static void party(PartyId party, Set<Edge> edges) {
        edges.add(new Edge(EdgeKind.PARTY, party.value()));
    }

    private static void addKeys(Event event, Set<Edge> edges) {
        if (event.body() instanceof PartyRegistered registered) {
            key(event.actor(), registered.key(), edges);
        } else if (event.body() instanceof KeyRotated rotated) {
            key(event.actor(), rotated.newKey(), edges);
        } else if (event.body() instanceof KeyRevoked) {
            edges.add(new Edge(EdgeKind.KEY_OF, event.actor().value()));
        }
    }

    private static void key(PartyId party, String text, Set<Edge> edges) {
        edges.add(new Edge(EdgeKind.KEY_OF, party.value()));
        try {
            byte[] raw = Base64.getDecoder().decode(text.substring(text.indexOf(':') + 1));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(raw);
            edges.add(new Edge(EdgeKind.KEY_ID, HexFormat.of().formatHex(hash)));
        } catch (IllegalArgumentException e) {
            // a text that is no key has no id; that it is none is found where signatures are checked
            return;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256, which every one must have.", e);
        }
    }
}
