package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.ProfessionalUser;
import io.kdchain.rules.fact.Reliance;
import io.kdchain.rules.fact.Use;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UseFactsTest {
    @ParameterizedTest(name = "{0}, reviewed {1}: {2}")
    @CsvSource({
        "as-intended, independent, reviewed",
        "as-intended, rubber-stamp, unreviewed",
        "off-label, none, unreviewed",
        "ignored-warning, none, reviewed"
    })
    void relianceIsUnreviewedWhereTheOutputWasTrustedWithoutReview(String use, String review, String how) {
        Chain chain = Chain.complete();
        chain.step("OutputUsed").body("{output: 'output:1', use: '%s', humanReview: '%s'}".formatted(use, review));

        Facts facts = chain.facts();

        assertThat(facts.of(Reliance.class)).extracting(Reliance::how).containsExactly(how);
        assertThat(facts.of(Use.class)).extracting(Use::use).containsExactly(use);
    }

    @Test
    void outputWithoutUseIsUnrecorded() {
        Facts facts = Chain.complete().without("OutputUsed").facts();

        assertThat(facts.of(Reliance.class)).extracting(Reliance::how).containsExactly("unrecorded");
        assertThat(facts.of(ProfessionalUser.class)).isEmpty();
    }

    @Test
    void reviewRecordedAfterTheReportDoesNotHelp() {
        Chain chain = Chain.complete();
        chain.step("OutputUsed").recorded("2026-04-11");

        assertThat(chain.facts().of(Reliance.class)).extracting(Reliance::how).containsExactly("unreviewed");
    }

    @Test
    void oneRelianceWithoutReviewIsEnough() {
        Chain chain = Chain.complete();
        chain.event(
                "2026-04-03", "second", "OutputUsed", "{output: 'output:1', use: 'as-intended', humanReview: 'none'}");

        Facts facts = chain.facts();

        assertThat(facts.of(Reliance.class)).extracting(Reliance::how).containsExactly("unreviewed");
        assertThat(facts.of(ProfessionalUser.class))
                .containsExactly(new ProfessionalUser("injury", "clinic"), new ProfessionalUser("injury", "second"));
    }
}
