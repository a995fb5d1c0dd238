package io.kdchain.provenance.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set was audited.
 *
 * @param dataset the data set
 * @param kind what was examined
 * @param passed the result
 * @param report id or digest of the report; null means not stated
 * @param findings what was found
 */
public record DataAudited(
        EntityId dataset,
        Kind kind,
        boolean passed,
        @Nullable String report,
        List<String> findings) implements EventBody {

    public DataAudited {
        findings = List.copyOf(findings);
    }

    /** What an audit of data examines. */
    public enum Kind implements Coded {
        COMPLIANCE,
        QUALITY,
        BIAS,
        IMPACT;
    }
}
