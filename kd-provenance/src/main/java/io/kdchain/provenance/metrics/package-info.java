/**
 * Counters and gauges of a log for the metrics of a host application. In: what a log tells its listener. Out: meters of
 * Micrometer, which is an optional dependency: whoever uses this room names {@code io.micrometer:micrometer-core}, and
 * nobody else needs it.
 */
@NullMarked
package io.kdchain.provenance.metrics;

import org.jspecify.annotations.NullMarked;
