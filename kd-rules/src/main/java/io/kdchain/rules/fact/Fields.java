package io.kdchain.rules.fact;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the fields of the terms of one class. Each getter is compiled once: reading by reflection costs more than
 * matching rules. Immutable, safe for concurrent use.
 */
public final class Fields {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ClassValue<Fields> ALL = new ClassValue<>() {
        @Override
        protected Fields computeValue(Class<?> type) {
            return new Fields(type);
        }
    };

    private final String word;
    private final List<String> names;
    private final List<Function<Object, Object>> getters;
    private final Map<String, Function<Object, Object>> byName;

    private Fields(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(
                    type.getName() + " is no record; facts and conclusions are records of the vocabulary.");
        }
        List<String> inOrder = new ArrayList<>();
        List<Function<Object, Object>> all = new ArrayList<>();
        Map<String, Function<Object, Object>> map = new HashMap<>();
        for (RecordComponent component : components) {
            Function<Object, Object> getter = getter(type, component);
            inOrder.add(component.getName());
            all.add(getter);
            map.put(component.getName(), getter);
        }
        word = type.getSimpleName();
        names = List.copyOf(inOrder);
        getters = List.copyOf(all);
        byName = Map.copyOf(map);
    }

    /**
     * The fields of a class.
     *
     * @throws IllegalArgumentException if it is no record
     */
    public static Fields of(Class<?> type) {
        return ALL.get(type);
    }

    /** The word that rule files write for the class. */
    public String word() {
        return word;
    }

    /** Names of the fields, in the order of the record. */
    public List<String> names() {
        return names;
    }

    /** The value of the field at a place, from 0: {@code String}, {@code Long} or {@code Boolean}. */
    public Object value(Term term, int place) {
        return whole(getters.get(place).apply(term));
    }

    /**
     * The value of a field by its name.
     *
     * @throws IllegalArgumentException if there is no such field
     */
    public Object value(Term term, String field) {
        Function<Object, Object> getter = byName.get(field);
        if (getter == null) {
            throw new IllegalArgumentException("%s has no field %s.".formatted(word, field));
        }
        return whole(getter.apply(term));
    }

    private static Object whole(Object value) {
        return value instanceof Integer i ? Long.valueOf(i) : value;
    }

    @SuppressWarnings("unchecked") // the factory makes what it is asked for
    private static Function<Object, Object> getter(Class<?> type, RecordComponent component) {
        try {
            MethodHandle accessor = LOOKUP.unreflect(component.getAccessor());
            CallSite site = LambdaMetafactory.metafactory(
                    LOOKUP,
                    "apply",
                    MethodType.methodType(Function.class),
                    MethodType.methodType(Object.class, Object.class),
                    accessor,
                    MethodType.methodType(Object.class, type));
            return (Function<Object, Object>) site.getTarget().invoke();
        } catch (Throwable e) {
            throw new IllegalStateException(
                    "Field %s of %s cannot be read; facts are public records."
                            .formatted(component.getName(), type.getSimpleName()),
                    e);
        }
    }
}
