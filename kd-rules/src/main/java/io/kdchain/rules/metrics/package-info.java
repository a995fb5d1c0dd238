/**
 * Verdicts as counters of a host application. In: verdicts. Out: meters of Micrometer, which is an optional dependency:
 * whoever uses this room names {@code io.micrometer:micrometer-core}, and nobody else needs it.
 */
@NullMarked
package io.kdchain.rules.metrics;

import org.jspecify.annotations.NullMarked;
