package io.kdchain.rules.release;

import io.kdchain.rules.language.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** In which capacity somebody signs a pack. Both must sign, with two keys. */
public enum PackRole {
    /** Wrote it, or answers for who did. */
    AUTHOR,
    /** Read it and compared it with the law. */
    REVIEWER;

    /** As commands and files write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The file of its signature. */
    String file() {
        return code() + ".sig";
    }

    /**
     * The role of a code.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PackRole of(String code) {
        List<String> codes = Arrays.stream(values()).map(PackRole::code).toList();
        return Arrays.stream(values())
                .filter(r -> r.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is no role%s. Write one of %s."
                        .formatted(code, Spelling.hint(code, codes), String.join(", ", codes))));
    }
}
