package io.kdchain.provenance.event;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whom and what a body names.
 *
 * @param entities entities, those written as free text included
 * @param parties parties
 * @param commitments commitments to values that are kept elsewhere
 */
public record Mentions(Set<EntityId> entities, Set<PartyId> parties, Set<Commitment> commitments) {
    /** Looked up once for a type: it takes longer than to read all values. */
    private static final ClassValue<List<RecordComponent>> COMPONENTS = new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
            return List.of(type.getRecordComponents());
        }
    };

    /** What a body names; nothing for a body that is not understood. */
    public static Mentions of(EventBody body) {
        Mentions mentions = new Mentions(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        if (!(body instanceof UnknownBody)) {
            mentions.addAll((Record) body);
        }
        return mentions;
    }

    private void addAll(Record owner) {
        for (RecordComponent component : COMPONENTS.get(owner.getClass())) {
            try {
                Object value = component.getAccessor().invoke(owner);
                if (value != null) {
                    add(value);
                }
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("Could not read %s.".formatted(component), e);
            }
        }
    }

    private void add(Object value) {
        if (value instanceof EntityId entity) {
            entities.add(entity);
        } else if (value instanceof PartyId party) {
            parties.add(party);
        } else if (value instanceof String text && EntityId.looksLike(text)) {
            addText(text);
        } else if (value instanceof String text) {
            Commitment.find(text).ifPresent(commitments::add);
        } else if (value instanceof Collection<?> collection) {
            collection.forEach(this::add);
        } else if (value instanceof Record part && !(value instanceof Digest) && !(value instanceof Share)) {
            addAll(part);
        }
    }

    /** Free text may name an entity; where it only looks like one it names none. */
    private void addText(String text) {
        try {
            entities.add(EntityId.parse(text));
        } catch (IllegalArgumentException e) {
            return;
        }
    }
}
