package io.kdchain.rules.apportion;

import static io.kdchain.rules.apportion.Cases.f;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LargestRemainderTest {
    @Test
    void unitsLeftGoToTheLargestRemaindersAndTiesToTheFirstKey() {
        assertThat(split("1.00", Map.of("a", "1/3", "b", "1/3", "c", "1/3")))
                .containsEntry("a", Money.of("0.34", "CNY"))
                .containsEntry("b", Money.of("0.33", "CNY"))
                .containsEntry("c", Money.of("0.33", "CNY"));
        assertThat(split("0.10", Map.of("a", "5/12", "b", "7/12")))
                .containsEntry("a", Money.of("0.04", "CNY"))
                .containsEntry("b", Money.of("0.06", "CNY"));
    }

    @Test
    void currencyWithoutDecimalsIsSplitInWholeUnits() {
        TreeMap<String, Fraction> halves = new TreeMap<>(Map.of("a", f("1/2"), "b", f("1/2")));

        assertThat(LargestRemainder.split(Money.of("5", "JPY"), halves))
                .containsEntry("a", Money.of("3", "JPY"))
                .containsEntry("b", Money.of("2", "JPY"));
    }

    @Test
    void nothingIsSplitWhereNobodyIsLiable() {
        assertThat(split("99.99", Map.of("a", "0", "b", "0")))
                .containsEntry("a", Money.of("0", "CNY"))
                .containsEntry("b", Money.of("0", "CNY"));
    }

    @Test
    void sharesThatDoNotAddUpAreRefused() {
        assertThatThrownBy(() -> split("1", Map.of("a", "1/3"))).hasMessageContaining("sum to 1/3");
        assertThatThrownBy(() -> split("1", Map.of("a", "-1/3", "b", "4/3"))).hasMessageContaining("0 or more");
    }

    private static Map<String, Money> split(String loss, Map<String, String> shares) {
        TreeMap<String, Fraction> exact = new TreeMap<>();
        shares.forEach((key, share) -> exact.put(key, f(share)));
        return LargestRemainder.split(Money.of(loss, "CNY"), exact);
    }
}
