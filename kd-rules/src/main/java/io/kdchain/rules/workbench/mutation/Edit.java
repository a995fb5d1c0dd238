package io.kdchain.rules.workbench.mutation;

import io.kdchain.rules.language.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A part of a tree, changed in one place.
 *
 * @param at the place
 * @param before what stands there
 * @param after what stands there instead; empty where it was left out
 * @param result the part as it is then
 */
record Edit<T>(Position at, Operator operator, String before, String after, T result) {

    /** The same change as one of something that holds the part. */
    <R> Edit<R> in(Function<T, R> whole) {
        return new Edit<>(at, operator, before, after, whole.apply(result));
    }

    /** The list with another element at an index. */
    static <T> List<T> with(List<? extends T> list, int index, T element) {
        List<T> changed = new ArrayList<>(list);
        changed.set(index, element);
        return List.copyOf(changed);
    }

    /** The list without the element at an index. */
    static <T> List<T> without(List<? extends T> list, int index) {
        List<T> changed = new ArrayList<>(list);
        changed.remove(index);
        return List.copyOf(changed);
    }
}
