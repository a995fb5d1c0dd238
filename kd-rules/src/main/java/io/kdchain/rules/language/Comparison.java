package io.kdchain.rules.language;

import java.util.Optional;

/** The comparisons of the language. */
public enum Comparison {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String sign;

    Comparison(String sign) {
        this.sign = sign;
    }

    /** As rule files write it. */
    public String sign() {
        return sign;
    }

    /** Whether it needs an order, which only numbers have. */
    public boolean isOrder() {
        return this != EQUAL && this != NOT_EQUAL;
    }

    /** Whether it holds for a comparison result as {@link Comparable#compareTo} gives it. */
    public boolean holds(int compared) {
        return switch (this) {
            case EQUAL -> compared == 0;
            case NOT_EQUAL -> compared != 0;
            case LESS -> compared < 0;
            case AT_MOST -> compared <= 0;
            case GREATER -> compared > 0;
            case AT_LEAST -> compared >= 0;
        };
    }

    static Optional<Comparison> of(String sign) {
        for (Comparison c : values()) {
            if (c.sign.equals(sign)) {
                return Optional.of(c);
            }
        }
        return Optional.empty();
    }
}
