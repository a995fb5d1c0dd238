package io.kdchain.rules.pack;

/** How a norm's text was verified. */
public enum Verified {
    /** Against the text. */
    T,
    /** By secondary sources. */
    S,
    /** From memory: check before use. */
    M
}
