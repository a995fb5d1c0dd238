package io.kdchain.provenance.federation;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.EvidenceSource;
import io.kdchain.provenance.slice.CausalSlicer;
import io.kdchain.provenance.slice.Reach;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.provenance.store.EdgeSource;
import io.kdchain.provenance.store.EntryIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Several logs read as one. Immutable, and as safe for concurrent use as the logs are; closes none of them.
 *
 * <pre>{@code
 * Federation all = Federation.of(List.of(
 *         new Member("hospital", hospital.reader(), trust), new Member("cloud", cloud.reader(), trust)));
 * FederatedEvidence found = all.judge(all.slice(List.of(EntityId.parse("output:4711"))));
 * }</pre>
 */
public final class Federation implements EvidenceSource {
    /** Bits of an index that are the place in its log; those above are the log. */
    private static final int PLACE_BITS = 48;

    private static final long PLACE = (1L << PLACE_BITS) - 1;
    private static final int MAX_MEMBERS = 1 << (Long.SIZE - 1 - PLACE_BITS);

    private final List<Member> members;

    private Federation(List<Member> members) {
        this.members = members;
    }

    /**
     * Reads these logs as one. Which comes first matters only where two recorded an event at the same moment.
     *
     * @throws IllegalArgumentException if there is none, or two have one name
     */
    public static Federation of(List<Member> members) {
        Set<String> names = members.stream().map(Member::name).collect(Collectors.toSet());
        if (members.isEmpty() || members.size() > MAX_MEMBERS || names.size() < members.size()) {
            throw new IllegalArgumentException("1 to %d logs of different names can be read as one; these are %s."
                    .formatted(MAX_MEMBERS, members.stream().map(Member::name).toList()));
        }
        return new Federation(List.copyOf(members));
    }

    /** The logs. */
    public List<Member> members() {
        return members;
    }

    /**
     * The index by which an entry of one of the logs is known here; for the first log it is the same.
     *
     * @param member number of the log, from 0
     * @param index place in that log
     */
    public static long indexOf(int member, long index) {
        return ((long) member << PLACE_BITS) | index;
    }

    /** Number of the log, from 0, in which an entry stands. */
    public static int memberOf(long index) {
        return (int) (index >>> PLACE_BITS);
    }

    /** Place of an entry in its log. */
    public static long placeOf(long index) {
        return index & PLACE;
    }

    @Override
    public Slice slice(Collection<EntityId> about) {
        return new CausalSlicer(new Union()).cut(about);
    }

    /** What came of these entities, in whichever log. */
    public Reach reach(Collection<EntityId> from) {
        return new CausalSlicer(new Union()).reach(from);
    }

    @Override
    public Evidence evidence(Slice slice) {
        return judge(slice).evidence();
    }

    /** What of a slice may be believed, and where each event is proven. */
    public FederatedEvidence judge(Slice slice) {
        return new Judgement(members, slice).told();
    }

    @Override
    public List<Long> find(EdgeKind kind, String key) {
        return new Union().findAll(kind, List.of(key)).getOrDefault(key, List.of());
    }

    /** The edges of all logs together. */
    private final class Union implements EdgeSource {
        @Override
        public Map<String, List<Long>> findAll(EdgeKind kind, Collection<String> keys) {
            Map<String, List<Long>> found = new HashMap<>();
            for (int i = 0; i < members.size(); i++) {
                int member = i;
                members.get(i)
                        .log()
                        .findAll(kind, keys)
                        .forEach((key, indexes) ->
                                indexes.forEach(index -> found.computeIfAbsent(key, unknown -> new ArrayList<>())
                                        .add(indexOf(member, index))));
            }
            return found;
        }

        @Override
        public Map<Long, EntryIndex> indexes(Collection<Long> indexes) {
            Map<Long, EntryIndex> found = new HashMap<>();
            byMember(indexes)
                    .forEach((member, places) -> members.get(member)
                            .log()
                            .indexes(places)
                            .forEach((place, index) -> found.put(indexOf(member, place), index)));
            return found;
        }
    }

    /** Places in each log, by its number. */
    static Map<Integer, List<Long>> byMember(Collection<Long> indexes) {
        Map<Integer, List<Long>> places = new HashMap<>();
        for (long index : indexes) {
            places.computeIfAbsent(memberOf(index), member -> new ArrayList<>()).add(placeOf(index));
        }
        return Collections.unmodifiableMap(places);
    }
}
