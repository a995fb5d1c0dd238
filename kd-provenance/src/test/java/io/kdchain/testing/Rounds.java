package io.kdchain.testing;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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
    private static final OperatingSystemMXBean PROCESSOR =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private Rounds() {}

    /** Something to be done over and over; told which thread does it. */
    @FunctionalInterface
    public interface Work {
        /** Does it once. */
        void once(int thread) throws Exception;
    }

    /**
     * What was measured of something that is done over and over.
     *
     * @param perSecond how often it was done in a second
     * @param processorMicros processor time that this process took for it each time, on all cores, collecting its
     *     garbage and compiling included; other processes on the machine hardly change that
     */
    public record Figure(double perSecond, double processorMicros) {}

    /** Counts from when it is made. */
    public static final class Meter {
        private final long processor = PROCESSOR.getProcessCpuTime();
        private final long begun = System.nanoTime();

        /** The figure, if it was done so many times since. */
        public Figure done(long times) {
            double nanos = System.nanoTime() - begun;
            return new Figure(times * 1e9 / nanos, (PROCESSOR.getProcessCpuTime() - processor) / 1e3 / times);
        }
    }

    /** How often so many threads together do the work in a second, if they do it for so long. */
    public static double perSecond(int threads, long millis, Work work) throws Exception {
        return measure(threads, millis, work).perSecond();
    }

    /** As {@link #perSecond}, with the processor time of doing it once. */
    public static Figure measure(int threads, long millis, Work work) throws Exception {
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
        Meter meter = new Meter();
        end[0] = System.nanoTime() + millis * 1_000_000;
        start.await();
        for (Thread thread : running) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return meter.done(done.get());
    }

    /** The middle one of some figures. */
    public static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** One line on a ratio of two medians of rates, and on that of the processor time behind them. */
    public static String line(String what, List<Figure> measured, List<Figure> baseline) {
        double[] cost = micros(measured);
        double[] baseCost = micros(baseline);
        return "%s; in processor time %.1f us against %.1f us, ratio %.2f"
                .formatted(
                        line(what, rates(measured), rates(baseline)),
                        median(cost),
                        median(baseCost),
                        median(baseCost) / median(cost));
    }

    /** The rates of some figures. */
    public static double[] rates(List<Figure> figures) {
        return figures.stream().mapToDouble(Figure::perSecond).toArray();
    }

    private static double[] micros(List<Figure> figures) {
        return figures.stream().mapToDouble(Figure::processorMicros).toArray();
    }

    /** One line on a ratio of two medians. */
    public static String line(String what, double[] measured, double[] baseline) {
        return "%s: %,.0f/s against %,.0f/s, ratio %.2f"
                .formatted(what, median(measured), median(baseline), median(measured) / median(baseline));
    }
}
