package io.kdchain.rules.workbench;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The allowed word that a misspelt one most likely stands for. */
final class Nearest {
    /** Words longer than this are not compared: the cost grows with the square. */
    private static final int LONGEST_WORD = 100;

    private Nearest() {}

    /** The nearest by edit distance, ties broken by order of the alphabet; empty where nothing is near. */
    static Optional<String> to(String word, Collection<String> allowed) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT);
        return allowed.stream()
                .filter(a -> a.length() <= LONGEST_WORD)
                .filter(a -> {
                    int distance = distance(lower, a.toLowerCase(Locale.ROOT));
                    return distance < word.length() && distance <= Math.max(2, word.length() / 2);
                })
                .min(Comparator.comparingInt((String a) -> distance(lower, a.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /**
     * A word so near that this one is most likely a slip of the pen: at most two letters differ, and a quarter of them.
     */
    static Optional<String> close(String word, Collection<String> allowed) {
        return to(word, allowed)
                .filter(n -> distance(word.toLowerCase(Locale.ROOT), n.toLowerCase(Locale.ROOT))
                        <= Math.min(2, word.length() / 4));
    }

    /** {@code "; did you mean 'x'?"}, or nothing. */
    static String hint(String word, Collection<String> allowed) {
        return to(word, allowed).map(n -> "; did you mean '" + n + "'?").orElse("");
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
