package io.kdchain.provenance.store.jdbc;

import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.store.Edge;
import io.kdchain.provenance.store.EdgeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The edges of an entry as one text: a line each, kind and key with a space between. */
final class EdgeText {
    private EdgeText() {}

    static String of(List<Edge> edges) {
        StringBuilder text = new StringBuilder();
        for (Edge edge : edges) {
            text.append(text.isEmpty() ? "" : "\n")
                    .append(edge.kind().code())
                    .append(' ')
                    .append(escape(edge.key()));
        }
        return text.toString();
    }

    /**
     * The edges that a text states.
     *
     * @return nothing if it is none that {@link #of} writes
     */
    static Optional<List<Edge>> read(String text) {
        List<Edge> edges = new ArrayList<>();
        for (String line : text.isEmpty() ? new String[0] : text.split("\n", -1)) {
            int space = line.indexOf(' ');
            Optional<EdgeKind> kind =
                    space < 0 ? Optional.empty() : Coded.find(EdgeKind.class, line.substring(0, space));
            if (kind.isEmpty()) {
                return Optional.empty();
            }
            edges.add(new Edge(kind.get(), unescape(line.substring(space + 1))));
        }
        return Optional.of(edges);
    }

    /** Without line feeds, and without the NUL that PostgreSQL takes in no text. */
    static String escape(String key) {
        return isPlain(key)
                ? key
                : key.replace("\\", "\\\\").replace("\n", "\\n").replace("\0", "\\0");
    }

    private static boolean isPlain(String key) {
        return key.indexOf('\\') < 0 && key.indexOf('\n') < 0 && key.indexOf('\0') < 0;
    }

    private static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = c == '\\' && i + 1 < text.length() ? text.charAt(++i) : c;
            key.append(c != '\\' ? c : next == 'n' ? '\n' : next == '0' ? '\0' : next);
        }
        return key.toString();
    }
}
