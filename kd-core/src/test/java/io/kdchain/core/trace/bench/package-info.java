/**
 * The benchmark of {@link io.kdchain.core.trace.chain.ChainTracer}: small chains on real data, defects put into them,
 * and the count of how often the tracer names the right stage. The tracer cannot see any of this.
 */
@NullMarked
package io.kdchain.core.trace.bench;

import org.jspecify.annotations.NullMarked;
