package io.kdchain.provenance.event;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant. */
final class Nearest {
    private Nearest() {}

    /**
     * The first of the words with the smallest edit distance, or null when that distance is over a third of the longer
     * word.
     */
    static @Nullable String to(String word, List<String> words) {
        String wanted = word.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        if (wanted.length() > 200) {
            return null;
        }
        for (String candidate : words) {
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance) {
                best = candidate;
                bestDistance = distance;
            }
        }
        int longest = best == null ? 0 : Math.max(wanted.length(), best.length());
        return bestDistance <= Math.max(2, longest / 3) && bestDistance < wanted.length() ? best : null;
    }

    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1] + 1, last[j] + 1), last[j - 1] + change);
            }
            last = row;
        }
        return last[b.length()];
    }
}
