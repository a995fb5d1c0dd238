package io.kdchain.testing;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Tells when a benchmark may begin to count: when the runtime has all but ceased to compile. On two cores it takes up
 * to half of all time for a minute, which the short code of a peer does not suffer from.
 */
public final class WarmUp {
    private static final long WINDOW_NANOS = 5_000_000_000L;
    private static final long AT_MOST_NANOS = 240_000_000_000L;
    /** Part of the time that the compiler may still take. */
    private static final double REST = 0.03;

    private final CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    private final long begun = System.nanoTime();
    private long windowBegun = begun;
    private long compiledBefore = compiler.getTotalCompilationTime();
    private boolean over;

    /** To be asked once a round, at its end; says the same for ever once it is over. */
    public boolean isOver() {
        long now = System.nanoTime();
        if (!over && now - windowBegun >= WINDOW_NANOS) {
            long compiled = compiler.getTotalCompilationTime();
            double part = (compiled - compiledBefore) * 1e6 / (now - windowBegun);
            over = part < REST || now - begun > AT_MOST_NANOS;
            if (over) {
                System.out.printf(
                        "warmed up for %d s; at last compiling took %.0f %% of the time of a core%n",
                        (now - begun) / 1_000_000_000, 100 * part);
            }
            windowBegun = now;
            compiledBefore = compiled;
        }
        return over;
    }
}
