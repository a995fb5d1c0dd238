package io.kdchain.examples.news;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which words occur in a text, hashed to a fixed number of places (Weinberger et al. 2009, arXiv 0902.2206): all that
 * the small student sees. Word order and meaning are lost, which is why it errs where its teacher does not.
 */
final class WordHashes {
    static final int WIDTH = 2048;

    private static final Pattern WORD = Pattern.compile("[a-z]{3,}");
    /** So that refund, refunds and refunded share a place. */
    private static final int STEM_LENGTH = 5;

    private WordHashes() {}

    /** 1 at the place of each word and of each word's beginning, else 0. */
    static double[] of(String text) {
        double[] places = new double[WIDTH];
        Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (words.find()) {
            String word = words.group();
            places[Math.floorMod(word.hashCode() * 31 + 7, WIDTH)] = 1;
            places[
                    Math.floorMod(
                            word.substring(0, Math.min(STEM_LENGTH, word.length()))
                                    .hashCode(),
                            WIDTH)] = 1;
        }
        return places;
    }
}
