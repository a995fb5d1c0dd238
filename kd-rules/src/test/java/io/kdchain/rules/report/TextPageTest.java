package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextPageTest {
    @Test
    void columnsAlignAlsoWithWideCharacters() {
        String text = new TextPage()
                .table(0, List.of(List.of("小智科技", "1"), List.of("edgechip", "2")))
                .toString();

        assertThat(text).isEqualTo("小智科技  1\nedgechip  2\n");
    }

    @Test
    void longWordsAreBrokenAndChineseBreaksAnywhere() {
        assertThat(new TextPage().line(2, "- ", "x".repeat(300)).toString().lines())
                .hasSize(4)
                .allSatisfy(l -> assertThat(l.length()).isLessThanOrEqualTo(TextPage.WIDTH_COLUMNS));
        assertThat(new TextPage().line(0, "责".repeat(100)).toString().lines())
                .containsExactly("责".repeat(48), "责".repeat(48), "责".repeat(4));
    }

    @Test
    void combiningMarksTakeNoColumn() {
        assertThat(TextPage.columns("e\u0301")).isEqualTo(1);
    }

    @Test
    void percentagesAreRoundedToOneDecimal() {
        assertThat(Format.percent(Fraction.of(1, 3))).isEqualTo("33.3%");
        assertThat(Format.percent(Fraction.of(3, 5))).isEqualTo("60%");
        assertThat(Format.percent(Fraction.of(1, 2000))).isEqualTo("0.1%");
        assertThat(Format.percent(Fraction.ONE)).isEqualTo("100%");
    }

    @Test
    void moneyIsGrouped() {
        assertThat(Format.money(Money.of("1234567.5", "CNY"))).isEqualTo("1,234,567.50 CNY");
        assertThat(Format.money(Money.of("999", "JPY"))).isEqualTo("999 JPY");
    }

    @Test
    void momentsShowNoMoreThanTheySay() {
        assertThat(Format.moment(Instant.parse("2026-04-02T00:00:00Z"))).isEqualTo("2026-04-02");
        assertThat(Format.moment(Instant.parse("2026-04-02T08:15:00Z"))).isEqualTo("2026-04-02 08:15 UTC");
        assertThat(Format.moment(Instant.parse("2026-04-02T08:15:30Z"))).isEqualTo("2026-04-02 08:15:30 UTC");
    }
}
