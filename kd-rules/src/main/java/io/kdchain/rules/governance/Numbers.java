package io.kdchain.rules.governance;

import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.time.LocalDate;

/** Numbers of a pack, exactly as they are written. */
final class Numbers {
    private Numbers() {}

    static Fraction of(RulePack pack, String name, LocalDate on) {
        return of(pack.parameters().get(name, on));
    }

    static Fraction of(Parameter parameter) {
        try {
            return Fraction.parse(parameter.value());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Parameter %s of pack %s is \"%s\" and must be a number here, such as 1/20 or 0.05; correct parameters.yaml."
                            .formatted(parameter.name(), parameter.pack(), parameter.value()),
                    e);
        }
    }
}
