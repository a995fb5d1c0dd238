package io.kdchain.provenance.federation;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.canonical.Statements;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceVerifier;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.Gap;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.merkle.MerkleTree;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EventReader;
import io.kdchain.provenance.store.Position;
import io.kdchain.provenance.store.StoreException;
import io.kdchain.provenance.store.StoredCheckpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** One check of one slice over several logs: each log judges its part, then the parts are held against each other. */
final class Judgement {
    /** The order in which copies of an event count: the earliest recorded first. */
    private static final Comparator<LogEntry> EARLIEST =
            Comparator.comparing(LogEntry::recordedAt).thenComparing(LogEntry::index);
    /** So many numbers of a gap are looked for in the other logs; a longer gap is told as it is. */
    private static final long MAX_FILLED = 10_000;

    private final List<Member> members;
    private final Slice slice;
    /** Copies of each event that stands, by the index of the first. */
    private final SortedMap<Long, List<LogEntry>> events = new TreeMap<>();

    private final List<RejectedEntry> rejected = new ArrayList<>();
    private final Set<Finding> findings = new LinkedHashSet<>();
    private final Set<Gap> gaps = new LinkedHashSet<>();

    Judgement(List<Member> members, Slice slice) {
        this.members = members;
        this.slice = slice;
    }

    FederatedEvidence told() {
        Map<EventId, List<LogEntry>> copies = new TreeMap<>();
        Federation.byMember(slice.indexes()).forEach((member, places) -> judge(member, places, copies));
        copies.values().forEach(this::merge);
        rejected.removeIf(this::standsElsewhere);
        rejectContradictions();
        compareCounters();
        compareParties();
        List<LogEntry> admitted = new ArrayList<>();
        List<LogEntry> notUnderstood = new ArrayList<>();
        for (List<LogEntry> standing : events.values()) {
            LogEntry first = standing.get(0);
            (first.event().isUnderstood() ? admitted : notUnderstood).add(first);
        }
        rejected.sort(Comparator.comparingLong(RejectedEntry::index));
        Evidence evidence =
                new Evidence(onlyFirst(), admitted, rejected, notUnderstood, List.copyOf(findings), List.copyOf(gaps));
        SortedMap<String, StoredCheckpoint> checkpoints = new TreeMap<>();
        return new FederatedEvidence(evidence, standings(checkpoints), checkpoints);
    }

