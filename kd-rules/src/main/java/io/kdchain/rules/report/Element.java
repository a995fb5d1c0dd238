package io.kdchain.rules.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** An element of HTML or SVG. Text and attributes are escaped; nothing else can be put in. Not thread-safe. */
final class Element {
    private static final Set<String> VOID = Set.of("br", "hr", "input", "meta");

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Consumer<StringBuilder>> children = new ArrayList<>();

    private Element(String name) {
        this.name = name;
    }

    /** {@code name} from our own code, never from data. */
    static Element el(String name) {
        return new Element(name);
    }

    static Element el(String name, String cssClass) {
        return new Element(name).attr("class", cssClass);
    }

    Element attr(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    Element attr(String attribute, long value) {
        return attr(attribute, Long.toString(value));
    }

    Element text(String text) {
        children.add(out -> escape(text, out));
        return this;
    }

    Element add(Element... elements) {
        for (Element e : elements) {
            children.add(e::appendTo);
        }
        return this;
    }

    Element addAll(List<Element> elements) {
        elements.forEach(e -> children.add(e::appendTo));
        return this;
    }

    /** Our own style sheet or script, which has no markup to escape. */
    Element resource(String content) {
        if (content.contains("</")) {
            throw new IllegalArgumentException("A style sheet or script must not hold \"</\": it would end there.");
        }
        children.add(out -> out.append(content));
        return this;
    }

    void appendTo(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((key, value) -> {
            out.append(' ').append(key).append("=\"");
            escape(value, out);
            out.append('"');
        });
        out.append('>');
        if (VOID.contains(name)) {
            return;
        }
        children.forEach(c -> c.accept(out));
        out.append("</").append(name).append('>');
    }

    private static void escape(String text, StringBuilder out) {
        String visible = Visible.of(text);
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        appendTo(out);
        return out.toString();
    }
}
