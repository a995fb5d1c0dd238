package io.kdchain.rules.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.rules.governance.GradedCover.Base;
import io.kdchain.rules.governance.GradedCover.Loss;
import io.kdchain.rules.governance.GradedCover.Payment;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradedCoverTest {
    private static final LocalDate DAY = LocalDate.of(2026, 6, 1);
    private static final GradedCover COVER = GradedCover.of(RulePack.builtin("cn-proposal"), DAY);
    private static final Base BASE = new Base(Fraction.of(1_000_000), Fraction.of(20_000));

    private static Loss loss(long amount, ContentGrade grade, String series) {
        return new Loss(Fraction.of(amount), grade, series.isEmpty() ? null : series);
    }

    private static List<Fraction> paid(Loss... losses) {
        return COVER.pay(BASE, List.of(losses)).stream()
                .map(payment -> Objects.requireNonNull(payment.amount()))
                .toList();
    }

    private static Fraction sum(List<Payment> payments) {
        return payments.stream()
                .map(payment -> Objects.requireNonNull(payment.amount()))
                .reduce(Fraction.ZERO, Fraction::plus);
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource({
        "A, 300000, 290000",
        "B, 300000, 270750",
        "C, 300000, 252000",
        "D, 300000, 216000",
        "E, 300000, 0",
        "C, 900000, 540000",
        "D, 25000, 0"
    })
    void aLossIsPaidByTheGrade(ContentGrade grade, long loss, long paid) {
        assertThat(COVER.pay(BASE, grade, Fraction.of(loss))).isEqualTo(Fraction.of(paid));
    }

    @Test
    void theLimitErodesInTheOrderOfEvents() {
        assertThat(paid(loss(610_000, ContentGrade.A, ""), loss(610_000, ContentGrade.A, "")))
                .containsExactly(Fraction.of(600_000), Fraction.of(400_000));
        assertThat(paid(loss(50_000, ContentGrade.A, ""), loss(990_000, ContentGrade.A, "")))
                .as("40,000 used, 960,000 left")
                .containsExactly(Fraction.of(40_000), Fraction.of(960_000));
        assertThat(paid(loss(610_000, ContentGrade.A, ""), loss(300_000, ContentGrade.C, "")))
                .as("the limit of C is 600,000, and that is used up")
                .containsExactly(Fraction.of(600_000), Fraction.ZERO);
    }

    @Test
    void lossesOfOneRootCauseAreOneEvent() {
        assertThat(paid(loss(15_000, ContentGrade.C, "int8"), loss(15_000, ContentGrade.C, "int8")))
                .as("one deductible of 20,000 for both")
                .containsExactly(Fraction.ZERO, Fraction.of(9_000));
        assertThat(paid(loss(15_000, ContentGrade.C, ""), loss(15_000, ContentGrade.C, "")))
                .containsExactly(Fraction.ZERO, Fraction.ZERO);
        assertThat(paid(loss(15_000, ContentGrade.C, "int8"), loss(15_000, ContentGrade.A, "int8")))
                .as("the grade is that of the first")
                .containsExactly(Fraction.ZERO, Fraction.of(9_000));
    }

    @Test
    void whatCannotBeToldIsNotNothing() {
        List<Payment> payments = COVER.pay(
                BASE,
                List.of(
                        loss(300_000, ContentGrade.A, ""),
                        new Loss(Fraction.of(300_000), null, null),
                        loss(300_000, ContentGrade.A, "")));

        assertThat(payments.get(0).amount()).isEqualTo(Fraction.of(290_000));
        assertThat(payments.get(1).amount()).isNull();
        assertThat(payments.get(2).amount())
                .as("the one before may have used up the limit")
                .isNull();
    }

    /** 1,000,000 claimed from who bears a quarter; 990,000 paid by the insurer of a grade A. */
    @Test
    void theInsurerOfThePayerHasBackWhatWasPaidForOthers() {
        Fraction paid = COVER.pay(BASE, ContentGrade.A, Fraction.of(1_000_000));

        assertThat(paid).isEqualTo(Fraction.of(990_000));
        assertThat(GradedCover.recourse(paid, Fraction.of(1_000_000), Fraction.of(250_000)))
                .isEqualTo(Fraction.of(750_000));
        assertThat(GradedCover.recourse(Fraction.of(500_000), Fraction.of(1_000_000), Fraction.of(250_000)))
                .as("never more than it paid")
                .isEqualTo(Fraction.of(500_000));
    }

    @Provide
    Arbitrary<Loss> losses() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 2_000_000),
                        Arbitraries.of(ContentGrade.class),
                        Arbitraries.of("", "", "a", "b"))
                .as(GradedCoverTest::loss);
    }

    @Property(tries = 500, seed = "20261129")
    void aBetterGradeNeverPaysLessAndNobodyIsPaidMoreThanIsLost(
            @ForAll @IntRange(min = 0, max = 3_000_000) int amount,
            @ForAll @IntRange(min = 0, max = 2_000_000) int limit,
            @ForAll @IntRange(min = 0, max = 100_000) int deductible) {
        Base base = new Base(Fraction.of(limit), Fraction.of(deductible));
        Fraction before = Fraction.of(amount);
        for (ContentGrade grade : ContentGrade.values()) {
            Fraction paid = COVER.pay(base, grade, Fraction.of(amount));
            assertThat(paid).isLessThanOrEqualTo(before);
            assertThat(paid.signum()).isNotNegative();
            before = paid;
        }
        assertThat(before).as("nothing for grade E").isEqualTo(Fraction.ZERO);
    }

    @Property(tries = 300, seed = "20261129")
    void noPaymentAndNoSumExceedsLossesOrLimit(@ForAll @Size(max = 8) List<@net.jqwik.api.From("losses") Loss> losses) {
        List<Payment> payments = COVER.pay(BASE, losses);

        Fraction lost = losses.stream().map(Loss::amount).reduce(Fraction.ZERO, Fraction::plus);
        assertThat(sum(payments)).isLessThanOrEqualTo(lost.min(BASE.limit()));
        for (String series : List.of("a", "b")) {
            assertThat(sum(payments.stream()
                            .filter(one -> series.equals(one.loss().series()))
                            .toList()))
                    .isLessThanOrEqualTo(losses.stream()
                            .filter(one -> series.equals(one.series()))
                            .map(Loss::amount)
                            .reduce(Fraction.ZERO, Fraction::plus));
        }
    }

    @Property(tries = 300, seed = "20261129")
    void aLaterLossChangesNoEarlierPayment(
            @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.From("losses") Loss> losses) {
        List<Payment> all = COVER.pay(BASE, losses);
        List<Payment> without = COVER.pay(BASE, losses.subList(0, losses.size() - 1));

        assertThat(all.subList(0, without.size())).isEqualTo(without);
    }

    @Property(tries = 300, seed = "20261129")
    void aSeriesPaysAsOneLossOfItsSum(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 500_000) Integer> amounts,
            @ForAll ContentGrade grade) {
        List<Loss> series = new ArrayList<>();
        amounts.forEach(amount -> series.add(loss(amount, grade, "one")));
        Fraction sum =
                Fraction.of(amounts.stream().mapToLong(Integer::longValue).sum());

        assertThat(sum(COVER.pay(BASE, series))).isEqualTo(COVER.pay(BASE, grade, sum));
    }

    /** Shares of a damage never pay more than the damage, whoever is insured and however graded. */
    @Property(tries = 300, seed = "20261129")
    void theRolesTogetherArePaidNoMoreThanTheirShares(
            @ForAll @Size(min = 2, max = 5) List<@IntRange(min = 0, max = 100) Integer> weights,
            @ForAll @Size(min = 5, max = 5) List<ContentGrade> grades) {
        long all = weights.stream().mapToLong(Integer::longValue).sum();
        Fraction damage = Fraction.of(1_000_000);
        Fraction paid = Fraction.ZERO;
        Fraction shares = Fraction.ZERO;
        for (int i = 0; i < weights.size(); i++) {
            Fraction share = all == 0 ? Fraction.ZERO : damage.times(Fraction.of(weights.get(i), all));
            shares = shares.plus(share);
            Fraction one = COVER.pay(BASE, grades.get(i), share);
            assertThat(one).isLessThanOrEqualTo(share);
            paid = paid.plus(one);
            assertThat(GradedCover.recourse(COVER.pay(BASE, grades.get(i), damage), damage, share))
                    .as("what the insurer of a payer has back is what the others bear")
                    .isLessThanOrEqualTo(damage.minus(share));
        }
        assertThat(paid).isLessThanOrEqualTo(shares);
    }

    @Test
    void aPackThatCoversAWorseGradeBetterIsRefused(@TempDir Path folder) throws IOException {
        Files.writeString(
                Files.createDirectory(folder.resolve("mine")).resolve("pack.yaml"),
                "id: mine\ntitle: Mine\njurisdiction: CN\nversion: \"1\"\nextends: [cn-proposal]\n");
        Files.writeString(folder.resolve("mine/norms.yaml"), "[]\n");
        Files.writeString(
                folder.resolve("mine/parameters.yaml"), "cover.D.limit: [{value: \"9/10\", from: 2026-01-01}]\n");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> GradedCover.of(RulePack.load(folder.resolve("mine")), DAY))
                .withMessageContaining("cover grade D better than grade C")
                .withMessageContaining("cover.D");
    }
}