    private void judge(int member, List<Long> places, Map<EventId, List<LogEntry>> copies) {
        Member log = members.get(member);
        Slice part = new Slice(slice.about(), new TreeSet<>(), new TreeSet<>(places), Set.of(), Set.of());
        Evidence judged = new EvidenceVerifier(log.log(), log.trust()).verify(part);
        List<LogEntry> standing = new ArrayList<>(judged.admitted());
        standing.addAll(judged.notUnderstood());
        for (LogEntry entry : standing) {
            copies.computeIfAbsent(entry.event().id(), id -> new ArrayList<>())
                    .add(new LogEntry(
                            Federation.indexOf(member, entry.index()),
                            entry.recordedAt(),
                            entry.event(),
                            entry.leafHash(),
                            entry.keyId()));
        }
        for (RejectedEntry entry : judged.rejected()) {
            if (entry.reason() == RejectReason.DIGEST_CONTRADICTION) {
                // its maker may stand in another log: judged again when all are known
                again(log, member, entry.index())
                        .ifPresent(found -> copies.computeIfAbsent(found.event().id(), id -> new ArrayList<>())
                                .add(found));
                continue;
            }
            rejected.add(new RejectedEntry(
                    Federation.indexOf(member, entry.index()),
                    entry.recordedAt(),
                    entry.reason(),
                    "In log %s: %s".formatted(log.name(), entry.detail()),
                    entry.untrusted(),
                    entry.tampered(),
                    entry.tampering(),
                    entry.signedBy()));
        }
        Set<Gap> open = judged.gaps().stream()
                .flatMap(gap -> unfilled(gap, member).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        gaps.addAll(open);
        for (Finding finding : judged.findings()) {
            Long index = finding.index();
            if (finding.code() != Finding.Code.GAP) {
                findings.add(new Finding(
                        finding.code(),
                        index == null ? null : Federation.indexOf(member, index),
                        finding.party(),
                        "In log %s: %s".formatted(log.name(), finding.message())));
            }
        }
        open.forEach(gap -> findings.add(new Finding(
                Finding.Code.GAP,
                null,
                gap.party(),
                "'%s' counted events %d to %d of chain '%s' that stand in none of the logs."
                        .formatted(gap.party(), gap.firstMissing(), gap.lastMissing(), gap.chain()))));
    }

    private static Optional<LogEntry> again(Member log, int member, long place) {
        return log.log().read(place).map(entry -> {
            SignedEvent signed = SignedEvent.parse(entry.envelope().toArray());
            return new LogEntry(
                    Federation.indexOf(member, place),
                    entry.recordedAt(),
                    signed.event(),
                    new Digest(HexFormat.of().formatHex(entry.leafHash().toArray())),
                    signed.envelope().signatures().get(0).keyId());
        });
    }

    /** What is left of a gap when the events are taken away that stand in other logs. */
    private List<Gap> unfilled(Gap gap, int member) {
        if (gap.lastMissing() - gap.firstMissing() >= MAX_FILLED) {
            return List.of(gap);
        }
        Set<Long> found = new TreeSet<>();
        for (int other = 0; other < members.size(); other++) {
            if (other != member) {
                found.addAll(standingNumbers(members.get(other), gap));
            }
        }
        List<Gap> left = new ArrayList<>();
        long from = gap.firstMissing();
        for (long seq : found) {
            if (seq > from) {
                left.add(new Gap(gap.party(), gap.chain(), from, seq - 1));
            }
            from = seq + 1;
        }
        if (from <= gap.lastMissing()) {
            left.add(new Gap(gap.party(), gap.chain(), from, gap.lastMissing()));
        }
        return left;
    }

    private static Set<Long> standingNumbers(Member other, Gap gap) {
        Set<Long> places = new TreeSet<>();
        Optional<Position> next = other.log().after(gap.chain(), gap.party().value(), gap.firstMissing() - 1);
        while (next.isPresent() && next.get().seq() <= gap.lastMissing()) {
            places.add(next.get().index());
            next = other.log()
                    .after(gap.chain(), gap.party().value(), next.get().seq());
        }
        if (places.isEmpty()) {
            return Set.of();
        }
        return new EvidenceVerifier(other.log(), other.trust())
                        .verify(new Slice(List.of(), new TreeSet<>(), new TreeSet<>(places), Set.of(), Set.of()))
                        .admitted()
                        .stream()
                        .map(entry -> entry.event().seq())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Makes one of the copies of an event; what has its id and says something else is rejected. */
    private void merge(List<LogEntry> copies) {
        List<LogEntry> sorted = copies.stream().sorted(EARLIEST).toList();
        LogEntry first = sorted.get(0);
        List<LogEntry> same = new ArrayList<>();
        for (LogEntry entry : sorted) {
            if (hash(entry.event()).equals(hash(first.event()))) {
                same.add(entry);
            } else {
                String message = "Event %s says something else in log %s (entry %d) than in log %s (entry %d)."
                        .formatted(
                                first.event().id(),
                                name(entry.index()),
                                Federation.placeOf(entry.index()),
                                name(first.index()),
                                Federation.placeOf(first.index()));
                reject(entry, RejectReason.DUPLICATE, message);
                findings.add(new Finding(Finding.Code.EVENT_DIFFERS, entry.index(), recorder(entry.event()), message));
            }
        }
        events.put(first.index(), same);
    }

    private void reject(LogEntry entry, RejectReason reason, String message) {
        rejected.add(new RejectedEntry(
                entry.index(), entry.recordedAt(), reason, message, entry.event(), false, null, null));
    }

    /** A copy that proves nothing in one log takes nothing from the same event proven in another. */
    private boolean standsElsewhere(RejectedEntry entry) {
        Event untrusted = entry.untrusted();
        return untrusted != null
                && !entry.tampered()
                && events.values().stream()
                        .map(copies -> copies.get(0).event())
                        .anyMatch(event -> event.equals(untrusted));
    }

    /** Events that name another digest for an entity than those which generated it, and makers that disagree. */
    private void rejectContradictions() {
        Map<String, Map<Digest, LogEntry>> made = new TreeMap<>();
        for (List<LogEntry> copies : events.values()) {
            LogEntry entry = copies.get(0);
            for (EntityId entity : entry.event().generates()) {
                Digest digest = entity.digest();
                if (digest != null) {
                    made.computeIfAbsent(entity.key(), key -> new TreeMap<>(Comparator.comparing(Digest::hex)))
                            .putIfAbsent(digest, entry);
                }
            }
        }
        made.forEach((key, digests) -> {
            Set<String> logs = digests.values().stream()
                    .map(entry -> name(entry.index()))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (digests.size() > 1 && logs.size() > 1) {
                findings.add(new Finding(
                        Finding.Code.ENTITY_DIFFERS,
                        null,
                        null,
                        "%s was generated as %s, by events of logs %s."
                                .formatted(
                                        key,
                                        digests.keySet().stream()
                                                .map(Digest::toString)
                                                .collect(Collectors.joining(" and as ")),
                                        String.join(" and ", logs))));
            }
        });
        for (List<LogEntry> copies : List.copyOf(events.values())) {
            LogEntry entry = copies.get(0);
            EvidenceVerifier.named(entry.event()).stream()
                    .filter(named -> contradicts(named, made))
                    .findFirst()
                    .ifPresent(named -> {
                        events.remove(entry.index());
                        reject(
                                entry,
                                RejectReason.DIGEST_CONTRADICTION,
                                "It names %s, which was generated as %s."
                                        .formatted(
                                                named,
                                                made.getOrDefault(named.key(), Map.of()).keySet().stream()
                                                        .map(Digest::toString)
                                                        .collect(Collectors.joining(" or "))));
                    });
        }
    }

    private static boolean contradicts(EntityId named, Map<String, Map<Digest, LogEntry>> made) {
        Map<Digest, LogEntry> digests = made.getOrDefault(named.key(), Map.of());
        return named.digest() != null && !digests.isEmpty() && !digests.containsKey(named.digest());
    }

    /** A number that a party gave to one event in one log and to another event in another. */
    private void compareCounters() {
        for (List<LogEntry> copies : events.values()) {
            LogEntry entry = copies.get(0);
            for (int other = 0; other < members.size(); other++) {
                if (other != Federation.memberOf(entry.index())) {
                    compareCounter(entry, other);
                }
            }
        }
    }

    private void compareCounter(LogEntry entry, int other) {
        Event event = entry.event();
        PartyId recorder = recorder(event);
        Member log = members.get(other);
        log.log()
                .after(event.chain(), recorder.value(), event.seq() - 1)
                .filter(position -> position.seq() == event.seq())
                .flatMap(position -> standing(log, position.index()))
                .filter(twin -> recorder(twin.event()).equals(recorder)
                        && !twin.event().id().equals(event.id()))
                .ifPresent(twin -> findings.add(new Finding(
                        Finding.Code.COUNTED_TWICE,
                        entry.index(),
                        recorder,
                        "'%s' counted event %s in log %s and event %s in log %s both as number %d of chain '%s'."
                                .formatted(
                                        recorder,
                                        event.id(),
                                        name(entry.index()),
                                        twin.event().id(),
                                        log.name(),
                                        event.seq(),
                                        event.chain()))));
    }

    private static Optional<LogEntry> standing(Member log, long place) {
        Evidence judged = new EvidenceVerifier(log.log(), log.trust())
                .verify(new Slice(List.of(), new TreeSet<>(), new TreeSet<>(Set.of(place)), Set.of(), Set.of()));
        return judged.admitted().stream()
                .findFirst()
                .or(() -> judged.notUnderstood().stream().findFirst());
    }

    /** Parties that are called the same in two logs and have no key in common. */
    private void compareParties() {
        Set<PartyId> parties = new TreeSet<>();
        events.values().forEach(copies -> parties.add(recorder(copies.get(0).event())));
        for (PartyId party : parties) {
            Map<String, Set<String>> keys = new TreeMap<>();
            for (Member member : members) {
                Set<String> known = keysOf(member.log(), party);
                if (!known.isEmpty()) {
                    keys.put(member.name(), known);
                }
            }
            List<String> names = List.copyOf(keys.keySet());
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    Set<String> common = new TreeSet<>(keys.getOrDefault(names.get(i), Set.of()));
                    common.retainAll(keys.getOrDefault(names.get(j), Set.of()));
                    if (common.isEmpty()) {
                        findings.add(new Finding(
                                Finding.Code.PARTY_DIFFERS,
                                null,
                                party,
                                "'%s' has no key in common in logs %s and %s; it may be two parties of one name."
                                        .formatted(party, names.get(i), names.get(j))));
                    }
                }
            }
        }
    }

