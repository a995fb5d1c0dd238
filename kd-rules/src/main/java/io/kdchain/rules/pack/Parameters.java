package io.kdchain.rules.pack;

import io.kdchain.rules.language.Spelling;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of law of a pack, each with the days on which it holds. Immutable. Where two packs give a value from the
 * same day, that of the pack which builds on the other holds.
 */
public final class Parameters {
    private final NavigableMap<String, List<Parameter>> byName;

    Parameters(Collection<Parameter> all) {
        NavigableMap<String, List<Parameter>> map = new TreeMap<>();
        for (Parameter p : all) {
            map.computeIfAbsent(p.name(), n -> new ArrayList<>()).add(p);
        }
        map.replaceAll((name, values) -> List.copyOf(values));
        byName = Collections.unmodifiableNavigableMap(map);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Parameters p && byName.equals(p.byName));
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    /** All names, in alphabetical order. */
    public NavigableSet<String> names() {
        return byName.navigableKeySet();
    }

    /** All values of a name, in the order in which packs and files give them. */
    public List<Parameter> history(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** The value that holds on a day, if there is one. */
    public Optional<Parameter> find(String name, LocalDate on) {
        Parameter found = null;
        for (Parameter p : history(name)) {
            LocalDate from = p.from();
            if (from != null && from.isAfter(on)) {
                continue;
            }
            LocalDate best = found == null ? null : found.from();
            if (best == null || (from != null && !from.isBefore(best))) {
                found = p;
            }
        }
        return Optional.ofNullable(found);
    }

    /**
     * The value that holds on a day.
     *
     * @throws IllegalArgumentException if the packs have none for that day
     */
    public Parameter get(String name, LocalDate on) {
        return find(name, on)
                .orElseThrow(() -> new IllegalArgumentException(
                        "The rule packs have no value of parameter %s on %s%s. Add a line to parameters.yaml."
                                .formatted(name, on, Spelling.hint(name, byName.keySet()))));
    }
}
