package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.verdict.Attribution.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code concludes}: of each word of the vocabulary that stands there, exactly these conclusions are told in the
 * reasons of the verdict. A conclusion is described by some of its fields, and by the norms on which its rules rest and
 * who has to prove the contrary. An event is named by its position in the chain.
 */
final class ConcludesReader {
    private static final String NORMS = "norms";
    private static final String BURDEN = "burden";
    private static final String NOBODY = "nobody";
    private static final Pattern FIELD = Pattern.compile("(\\w+): (?:\"([^\"]*)\"|([^\",)]+))");

    private static final Vocabulary VOCABULARY = Vocabulary.base();
    private static final List<Vocabulary.WordEntry> CONCLUSIONS = VOCABULARY.words().stream()
            .filter(Vocabulary.WordEntry::isConclusion)
            .toList();

    private final Problems problems;
    private final BiConsumer<Marked.Entry, Exactly> found;

    /**
     * With a place for what is read.
     *
     * @param problems takes what is wrong
     * @param found takes each word with what is expected of it
     */
    ConcludesReader(Problems problems, BiConsumer<Marked.Entry, Exactly> found) {
        this.problems = problems;
        this.found = found;
    }

    /**
     * All conclusions of a word.
     *
     * @param word name of the word
     * @param all what is expected, each to be told at least once
     */
    record Exactly(String word, List<Described> all) {
        /** What was got instead; empty if it is this. */
        Optional<String> against(Judged judged) {
            List<Told> told = told(word, judged);
            boolean met = told.stream().allMatch(t -> all.stream().anyMatch(d -> d.fits(t)))
                    && all.stream().allMatch(d -> told.stream().anyMatch(d::fits));
            return met ? Optional.empty() : Optional.of(told.toString());
        }

        @Override
        public String toString() {
            return "exactly " + all;
        }
    }

    /**
     * A conclusion by some of its fields.
     *
     * @param fields values by name of the field
     * @param norms exactly the norms that it cites, or null if they are not told
     * @param burden who has to prove the contrary, empty if nobody, or null if that is not told
     */
    record Described(
            Map<String, String> fields,
            @Nullable Set<String> norms,
            @Nullable String burden) {
        boolean fits(Told told) {
            return fields.entrySet().stream().allMatch(f -> f.getValue().equals(told.fields.get(f.getKey())))
                    && (norms == null || norms.equals(told.norms))
                    && (burden == null || burden.equals(told.burden));
        }

        @Override
        public String toString() {
            Map<String, Object> all = new LinkedHashMap<>(fields);
            if (norms != null) {
                all.put(NORMS, norms);
            }
            if (burden != null) {
                all.put(BURDEN, burden.isEmpty() ? NOBODY : burden);
            }
            return all.toString();
        }
    }

    /** A conclusion that the verdict tells. */
    private record Told(Map<String, String> fields, Set<String> norms, String burden) {
        @Override
        public String toString() {
            return new Described(fields, norms, burden.isEmpty() ? null : burden).toString();
        }
    }

    /** The conclusions of a word in the reasons, each once. */
    private static List<Told> told(String word, Judged judged) {
        Set<Told> told = new LinkedHashSet<>();
        for (Reason reason : judged.citations().reasons()) {
            if (!reason.rule().isEmpty() && reason.conclusion().startsWith(word + "(")) {
                Map<String, String> fields = new LinkedHashMap<>();
                Matcher field = FIELD.matcher(reason.conclusion());
                while (field.find()) {
                    String value = field.group(2) == null ? field.group(3) : field.group(2);
                    Integer position = judged.events().get(value);
                    fields.put(field.group(1), position == null ? value : Integer.toString(position));
                }
                told.add(new Told(fields, new TreeSet<>(reason.cites()), reason.burden()));
            }
        }
        return List.copyOf(told);
    }

    void read(Marked value) {
        List<String> words =
                CONCLUSIONS.stream().map(Vocabulary.WordEntry::name).toList();
        Section section = Section.of(problems, value, "concludes", words);
        if (section == null) {
            return;
        }
        for (Vocabulary.WordEntry word : CONCLUSIONS) {
            section.entry(word.name()).ifPresent(e -> {
                List<Described> all = section.list(word.name(), v -> described(word, v));
                found.accept(e, new Exactly(word.name(), all));
            });
        }
    }

    private @Nullable Described described(Vocabulary.WordEntry word, Marked value) {
        List<String> keys = new ArrayList<>();
        word.fields().forEach(f -> keys.add(f.name()));
        keys.add(NORMS);
        keys.add(BURDEN);
        Section one = Section.of(problems, value, word.name(), keys);
        if (one == null) {
            return null;
        }
        Map<String, String> fields = new TreeMap<>();
        for (Vocabulary.Field field : word.fields()) {
            Marked written = one.optional(field.name());
            if (written != null) {
                List<String> codes = VOCABULARY.list(field.list());
                String text =
                        codes.isEmpty() ? one.text(written, field.name()) : one.word(written, field.name(), codes);
                if (text != null) {
                    fields.put(field.name(), text);
                }
            }
        }
        Set<String> norms = one.has(NORMS) ? new TreeSet<>(one.list(NORMS, v -> one.text(v, NORMS))) : null;
        String burden = one.optionalText(BURDEN);
        return new Described(fields, norms, NOBODY.equals(burden) ? "" : burden);
    }
}
