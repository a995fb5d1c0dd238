package io.kdchain.provenance.store;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Commitment;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps, beside the entries and under no proof, the sealed values to which events are committed, and forgets them.
 * Implementations are safe for concurrent use, and throw {@link StoreException} when what they keep cannot be reached.
 */
public interface Vault {
    /**
     * A value as it is kept.
     *
     * @param key which key it is sealed under; null means that the value was erased
     * @param content the sealed value; null means that it was erased
     */
    record Sealed(@Nullable String key, @Nullable Bytes content) {
        /** What is left of a value that was erased. */
        public static final Sealed ERASED = new Sealed(null, null);

        public Sealed {
            if ((key == null) != (content == null)) {
                throw new IllegalArgumentException("A value is kept with its key, or neither is.");
            }
        }

        /** Whether the value was erased. */
        public boolean erased() {
            return content == null;
        }
    }

    /**
     * Keeps a value. It survives a loss of power from when this returns.
     *
     * @throws StoreException if the commitment is kept already
     */
    void put(Commitment commitment, Sealed value);

    /** What is kept under a commitment; nothing if it never was. */
    Optional<Sealed> find(Commitment commitment);

    /**
     * Forgets values: from when this returns no file of the storage holds them. That they were there is kept. Those
     * forgotten before do no harm, and are forgotten again, in case the first time was cut short.
     */
    void erase(Collection<Commitment> commitments);
}
