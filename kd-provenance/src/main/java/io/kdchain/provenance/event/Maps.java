package io.kdchain.provenance.event;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Maps that read the same in every run. */
final class Maps {
    private Maps() {}

    /** An unmodifiable copy, sorted by key. */
    static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
