package io.kdchain.core.data;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings by name, as text of one {@code name=value} a line, sorted: a recipe that can be handed on and has a digest.
 *
 * @param values names and values without line ends; a name holds no {@code =}
 */
public record Settings(Map<String, String> values) implements Artefact {

    public Settings {
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        values.forEach((name, value) -> {
            if (name.isBlank() || name.contains("=") || (name + value).lines().count() > 1) {
                throw new IllegalArgumentException(
                        "the setting '%s' cannot be written as one line name=value".formatted(name));
            }
        });
    }

    @Override
    public byte[] toBytes() {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
