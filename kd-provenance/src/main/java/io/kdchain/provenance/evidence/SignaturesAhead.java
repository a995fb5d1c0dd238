package io.kdchain.provenance.evidence;

import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignatureMemo;
import io.kdchain.provenance.sign.SignedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Signatures of many events, verified on the other cores in the order of the log while their owner judges those that
 * are done. An owner who comes to one that is not done yet verifies what nobody has begun, so that no core stands
 * still.
 */
final class SignaturesAhead {
    /** Events that are verified in one go: few enough that the last of them keep nobody waiting. */
    private static final int PORTION = 16;

    private final List<Portion> portions = new ArrayList<>();
    private final Map<Long, Portion> byIndex = new HashMap<>();
    /** How many portions were begun. */
    private final AtomicInteger begun = new AtomicInteger();

    private static final class Portion extends FutureTask<Map<Long, SignatureMemo>> {
        Portion(Map<Long, SignedEvent> events, Function<String, Optional<PublicKey>> keys) {
            super(() -> {
                Map<Long, SignatureMemo> memos = new HashMap<>();
                events.forEach((index, signed) -> memos.put(index, SignatureMemo.of(signed, keys)));
                return memos;
            });
        }
    }

    private SignaturesAhead() {}

    /**
     * Begins to verify, in the common pool.
     *
     * @param events by index
     * @param keys finds a key by its id; is called by many threads
     */
    static SignaturesAhead of(SortedMap<Long, SignedEvent> events, Function<String, Optional<PublicKey>> keys) {
        SignaturesAhead ahead = new SignaturesAhead();
        Map<Long, SignedEvent> next = new HashMap<>();
        for (Map.Entry<Long, SignedEvent> event : events.entrySet()) {
            next.put(event.getKey(), event.getValue());
            if (next.size() == PORTION || event.getKey().equals(events.lastKey())) {
                Portion portion = new Portion(Map.copyOf(next), keys);
                next.keySet().forEach(index -> ahead.byIndex.put(index, portion));
                next.clear();
                ahead.portions.add(portion);
            }
        }
        int helpers = Math.min(ForkJoinPool.getCommonPoolParallelism(), ahead.portions.size() - 1);
        for (int helper = 0; helper < helpers; helper++) {
            ForkJoinPool.commonPool().execute(() -> {
                while (ahead.verifyNext()) {
                    // until all are begun
                }
            });
        }
        return ahead;
    }

    /** Whether there was a portion that nobody had begun. */
    private boolean verifyNext() {
        int next = begun.getAndIncrement();
        if (next >= portions.size()) {
            return false;
        }
        portions.get(next).run();
        return true;
    }

    /** What is known of the signatures of an event; nothing, if it is none of these. */
    SignatureMemo of(long index) {
        Portion portion = byIndex.get(index);
        if (portion == null) {
            return SignatureMemo.NONE;
        }
        try {
            while (!portion.isDone() && verifyNext()) {
                // it may have been the one
            }
            return portion.get().getOrDefault(index, SignatureMemo.NONE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // so that it is verified when it is asked for
            return SignatureMemo.NONE;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The signatures of entry %d could not be verified.".formatted(index), e);
        }
    }
}
