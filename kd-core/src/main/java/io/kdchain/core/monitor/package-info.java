/**
 * Watches what is served, output by output, for a change of what is decided and for unequal treatment. In: one
 * category, or a group and an outcome, for each output. Out: one alert, whose rate on unchanged data is bounded over
 * the whole stream, however long it is watched. Knows no model, no log and no tensors; {@code core.record} makes the
 * event of an alert, {@code core.metrics} gauges for the host.
 */
@NullMarked
package io.kdchain.core.monitor;

import org.jspecify.annotations.NullMarked;
