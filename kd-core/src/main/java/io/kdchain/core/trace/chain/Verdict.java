package io.kdchain.core.trace.chain;

/** How sure a finding is. */
public enum Verdict {
    /** What a stage handed on contradicts, exactly, what is on record or said of it. */
    CONVICTED,
    /** A stage goes beyond the band of chains without a defect, held against a good one. */
    LOCATED,
    /** Without a good chain: a stage is the likeliest, and no more. */
    HYPOTHESIS,
    /** Nothing goes beyond its band: no stage is named. */
    ABSTAINED
}
