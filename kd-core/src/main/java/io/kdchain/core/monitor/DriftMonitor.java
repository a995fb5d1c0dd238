package io.kdchain.core.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether what is served is still as in a reference, such as the outputs of the last audit. The host tells the
 * category of each output: the class that was decided, a band of the score, a topic.
 *
 * <p>The claim is that the outputs of the reference and all that were served are exchangeable: that none stands out by
 * its place. After each window of outputs an exact p-value says how far the window is from all before it: its distance
 * (chi-squared) among those of windows drawn at random, without replacement, from the window and all before it, ties
 * broken at random. While the claim holds these p-values are uniform and independent, as those of conformal prediction
 * (Vovk, Nouretdinov, Gammerman 2003, "Testing exchangeability on-line"; Vovk and others 2021, "Retrain or not retrain:
 * conformal test martingales for change-point detection"); bets on small ones (ε p^(ε-1)) make the evidence. So the
 * rate of false alarms is a bound over the whole stream, for a finite reference, without any assumption on how outputs
 * are distributed. Outputs that depend on each other, as many of one user in a row, break the claim and are a reason
 * for an alarm.
 *
 * <p>Measured ({@code MonitorsTest}): of 2,000 unchanged streams of 10,000 outputs 9 raised a false alarm at a stated
 * 0.01 and 43 at 0.05. With the defaults, after 5,000 unchanged outputs, a shift of 0.1 from the commonest of five
 * categories to the rarest was found within 400 outputs in the median, one of 0.05 within 1,600.
 *
 * <p>Safe for concurrent use. Costs {@code draws} random numbers and memory for one window and one number a category.
 */
public final class DriftMonitor {
    /** Enough outputs for some of each common category, and few enough that a change shows soon. */
    public static final int DEFAULT_WINDOW = 100;

    /** One such window more extreme than all of these multiplies the evidence by some tens. */
    public static final int DEFAULT_DRAWS = 499;

    public static final double DEFAULT_FALSE_ALARM_RATE = 0.01;

    private static final double[] EXPONENTS = {0.1, 0.25, 0.5, 0.75};

    private final double falseAlarmRate;
    private final int window;
    private final int draws;
    private final Consumer<Alert> listener;
    private final Random random;
    private final Wealth wealth;

    /** Categories in the order in which they were first seen. */
    private final Map<String, Integer> places = new TreeMap<>();

    private final List<String> names = new ArrayList<>();
    private long[] before = new long[0];
    private int[] current = new int[0];
    private int inWindow;
    private long served;
    private @Nullable Alert alert;

    private DriftMonitor(Builder builder, Map<String, Long> reference) {
        this.falseAlarmRate = builder.falseAlarmRate;
        this.window = builder.window;
        this.draws = builder.draws;
        this.listener = builder.listener;
        this.random = new Random(builder.seed);
        this.wealth = new Wealth(EXPONENTS.length, falseAlarmRate);
        // the order of categories must not hang on that of the map
        new TreeMap<>(reference).forEach((category, count) -> {
            // a new place makes a new array
            int place = place(category);
            before[place] = count;
        });
    }

    /**
     * A monitor against a reference.
     *
     * @param reference how often each category was served in the reference; at least one output
     * @param seed of the random numbers; say it beforehand, and not after a look at the outputs
     */
    public static Builder against(Map<String, Long> reference, long seed) {
        reference.forEach((category, count) -> {
            if (count < 0) {
                throw new IllegalArgumentException(
                        "The reference has %d outputs of category '%s'; a count is 0 or more."
                                .formatted(count, category));
            }
        });
        if (reference.values().stream().mapToLong(Long::longValue).sum() == 0) {
            throw new IllegalArgumentException(
                    "The reference is empty. Count the categories of outputs that are as they should be, such as those of the last audit.");
        }
        return new Builder(reference, seed);
    }

    /** How a monitor watches. */
    public static final class Builder {
        private final Map<String, Long> reference;
        private final long seed;
        private double falseAlarmRate = DEFAULT_FALSE_ALARM_RATE;
        private int window = DEFAULT_WINDOW;
        private int draws = DEFAULT_DRAWS;
        private Consumer<Alert> listener = alert -> {};

        private Builder(Map<String, Long> reference, long seed) {
            this.reference = Map.copyOf(reference);
            this.seed = seed;
        }

        /** Chance that an unchanged stream ever raises the alert: above 0 and below 1. */
        public Builder falseAlarmRate(double rate) {
            this.falseAlarmRate = rate;
            return this;
        }

        /** Outputs between two looks: 1 or more. */
        public Builder window(int outputs) {
            this.window = outputs;
            return this;
        }

        /** Windows drawn at random for each look: 1 or more. */
        public Builder draws(int count) {
            this.draws = count;
            return this;
        }

        /** Told of the alert, in the thread that served the output; what it throws the host gets. */
        public Builder listener(Consumer<Alert> told) {
            this.listener = told;
            return this;
        }

        public DriftMonitor build() {
            Windows.require(window, 1);
            if (draws < 1) {
                throw new IllegalArgumentException("%d draws are too few; at least 1 is needed.".formatted(draws));
            }
            return new DriftMonitor(this, reference);
        }
    }

    /**
     * An output was served. The listener is called once, after the first window that completes the evidence; from then
     * on the monitor only counts, until another one is built with a new reference.
     */
    public void served(String category) {
        Alert raised = null;
        synchronized (this) {
            served++;
            int place = place(category);
            current[place]++;
            inWindow++;
            if (inWindow == window) {
                raised = look();
            }
        }
        if (raised != null) {
            listener.accept(raised);
        }
    }

    private @Nullable Alert look() {
        if (alert != null) {
            take();
            return null;
        }
        double p = pValue();
        double[] returns = new double[EXPONENTS.length];
        for (int i = 0; i < returns.length; i++) {
            returns[i] = EXPONENTS[i] * Math.pow(p, EXPONENTS[i] - 1);
        }
        String most = mostChanged();
        wealth.round(returns);
        take();
        if (wealth.isReached()) {
            alert = new Alert("drift.evidence", wealth.value(), wealth.threshold(), falseAlarmRate, served, most);
        }
        return alert;
    }

    /** Adds the window to all before it. */
    private void take() {
        for (int i = 0; i < current.length; i++) {
            before[i] += current[i];
        }
        Arrays.fill(current, 0);
        inWindow = 0;
    }

    /** Rank of the window's distance among those of windows drawn at random; uniform while nothing changed. */
    private double pValue() {
        long[] bag = new long[before.length];
        long total = 0;
        for (int i = 0; i < bag.length; i++) {
            bag[i] = before[i] + current[i];
            total += bag[i];
        }
        double observed = distance(current, bag, total);
        int further = 0;
        int same = 0;
        for (int i = 0; i < draws; i++) {
            double drawn = distance(draw(bag, total), bag, total);
            further += drawn > observed ? 1 : 0;
            same += drawn == observed ? 1 : 0;
        }
        // 1 - nextDouble() is above 0
        return (further + (1 - random.nextDouble()) * (same + 1)) / (draws + 1);
    }

    /** As many outputs as a window has, drawn without replacement. */
    private int[] draw(long[] bag, long total) {
        long[] left = bag.clone();
        int[] drawn = new int[bag.length];
        for (int i = 0; i < window; i++) {
            long at = random.nextLong(total - i);
            int category = 0;
            while (at >= left[category]) {
                at -= left[category];
                category++;
            }
            left[category]--;
            drawn[category]++;
        }
        return drawn;
    }

    private double distance(int[] counts, long[] bag, long total) {
        double distance = 0;
        for (int i = 0; i < bag.length; i++) {
            if (bag[i] > 0) {
                double expected = (double) window * bag[i] / total;
                distance += (counts[i] - expected) * (counts[i] - expected) / expected;
            }
        }
        return distance;
    }

    /** The category that differs most, with its share before and now. */
    private String mostChanged() {
        long total = Arrays.stream(before).sum();
        int most = 0;
        double furthest = -1;
        for (int i = 0; i < before.length; i++) {
            double change = Math.abs((double) current[i] / window - (double) before[i] / total);
            if (change > furthest) {
                furthest = change;
                most = i;
            }
        }
        return String.format(
                Locale.ROOT,
                "%s: %.3f before, %.3f in the last window",
                names.get(most),
                (double) before[most] / total,
                (double) current[most] / window);
    }

    private int place(String category) {
        Integer known = places.get(category);
        if (known != null) {
            return known;
        }
        int place = names.size();
        places.put(category, place);
        names.add(category);
        before = Arrays.copyOf(before, place + 1);
        current = Arrays.copyOf(current, place + 1);
        return place;
    }

    /** The alert, once it was raised. */
    public synchronized Optional<Alert> alert() {
        return Optional.ofNullable(alert);
    }

    /** Evidence against the claim as of the last window: 1 at the beginning; a gauge for the metrics of the host. */
    public synchronized double evidence() {
        return wealth.value();
    }

    /** From where the evidence counts: 1 through the rate of false alarms. */
    public double threshold() {
        return wealth.threshold();
    }

    /** How many outputs were served. */
    public synchronized long served() {
        return served;
    }
}
