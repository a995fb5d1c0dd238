package io.kdchain.examples.news;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.core.data.ArtefactException;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts a text into the numbered pieces of words that BERT reads, by the uncased vocabulary of a {@code tokenizer.json}
 * (Devlin et al. 2019, arXiv 1810.04805; WordPiece of Wu et al. 2016, arXiv 1609.08144). Immutable.
 */
final class WordPieces {
    private static final String INSIDE = "##";
    private static final String BEGIN = "[CLS]";
    private static final String END = "[SEP]";
    private static final String UNKNOWN = "[UNK]";
    /** A longer word is unknown as a whole. */
    private static final int MAX_WORD_LENGTH = 100;

    private final Map<String, Integer> vocabulary;

    private WordPieces(Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
    }

    /**
     * Reads the vocabulary.
     *
     * @param tokenizer a {@code tokenizer.json} with a WordPiece model
     * @throws ArtefactException if it holds none
     */
    static WordPieces read(byte[] tokenizer) {
        try {
            JsonNode model = new ObjectMapper().readTree(tokenizer).path("model");
            Map<String, Integer> vocabulary = new HashMap<>();
            model.path("vocab")
                    .properties()
                    .forEach(e -> vocabulary.put(e.getKey(), e.getValue().asInt()));
            for (String needed : List.of(BEGIN, END, UNKNOWN)) {
                if (!vocabulary.containsKey(needed)) {
                    throw new ArtefactException(
                            "The tokenizer's vocabulary lacks %s; it must be one of BERT.".formatted(needed));
                }
            }
            return new WordPieces(vocabulary);
        } catch (IOException e) {
            throw new ArtefactException("The tokenizer cannot be read: %s.".formatted(e), e);
        }
    }

    /**
     * The pieces of a text, between those that mark begin and end.
     *
     * @param most pieces at most, the marks among them; what is over is cut off
     */
    long[] of(String text, int most) {
        List<Integer> pieces = new ArrayList<>();
        pieces.add(piece(BEGIN));
        for (String word : words(text)) {
            pieces.addAll(pieces(word));
        }
        if (pieces.size() > most - 1) {
            pieces.subList(most - 1, pieces.size()).clear();
        }
        pieces.add(piece(END));
        return pieces.stream().mapToLong(Integer::longValue).toArray();
    }

    private int piece(String text) {
        return vocabulary.getOrDefault(text, vocabulary.getOrDefault(UNKNOWN, 0));
    }

    /** The longest piece that fits, again and again; a word with a part that no piece fits is unknown. */
    private List<Integer> pieces(String word) {
        List<Integer> pieces = new ArrayList<>();
        int start = 0;
        while (start < word.length()) {
            int end = word.length();
            while (end > start && !vocabulary.containsKey((start == 0 ? "" : INSIDE) + word.substring(start, end))) {
                end--;
            }
            if (end == start || word.length() > MAX_WORD_LENGTH) {
                return List.of(piece(UNKNOWN));
            }
            pieces.add(piece((start == 0 ? "" : INSIDE) + word.substring(start, end)));
            start = end;
        }
        return pieces;
    }

    /** In small letters without accents; punctuation and Chinese characters stand alone. */
    private static List<String> words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        StringBuilder spaced = new StringBuilder();
        plain.codePoints().filter(c -> !isDropped(c)).forEach(c -> {
            if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                spaced.append(' ');
            } else if (isPunctuation(c) || Character.isIdeographic(c)) {
                spaced.append(' ').appendCodePoint(c).append(' ');
            } else {
                spaced.appendCodePoint(c);
            }
        });
        String words = spaced.toString().strip();
        return words.isEmpty() ? List.of() : List.of(words.split(" +"));
    }

    private static boolean isDropped(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || c == 0xFFFD
                || ((type == Character.CONTROL || type == Character.FORMAT) && !Character.isWhitespace(c));
    }

    /** All of ASCII but letters and digits counts, as {@code $} and {@code +}. */
    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }
}
