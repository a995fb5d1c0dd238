package io.kdchain.provenance.event;

import org.jspecify.annotations.Nullable;

/**
 * Id of an entity: {@code kind:name}, and {@code @sha256:…} where the entity has bytes.
 *
 * @param kind what it is
 * @param name 1 to 256 characters without spaces and control characters
 * @param digest digest of its bytes; null means not stated
 */
public record EntityId(
        EntityKind kind, String name, @Nullable Digest digest) implements Comparable<EntityId> {
    private static final int MAX_LENGTH = 256;
    private static final String DIGEST_MARK = "@sha256:";

    public EntityId {
        Names.check("Name of a " + kind.code(), name, MAX_LENGTH);
        if (name.contains(DIGEST_MARK)) {
            throw new IllegalArgumentException("'%s' contains %s twice.".formatted(name, DIGEST_MARK));
        }
    }

    /** Reads {@code kind:name} or {@code kind:name@sha256:hex}. */
    public static EntityId parse(String text) {
        int colon = text.indexOf(':');
        String code = colon < 0 ? text : text.substring(0, colon);
        EntityKind kind = Coded.find(EntityKind.class, code).orElse(null);
        if (colon < 0 || kind == null) {
            throw new IllegalArgumentException("'%s' is no entity: it must be KIND:NAME with KIND one of %s."
                    .formatted(text, String.join(", ", Coded.codes(EntityKind.class))));
        }
        int mark = text.indexOf(DIGEST_MARK, colon + 1);
        return mark < 0
                ? new EntityId(kind, text.substring(colon + 1), null)
                : new EntityId(kind, text.substring(colon + 1, mark), Digest.parse(text.substring(mark + 1)));
    }

    /** Whether text begins like an entity id: a known kind and a colon. */
    public static boolean looksLike(String text) {
        int colon = text.indexOf(':');
        return colon > 0
                && Coded.find(EntityKind.class, text.substring(0, colon)).isPresent();
    }

    /** {@code kind:name}: the same for every version of the entity's bytes. */
    public String key() {
        return kind.code() + ":" + name;
    }

    /** The same entity without a digest. */
    public EntityId withoutDigest() {
        return digest == null ? this : new EntityId(kind, name, null);
    }

    /** Whether both name the same entity and their digests, where both state one, agree. */
    public boolean matches(EntityId other) {
        return kind == other.kind
                && name.equals(other.name)
                && (digest == null || other.digest == null || digest.equals(other.digest));
    }

    @Override
    public int compareTo(EntityId other) {
        return toString().compareTo(other.toString());
    }

    /** As text that {@link #parse} reads. */
    @Override
    public String toString() {
        return digest == null ? key() : key() + "@" + digest;
    }
}
