package io.kdchain.provenance.event;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A closed value that travels as a code: the name of its constant, in lower case, with hyphens. */
public interface Coded {
    /** The constant's name; every implementation is an enum. */
    String name();

    /** The code, such as {@code hardware-adapter} for {@code HARDWARE_ADAPTER}. */
    default String code() {
        return Codes.of((Enum<?>) this);
    }

    /** All codes of a type, in the order of its constants. */
    static <E extends Enum<E> & Coded> List<String> codes(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(Coded::code).toList();
    }

    /** The constant with this code. */
    static <E extends Enum<E> & Coded> Optional<E> find(Class<E> type, String code) {
        return Optional.ofNullable(Codes.find(type, code));
    }
}
