/**
 * Monitors of what is served, as meters of a host application. In: monitors. Out: gauges and counters of Micrometer,
 * which is an optional dependency: whoever uses this room names {@code io.micrometer:micrometer-core}, and nobody else
 * needs it.
 */
@NullMarked
package io.kdchain.core.metrics;

import org.jspecify.annotations.NullMarked;
