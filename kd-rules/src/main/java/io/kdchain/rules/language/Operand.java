package io.kdchain.rules.language;

import java.time.LocalDate;

/** What a field is compared with, or what a conclusion is made of. */
public sealed interface Operand {
    /**
     * A binding.
     *
     * @param name without the dollar sign
     */
    record Variable(String name) implements Operand {}

    /**
     * A text: a code of a closed list.
     *
     * @param value without quotes or escapes
     */
    record Text(String value) implements Operand {}

    /**
     * A whole number.
     *
     * @param value within 32 bits
     */
    record Whole(int value) implements Operand {}

    /**
     * A truth value.
     *
     * @param value true or false
     */
    record Truth(boolean value) implements Operand {}

    /**
     * A day.
     *
     * @param value in the proleptic ISO calendar
     */
    record Day(LocalDate value) implements Operand {}
}
