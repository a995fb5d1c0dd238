package io.kdchain.provenance.event;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The codes of the constants of an enum, made once: they are asked for at every edge of every event. */
final class Codes {
    private static final ClassValue<Codes> KNOWN = new ClassValue<>() {
        @Override
        protected Codes computeValue(Class<?> type) {
            return new Codes(type);
        }
    };

    private final String[] codes;
    private final Map<String, Enum<?>> constants = new HashMap<>();

    private Codes(Class<?> type) {
        Enum<?>[] all = (Enum<?>[]) type.getEnumConstants();
        codes = new String[all.length];
        for (Enum<?> constant : all) {
            String code = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
            codes[constant.ordinal()] = code;
            constants.put(code, constant);
        }
    }

    static String of(Enum<?> constant) {
        return KNOWN.get(constant.getDeclaringClass()).codes[constant.ordinal()];
    }

    static <E extends Enum<E>> @Nullable E find(Class<E> type, String code) {
        return type.cast(KNOWN.get(type).constants.get(code));
    }
}
