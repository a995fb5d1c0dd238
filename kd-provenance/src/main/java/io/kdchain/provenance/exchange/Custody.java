package io.kdchain.provenance.exchange;

import io.kdchain.provenance.sign.VerifierKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who took a bundle out of a log, and when. A claim: nothing but the exporter's signature stands for it.
 *
 * @param exportedAt clock of the exporter, UTC, in milliseconds
 * @param exporter under whose key the bundle is attested; null means nobody's
 */
public record Custody(Instant exportedAt, @Nullable VerifierKey exporter) {
    public Custody {
        exportedAt = exportedAt.truncatedTo(ChronoUnit.MILLIS);
    }
}
