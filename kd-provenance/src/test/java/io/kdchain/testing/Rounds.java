package io.kdchain.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Figures of a benchmark, taken in turns in one process, so that whatever else the machine does disturbs each of them
 * alike, and compared by their medians.
 */
public final class Rounds {
    private Rounds() {}

    /** Something to be done over and over; told which thread does it. */
    @FunctionalInterface
    public interface Work {
        /** Does it once. */
        void once(int thread) throws Exception;
    }

    /** How often so many threads together do the work in a second, if they do it for so long. */
    public static double perSecond(int threads, long millis, Work work) throws Exception {
        AtomicLong done = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        CyclicBarrier start = new CyclicBarrier(threads + 1);
        List<Thread> running = new ArrayList<>();
        long[] end = {0};
        for (int i = 0; i < threads; i++) {
            int thread = i;
            Thread started = new Thread(() -> {
                try {
                    start.await();
                    while (System.nanoTime() - end[0] < 0) {
                        work.once(thread);
                        done.incrementAndGet();
                    }
                } catch (Exception e) {
                    failure.compareAndSet(null, e);
                }
            });
            started.start();
            running.add(started);
        }
        long begun = System.nanoTime();
        end[0] = begun + millis * 1_000_000;
        start.await();
        for (Thread thread : running) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return done.get() * 1e9 / (System.nanoTime() - begun);
    }

    /** The middle one of some figures. */
    public static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** One line on a ratio of two medians. */
    public static String line(String what, double[] measured, double[] baseline) {
        return "%s: %,.0f/s against %,.0f/s, ratio %.2f"
                .formatted(what, median(measured), median(baseline), median(measured) / median(baseline));
    }

    /** One line on a ratio of two medians and on whether it is what was aimed for. */
    public static String line(String what, double[] measured, double[] baseline, double atLeast) {
        boolean met = median(measured) / median(baseline) >= atLeast;
        return "%s, goal >= %.2f: %s".formatted(line(what, measured, baseline), atLeast, met ? "met" : "NOT met");
    }
}
