package io.kdchain.provenance.privacy;

import io.kdchain.provenance.event.Bytes;
import java.util.Optional;

/**
 * Keeps one key for each personal value, apart from the log. To destroy a key makes every copy of its value useless:
 * those in backups and replicas too, as long as the keys are not backed up along with the log. A key management service
 * may implement it. Implementations are safe for concurrent use.
 */
public interface ValueKeys {
    /** Bytes of a key. */
    int KEY_SIZE = 32;

    /**
     * Makes a key that survives a loss of power from when this returns.
     *
     * @return its id, 1 to 128 characters; the id alone tells nothing of the key
     */
    String create();

    /** A key, {@value #KEY_SIZE} bytes; nothing if it was destroyed or never made. */
    Optional<Bytes> find(String id);

    /** Destroys a key for ever. One that is not there does no harm. */
    void destroy(String id);
}
