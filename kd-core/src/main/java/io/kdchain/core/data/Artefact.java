package io.kdchain.core.data;

/** Something that one stage of the chain hands to the next, and that has canonical bytes. */
public interface Artefact {

    /** Canonical bytes: equal artefacts give equal bytes, on every machine. A new array each time. */
    byte[] toBytes();

    /** SHA-256 of {@link #toBytes()}. */
    default ContentDigest digest() {
        return ContentDigest.of(toBytes());
    }
}
