package io.kdchain.rules.engine;

import io.kdchain.provenance.event.KdException;

/** The rule engine failed, or did not come to an end within its limit. */
public final class RuleEngineException extends KdException {
    private static final long serialVersionUID = 1L;

    /** With what was being done and what to do. */
    public RuleEngineException(String message) {
        super(message);
    }

    /** With what was being done, what to do, and the cause. */
    public RuleEngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
