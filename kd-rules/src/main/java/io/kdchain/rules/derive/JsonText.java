package io.kdchain.rules.derive;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes a tree as JSON with sorted keys, without white space; equal trees give equal text. */
final class JsonText {
    private JsonText() {}

    static String of(Object tree) {
        StringBuilder out = new StringBuilder();
        write(tree, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            Map<?, ?> sorted = map;
            if (!(map instanceof SortedMap<?, ?> inOrder && inOrder.comparator() == null)) {
                Map<String, Object> copy = new TreeMap<>();
                map.forEach((k, v) -> copy.put(String.valueOf(k), v));
                sorted = copy;
            }
            out.append('{');
            Iterator<? extends Map.Entry<?, ?>> it = sorted.entrySet().iterator();
            while (it.hasNext()) {
                Map.Entry<?, ?> e = it.next();
                quote(String.valueOf(e.getKey()), out);
                out.append(':');
                write(e.getValue(), out);
                out.append(it.hasNext() ? "," : "");
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            Iterator<?> it = list.iterator();
            while (it.hasNext()) {
                write(it.next(), out);
                out.append(it.hasNext() ? "," : "");
            }
            out.append(']');
        } else if (value instanceof Number number) {
            BigDecimal exact = new BigDecimal(number.toString());
            // 1, 1.0 and "1.0" are one number, however they travel
            quote(exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString(), out);
        } else if (value instanceof Boolean) {
            out.append(value);
        } else {
            quote(String.valueOf(value), out);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
