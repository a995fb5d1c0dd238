package io.kdchain.rules.release;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A version as whole numbers with points between them; missing ones are 0, so that 1.2 equals 1.2.0. */
record PackVersion(List<Integer> parts) implements Comparable<PackVersion> {
    PackVersion {
        parts = List.copyOf(parts);
    }

    /**
     * Reads {@code 1.2.0}.
     *
     * @throws IllegalArgumentException if it is not of this form, since nobody could say then which of two is newer
     */
    static PackVersion parse(String text) {
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,9}){0,5}")) {
            throw new IllegalArgumentException(
                    "Version \"%s\" of a pack has no order; write whole numbers with points, as 1.2.0, in pack.yaml."
                            .formatted(text));
        }
        List<Integer> parts = new ArrayList<>();
        for (String part : text.split("\\.", -1)) {
            parts.add(Integer.valueOf(part));
        }
        return new PackVersion(parts);
    }

    private int part(int i) {
        return i < parts.size() ? parts.get(i) : 0;
    }

    @Override
    public int compareTo(PackVersion other) {
        return IntStream.range(0, Math.max(parts.size(), other.parts.size()))
                .map(i -> Integer.compare(part(i), other.part(i)))
                .filter(c -> c != 0)
                .findFirst()
                .orElse(0);
    }

    @Override
    public String toString() {
        return parts.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
