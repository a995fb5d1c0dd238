package io.kdchain.core.trace;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Who of n players makes an answer wrong. A coalition is the set of players who act as recorded while the others act
 * faithfully; its value is whether the answer is then wrong. Coalitions are bit masks.
 */
final class CoalitionGame {

    /** 2^20 evaluations are the most that anyone should wait for. */
    private static final int MAX_PLAYERS = 20;

    private final int players;
    private final BitSet wrong;

    /** Evaluates every coalition once. */
    CoalitionGame(int players, IntPredicate wrong) {
        if (players < 0 || players > MAX_PLAYERS) {
            throw new IllegalArgumentException("%d players; 0 to %d are supported".formatted(players, MAX_PLAYERS));
        }
        this.players = players;
        this.wrong = new BitSet();
        for (int coalition = 0; coalition < 1 << players; coalition++) {
            this.wrong.set(coalition, wrong.test(coalition));
        }
    }

    boolean wrong(int coalition) {
        return wrong.get(coalition);
    }

    /**
     * Each player's part of what all together make worse than nobody: the Shapley value (Shapley 1953), where a player
     * who only repairs gets 0 and the others' parts are scaled to the whole. All 0 if nobody alone is already wrong, or
     * all together are right.
     */
    List<Ratio> contributions() {
        int all = (1 << players) - 1;
        if (wrong(0) || !wrong(all)) {
            return Collections.nCopies(players, Ratio.ZERO);
        }
        long[] weights = new long[players];
        for (int player = 0; player < players; player++) {
            for (int coalition = 0; coalition <= all; coalition++) {
                if ((coalition & 1 << player) == 0) {
                    int size = Integer.bitCount(coalition);
                    int change = value(coalition | 1 << player) - value(coalition);
                    weights[player] += orders(size, players - size - 1) * change;
                }
            }
        }
        long positive = 0;
        for (long weight : weights) {
            positive += Math.max(0, weight);
        }
        List<Ratio> parts = new ArrayList<>();
        for (long weight : weights) {
            parts.add(Ratio.of(Math.max(0, weight), positive));
        }
        return List.copyOf(parts);
    }

    /** Coalitions that are wrong while no smaller part of them is; none if nobody at all is wrong already. */
    List<Integer> minimalWrong() {
        List<Integer> minimal = new ArrayList<>();
        for (int coalition = 1; coalition < 1 << players; coalition++) {
            if (wrong(coalition) && !hasWrongPart(coalition)) {
                minimal.add(coalition);
            }
        }
        return List.copyOf(minimal);
    }

    private boolean hasWrongPart(int coalition) {
        int part = coalition;
        do {
            part = (part - 1) & coalition;
            if (wrong(part)) {
                return true;
            }
        } while (part != 0);
        return false;
    }

    private int value(int coalition) {
        return wrong(coalition) ? 1 : 0;
    }

    /** In how many orders of all players so many come before one and so many after. */
    private static long orders(int before, int after) {
        return Math.multiplyExact(factorial(before), factorial(after));
    }

    private static long factorial(int n) {
        long product = 1;
        for (int i = 2; i <= n; i++) {
            product = Math.multiplyExact(product, i);
        }
        return product;
    }
}
