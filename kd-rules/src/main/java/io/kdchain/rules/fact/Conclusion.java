package io.kdchain.rules.fact;

/** What a rule concludes. Equal conclusions are one conclusion with several reasons. */
public non-sealed interface Conclusion extends Term {}
