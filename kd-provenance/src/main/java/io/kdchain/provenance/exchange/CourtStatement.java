package io.kdchain.provenance.exchange;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.provenance.store.StoredEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a bundle says to a court: what it holds, which clocks and whose hands it passed, and how to check it with tools
 * that are not ours. Follows from the rest of the bundle alone, so that a verifier writes it again and compares. The
 * templates of a version of the format never change.
 */
final class CourtStatement {
    /** More entries are told by their number only; the bundle itself lists all. */
    private static final int MAX_LISTED = 200;

    private static final List<String> LANGUAGES = List.of("en", "zh");

    private CourtStatement() {}

    /** The texts, by language. */
    static Map<String, String> of(BundleContent content) {
        Map<String, String> values = values(content);
        Map<String, String> texts = new TreeMap<>();
        for (String language : LANGUAGES) {
            String text = resource("court-statement.v1.%s.txt".formatted(language));
            for (Map.Entry<String, String> value : values.entrySet()) {
                text = text.replace("{{" + value.getKey() + "}}", value.getValue());
            }
            texts.put(language, text);
        }
        return texts;
    }

    private static Map<String, String> values(BundleContent content) {
        VerifierKey exporter = content.custody().exporter();
        Map<String, String> values = new TreeMap<>();
        values.put("about", content.about().stream().map(Object::toString).collect(Collectors.joining(", ")));
        values.put("origin", content.origin());
        values.put("logKey", content.key());
        values.put("count", Integer.toString(content.entries().size()));
        values.put("exportedAt", content.custody().exportedAt().toString());
        values.put("exporter", exporter == null ? "-" : exporter.toString());
        values.put(
                "firstRecordedAt",
                content.entries().firstEntry().getValue().recordedAt().toString());
        values.put(
                "lastRecordedAt",
                content.entries().lastEntry().getValue().recordedAt().toString());
        values.put("size", "?");
        values.put("root", "?");
        values.put("signers", "?");
        try {
            SignedNote note = SignedNote.parse(content.checkpoint().getBytes(StandardCharsets.UTF_8));
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            values.put("size", Long.toString(checkpoint.size()));
            values.put(
                    "root", Base64.getEncoder().encodeToString(checkpoint.root().toArray()));
            values.put(
                    "signers",
                    note.signatures().stream()
                            .map(SignedNote.Line::name)
                            .distinct()
                            .collect(Collectors.joining(", ")));
        } catch (MalformedNoteException e) {
            // a verifier finds the fault where it checks the checkpoint; the statement shows that it cannot be told
            return withEntries(content, values);
        }
        return withEntries(content, values);
    }

    private static Map<String, String> withEntries(BundleContent content, Map<String, String> values) {
        values.put(
                "entries",
                content.entries().entrySet().stream()
                        .limit(MAX_LISTED)
                        .map(entry -> line(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining("\n")));
        values.put("unlisted", Integer.toString(Math.max(0, content.entries().size() - MAX_LISTED)));
        values.put("script", resource("check.v1.py").stripTrailing());
        return values;
    }

    private static String line(long index, StoredEvent entry) {
        String what = "-";
        try {
            Event event = SignedEvent.parse(entry.envelope().toArray()).event();
            what = "%s  %s  %s  %s".formatted(event.id(), event.type(), event.actor(), event.at());
        } catch (MalformedEventException e) {
            what = "-";
        }
        return "%d  %s  %s  %s"
                .formatted(
                        index,
                        entry.recordedAt(),
                        Sha256.of(entry.envelope().toArray()).hex(),
                        what);
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(CourtStatement.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the resource " + name, e);
        }
    }
}
