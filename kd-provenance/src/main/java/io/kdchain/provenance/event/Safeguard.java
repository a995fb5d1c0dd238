package io.kdchain.provenance.event;

/** What a deployment does against harm. */
public enum Safeguard implements Coded {
    CONTENT_FILTER,
    RISK_LABEL,
    HUMAN_REVIEW,
    APPEAL,
    COMPLAINT_CHANNEL,
    RATE_LIMIT,
    MONITORING,
    AIGC_LABEL;
}
