package io.kdchain.rules.fact;

/** A word of the rule language: a {@link Fact} that evidence shows, or a {@link Conclusion} that rules draw. */
public sealed interface Term permits Fact, Conclusion {}
