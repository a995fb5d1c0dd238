package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Opens logs that must be there, to read them. */
final class Logs {
    private Logs() {}

    /**
     * A log.
     *
     * @param jdbcUrl its address
     * @param trust file of trusted keys; null means to take the log at its word
     */
    static ChainLog open(String jdbcUrl, @Nullable Path trust) {
        LogOptions options = LogOptions.defaults().mustExist();
        return ChainLog.open(jdbcUrl, trust == null ? options : options.trust(Trust.read(trust)));
    }
}
