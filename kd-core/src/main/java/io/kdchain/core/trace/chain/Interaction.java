package io.kdchain.core.trace.chain;

import io.kdchain.core.trace.Stage;

/**
 * What two stages do together beyond what each does alone; below 0 one hides the other.
 *
 * @param value in units of the measure
 */
public record Interaction(Stage one, Stage other, double value) {}
