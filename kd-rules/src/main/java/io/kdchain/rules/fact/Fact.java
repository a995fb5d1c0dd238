package io.kdchain.rules.fact;

/** What the evidence shows. Made by {@code rules.derive} alone; a rule can read a fact and never make one. */
public non-sealed interface Fact extends Term {}
