package io.kdchain.provenance.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.evidence.LogEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An in-toto bundle: JSON lines of DSSE envelopes, unchanged, so that their signatures hold and another log can take
 * them. A bundle is not authenticated as a whole; the file beside it says where in the log each line stands.
 */
final class InTotoExport {
    static final String POSITIONS = ".positions.json";

    private InTotoExport() {}

    static List<ExportedFile> files(ExportSource source) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ObjectNode positions = JsonNodeFactory.instance.objectNode();
        positions
                .put("origin", source.origin())
                .put("treeSize", source.treeSize())
                .put("root", source.root())
                .put("checkpoint", source.checkpoint());
        ArrayNode entries = positions.putArray("lines");
        for (LogEntry entry : source.entries()) {
            lines.writeBytes(source.envelope(entry.index()).toArray());
            lines.write('\n');
            entries.addObject()
                    .put("leafIndex", entry.index())
                    .put("leafHash", entry.leafHash().toString())
                    .put("recordedAt", entry.recordedAt().toString())
                    .put("event", entry.event().id().toString());
        }
        return List.of(
                new ExportedFile("", Bytes.of(lines.toByteArray())),
                new ExportedFile(
                        POSITIONS,
                        Bytes.of((positions.toPrettyString().replace(System.lineSeparator(), "\n") + "\n")
                                .getBytes(StandardCharsets.UTF_8))));
    }
}
