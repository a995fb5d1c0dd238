package io.kdchain.rules.language;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that was probably meant. */
public final class Spelling {
    private static final int LONGEST = 80;

    private Spelling() {}

    /** The nearest of the words, if it is near enough to be meant. */
    public static Optional<String> nearest(String word, Collection<String> words) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = word.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, word.length() / 3);
        return words.stream()
                .sorted(Comparator.<String>comparingInt(w -> distance(lower, w.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .findFirst()
                .filter(w -> distance(lower, w.toLowerCase(Locale.ROOT)) <= limit);
    }

    /** {@code "; did you mean X?"} or nothing: the end of a message about an unknown word. */
    public static String hint(String word, Collection<String> words) {
        return nearest(word, words).map(w -> "; did you mean " + w + "?").orElse("");
    }

    /** The number of letters to add, drop, change or swap with their neighbour. */
    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > LONGEST || b.length() > 2 * LONGEST) {
            return Integer.MAX_VALUE;
        }
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, d[i - 2][j - 2] + 1);
                }
                d[i][j] = best;
            }
        }
        return d[a.length()][b.length()];
    }
}
