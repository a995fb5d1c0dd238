package io.kdchain.examples.news;

import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Texts, each under its right rubric. As bytes: a line of id, rubric and text, parted by tabs, for each.
 *
 * @param rubrics in the order in which a model answers them, two or more
 * @param warning the rubric under which nobody honest wants to stand
 * @param texts one or more, with distinct ids
 */
record Texts(List<String> rubrics, String warning, List<Text> texts) implements Artefact {
    private static final String RESOURCE = "headlines.tsv";
    private static final List<String> RUBRICS = List.of("economy", "science", "sport", "culture", "fraud");

    /**
     * A text.
     *
     * @param id within its collection
     * @param rubric where it belongs
     * @param text in one line
     */
    record Text(String id, String rubric, String text) {}

    Texts {
        rubrics = List.copyOf(rubrics);
        texts = List.copyOf(texts);
        Set<String> ids = new HashSet<>();
        for (Text text : texts) {
            if (!rubrics.contains(text.rubric()) || !ids.add(text.id())) {
                throw new IllegalArgumentException(
                        "text %s stands under '%s'; a text has an id of its own and one of the rubrics %s"
                                .formatted(text.id(), text.rubric(), rubrics));
            }
        }
    }

    /** The headlines written for this scene. */
    static Texts headlines() {
        try (InputStream in = Texts.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new ArtefactException("The headlines %s are missing in this build.".formatted(RESOURCE));
            }
            List<Text> texts = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] fields = line.split("\t", 3);
                texts.add(new Text(fields[0], fields[1], fields[2]));
            }
            return new Texts(RUBRICS, "fraud", texts);
        } catch (IOException e) {
            throw new ArtefactException("The headlines %s cannot be read: %s".formatted(RESOURCE, e), e);
        }
    }

    Texts withTexts(List<Text> others) {
        return new Texts(rubrics, warning, others);
    }

    Text text(String id) {
        return texts.stream()
                .filter(text -> text.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no text has the id '%s'".formatted(id)));
    }

    /** As a small model sees them: which words occur, hashed. */
    Dataset hashed() {
        return new Dataset(
                IntStream.range(0, WordHashes.WIDTH).mapToObj(i -> "w" + i).toList(),
                "rubric",
                rubrics,
                texts.stream()
                        .map(text -> new Row(text.id(), WordHashes.of(text.text()), rubrics.indexOf(text.rubric())))
                        .toList());
    }

    /** The texts with these ids, in the order of this collection. */
    Texts only(Set<String> ids) {
        return withTexts(texts.stream().filter(text -> ids.contains(text.id())).toList());
    }

    /** How many texts each rubric has. */
    String counts() {
        return new TreeMap<>(texts.stream().collect(Collectors.groupingBy(Text::rubric, Collectors.counting())))
                .toString();
    }

    @Override
    public byte[] toBytes() {
        return texts.stream()
                .map(text -> text.id() + "\t" + text.rubric() + "\t" + text.text() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
