package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.rules.verdict.Fraction;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ViolationBoundTest {
    private static final Fraction ERROR = Fraction.of(1, 20);

    private static ViolationBound bound(long violations, long tests) {
        return new ViolationBound(violations, tests, ERROR);
    }

    /** Values of {@code scipy.stats.beta.ppf(0.95, k + 1, n - k)}, SciPy 1.17.1. */
    @ParameterizedTest
    @CsvFileSource(resources = "clopper-pearson-scipy.csv", numLinesToSkip = 1)
    void theBoundIsThatOfTheBetaQuantile(long violations, long tests, BigDecimal expected) {
        BigDecimal tolerance = new BigDecimal("0.00000000001");

        assertThat(bound(violations, tests).against(Fraction.of(expected.subtract(tolerance))))
                .isEqualTo(1);
        assertThat(bound(violations, tests).against(Fraction.of(expected.add(tolerance))))
                .isEqualTo(-1);
    }

    /** Wilks (1941): how many tests show with 95 % that no more than 5 % fail, if so many do: 59, 93, 124, 153, ... */
    @ParameterizedTest
    @CsvSource({"0, 59", "1, 93", "2, 124", "3, 153", "4, 181", "5, 208"})
    void theNumbersOfTestsOfWilksAreTheLeast(long violations, long tests) {
        assertThat(bound(violations, tests).against(Fraction.of(5, 100))).isEqualTo(-1);
        assertThat(bound(violations, tests - 1).against(Fraction.of(5, 100))).isEqualTo(1);
    }

    /** 0.999^2995 is 0.04996..., 0.999^2994 is 0.05001...: the last test makes the difference. */
    @Test
    void oneTestDecidesAtTheBorderOfTheBestGrade() {
        assertThat(bound(0, 2995).against(Fraction.of(1, 1000))).isEqualTo(-1);
        assertThat(bound(0, 2994).against(Fraction.of(1, 1000))).isEqualTo(1);
        assertThat(bound(0, 2994).roundedUp(6)).isEqualByComparingTo("0.001001");
        assertThat(bound(0, 2995).roundedUp(6)).isEqualByComparingTo("0.001000");
    }

    /** The bound of one good test is 19/20, to the last digit. */
    @Test
    void aBoundThatIsARateItselfIsFoundEqual() {
        assertThat(bound(0, 1).against(Fraction.of(19, 20))).isZero();
        assertThat(new ViolationBound(1, 2, Fraction.of(7, 16)).against(Fraction.of(3, 4)))
                .isZero();
        assertThat(bound(7, 7).against(Fraction.ONE)).isZero();
        assertThat(bound(7, 7).against(Fraction.of(99, 100))).isEqualTo(1);
        assertThat(bound(6, 7).against(Fraction.ONE)).isEqualTo(-1);
    }

    @Test
    void millionsOfTestsAreDecidedAsWell() {
        assertThat(bound(12, 1_000_000).roundedUp(8)).isEqualByComparingTo("0.00001945");
        assertThat(bound(9_000, 10_000_000).against(Fraction.of(1, 1000))).isEqualTo(-1);
    }

    @Property(tries = 300, seed = "20261129")
    void roundedSumsAndWholeNumbersSayTheSame(
            @ForAll @IntRange(min = 1, max = 400) int tests,
            @ForAll @IntRange(min = 0, max = 400) int hits,
            @ForAll @IntRange(min = 1, max = 999) int rate) {
        ViolationBound bound = bound(Math.min(hits, tests - 1), tests);
        Fraction asked = Fraction.of(rate, 1000);

        assertThat(bound.against(asked)).isEqualTo(bound.exactly(asked));
    }

    @Property(tries = 200, seed = "20261129")
    void moreViolationsRaiseTheBoundAndMoreGoodTestsLowerIt(
            @ForAll @IntRange(min = 1, max = 3000) int tests, @ForAll @IntRange(min = 0, max = 3000) int hits) {
        int violations = Math.min(hits, tests - 1);
        BigDecimal bound = bound(violations, tests).roundedUp(9);

        assertThat(bound(violations + 1, tests).roundedUp(9)).isGreaterThan(bound);
        assertThat(bound(violations, tests + 1).roundedUp(9)).isLessThan(bound);
        assertThat(Fraction.of(bound)).isGreaterThan(Fraction.of(violations, tests));
    }

    @Test
    void whatCannotBeCountedIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> bound(0, 0)).withMessageContaining("0");
        assertThatIllegalArgumentException().isThrownBy(() -> bound(3, 2)).withMessageContaining("3 of 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bound(0, 10_000_001))
                .withMessageContaining("10000001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ViolationBound(0, 1, Fraction.of(1, 2)))
                .withMessageContaining("1/2");
    }
}