    private static Set<String> keysOf(EventReader log, PartyId party) {
        Set<String> keys = new TreeSet<>();
        log.indexes(log.find(EdgeKind.KEY_OF, party.value()))
                .values()
                .forEach(index -> index.edges().stream()
                        .filter(edge -> edge.kind() == EdgeKind.KEY_ID)
                        .forEach(edge -> keys.add(edge.key())));
        return keys;
    }

    /** The slice with one place for each event. */
    private Slice onlyFirst() {
        Map<Long, Long> firstOf = new TreeMap<>();
        events.forEach((first, copies) -> copies.forEach(copy -> firstOf.put(copy.index(), first)));
        Set<Long> told = new TreeSet<>(events.keySet());
        rejected.forEach(entry -> told.add(entry.index()));
        TreeSet<Long> causal = new TreeSet<>();
        slice.causal().forEach(index -> causal.add(firstOf.getOrDefault(index, index)));
        TreeSet<Long> related = new TreeSet<>();
        slice.related().forEach(index -> related.add(firstOf.getOrDefault(index, index)));
        causal.retainAll(told);
        related.retainAll(told);
        related.removeAll(causal);
        return new Slice(slice.about(), causal, related, slice.external(), slice.unknown());
    }

    private SortedMap<Long, List<Standing>> standings(SortedMap<String, StoredCheckpoint> checkpoints) {
        Map<Integer, List<Long>> places = Federation.byMember(events.values().stream()
                .flatMap(List::stream)
                .map(LogEntry::index)
                .toList());
        Map<Long, List<Bytes>> proofs = new TreeMap<>();
        Map<Integer, Long> sizes = new TreeMap<>();
        places.forEach((member, indexes) -> {
            Member log = members.get(member);
            size(log.log()).ifPresent(size -> {
                log.log().lastCheckpoint().ifPresent(note -> checkpoints.put(log.name(), note));
                sizes.put(member, size);
                List<Long> covered =
                        indexes.stream().filter(index -> index < size).toList();
                MerkleTree.inclusionProofs(covered, size, log.log())
                        .forEach((index, proof) -> proofs.put(
                                Federation.indexOf(member, index),
                                proof.stream().map(Bytes::of).toList()));
            });
        });
        SortedMap<Long, List<Standing>> standings = new TreeMap<>();
        events.forEach((first, copies) -> standings.put(
                first,
                copies.stream()
                        .map(copy -> new Standing(
                                name(copy.index()),
                                Federation.placeOf(copy.index()),
                                copy.recordedAt(),
                                copy.leafHash(),
                                proofs.containsKey(copy.index())
                                        ? sizes.getOrDefault(Federation.memberOf(copy.index()), 0L)
                                        : 0L,
                                proofs.getOrDefault(copy.index(), List.of())))
                        .toList()));
        return standings;
    }

    /** Size of the last checkpoint, if it can be read; whether it holds was said when the log was judged. */
    private static Optional<Long> size(EventReader log) {
        try {
            return log.lastCheckpoint()
                    .map(note -> Checkpoint.parse(
                            SignedNote.parse(note.note().toArray()).text()))
                    .map(Checkpoint::size)
                    .filter(size -> size <= log.size());
        } catch (MalformedNoteException | StoreException e) {
            return Optional.empty();
        }
    }

    private String name(long index) {
        return members.get(Federation.memberOf(index)).name();
    }

    private static PartyId recorder(Event event) {
        return event.observedBy() == null ? event.actor() : event.observedBy();
    }

    private static Digest hash(Event event) {
        return Sha256.of(Statements.encode(event));
    }
}
