package io.kdchain.core.distill;

/** What a network is built like, before it has weights. Its text is recorded and decides the result with the recipe. */
public sealed interface Architecture permits MlpDefinition, BlockDefinition {

    /** Numbers in one input. */
    int features();

    /** Classes that it tells apart; 2 or more. */
    int classes();
}
