package io.kdchain.provenance.event;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The codes of the constants of an enum, made once: they are asked for at every edge of every event. */
final class Codes {
    private static final ClassValue<Codes> KNOWN = new ClassValue<>() {
        @Override
        protected Codes computeValue(Class<?> type) {
            return new Codes(type);
        }
    };

    private final Map<Enum<?>, String> codes = new HashMap<>();
    private final Map<String, Enum<?>> constants = new HashMap<>();

    private Codes(Class<?> type) {
        for (Enum<?> constant : (Enum<?>[]) type.getEnumConstants()) {
            String code = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            codes.put(constant, code);
            constants.put(code, constant);
        }
    }

    static String of(Enum<?> constant) {
        return Objects.requireNonNull(
                KNOWN.get(constant.getDeclaringClass()).codes.get(constant));
    }

    static <E extends Enum<E>> @Nullable E find(Class<E> type, String code) {
        return type.cast(KNOWN.get(type).constants.get(code));
    }
}
