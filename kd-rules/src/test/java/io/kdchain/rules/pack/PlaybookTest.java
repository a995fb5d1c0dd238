package io.kdchain.rules.pack;

import static io.kdchain.rules.pack.PackFixture.pack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaybookTest {
    private static final String GOOD = """
            title: {en: Response, zh: 处置}
            terms:
              respond.fast: [{value: PT1H, unit: duration, note: proposal}]
            steps:
              - id: first
                title: {en: First, zh: 一}
                who: [deployment-platform]
                shownBy: [MeasureTaken takedown, LegalHoldSet]
                term: respond.fast
                basis: [T-1]
              - id: second
                title: Second
                shownBy: [IncidentClosed]
                from: first
                basis: proposal
                kinds: [privacy]
                after: [first]
                required: false
            """;

    @Test
    void saysWhatItsFileSaysAndChangesNoDigest() {
        RulePack with = pack().with("playbook.yaml", GOOD).load();
        Playbook playbook = with.playbook().orElseThrow();

        assertThat(playbook.title().zh()).isEqualTo("处置");
        assertThat(playbook.steps()).extracting(PlaybookStep::id).containsExactly("first", "second");
        PlaybookStep first = playbook.step("first").orElseThrow();
        assertThat(first.who()).containsExactly(Role.DEPLOYMENT_PLATFORM);
        assertThat(first.shownBy()).hasToString("[MeasureTaken takedown, LegalHoldSet]");
        assertThat(first.from()).isEqualTo(PlaybookStep.From.REPORT);
        assertThat(first.required()).isTrue();
        PlaybookStep second = playbook.step("second").orElseThrow();
        assertThat(second.from()).isEqualTo(PlaybookStep.From.STEP);
        assertThat(second.fromStep()).isEqualTo("first");
        assertThat(second.basis()).isEmpty();
        assertThat(second.required()).isFalse();
        assertThat(with.digest()).isEqualTo(pack().load().digest());
        assertThat(playbook.sha256())
                .isNotEqualTo(pack().with("playbook.yaml", GOOD.replace("PT1H", "PT2H"))
                        .load()
                        .playbook()
                        .orElseThrow()
                        .sha256());
        assertThat(pack().load().playbook()).isEmpty();
    }

    @Test
    void aPackThatBuildsOnAnotherReplacesStepsAndAddsOthers(@TempDir Path folder) throws IOException {
        pack().with("playbook.yaml", GOOD).in(Files.createDirectory(folder.resolve("test")));
        Path more = Files.createDirectory(folder.resolve("more"));
        Files.writeString(
                more.resolve("pack.yaml"), "{id: more, title: More, jurisdiction: CN, version: '1', extends: [test]}");
        Files.writeString(more.resolve("norms.yaml"), "[]");
        Files.writeString(more.resolve("playbook.yaml"), """
                title: More
                terms: {respond.fast: [{value: PT9H, unit: duration}]}
                steps:
                  - {id: first, title: Anew, shownBy: [LegalHoldSet], term: respond.fast, basis: proposal}
                  - {id: third, title: Third, shownBy: [AttributionIssued], basis: [T-3], after: [second]}
                """);

        Playbook joined = RulePack.load(more).playbook().orElseThrow();

        assertThat(joined.title().en()).isEqualTo("More");
        assertThat(joined.steps()).extracting(PlaybookStep::id).containsExactly("first", "second", "third");
        assertThat(joined.step("first").orElseThrow().pack()).isEqualTo("more");
        assertThat(joined.terms().get("respond.fast", LocalDate.of(2026, 1, 1)).value())
                .isEqualTo("PT9H");
        assertThat(RulePack.builtin("cn-proposal").playbook().orElseThrow().steps())
                .isEqualTo(RulePack.builtin("cn").playbook().orElseThrow().steps());
    }

    /** The terms as Articles 33 GDPR and 73 AI Act have them; the latter from the day to which it was deferred. */
    @Test
    void thePlaybookOfTheUnionHasTheTermsOfItsNorms() {
        RulePack eu = RulePack.builtin("eu");
        Playbook playbook = eu.playbook().orElseThrow();
        LocalDate day = LocalDate.of(2028, 1, 1);

        PlaybookStep breach = playbook.step("notify-authority").orElseThrow();
        assertThat(breach.basis()).containsExactly("EU-GDPR-33");
        assertThat(breach.kinds()).containsExactly(DamageKind.PRIVACY);
        assertThat(breach.required()).isTrue();
        assertThat(eu.parameters().get(String.valueOf(breach.term()), day).duration())
                .isEqualTo(Duration.ofDays(3));
        assertThat(playbook.terms().get("serious.report", day).duration()).isEqualTo(Duration.ofDays(15));
        assertThat(playbook.terms().get("serious.report-death", day).duration()).isEqualTo(Duration.ofDays(10));
        assertThat(playbook.terms().get("serious.report-widespread", day).duration())
                .isEqualTo(Duration.ofDays(2));
        assertThat(eu.at(day).norm("EU-AIAct-73")).isPresent();
        assertThat(eu.at(LocalDate.of(2027, 12, 1)).norm("EU-AIAct-73")).isEmpty();
        assertThat(playbook.steps()).allSatisfy(step -> {
            assertThat(step.title().zh()).isNotBlank();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MeasureTaken takedown | MeasureTaken take-down | takedown",
                "MeasureTaken takedown | MeasureTaken drill | names a measure",
                "LegalHoldSet          | LegalHoldSett | LegalHoldSet",
                "LegalHoldSet          | LegalHoldSet takedown | stands alone",
                "basis: [T-1]          | basis: [T-9] | norms.yaml has not",
                "basis: [T-1]          | norm: T-1 | no key norm",
                "after: [first]        | after: [frist] | after: frist",
                "from: first           | from: reported | from: reported",
                "from: first           | from: second | waits for itself",
                "term: respond.fast    | term: respond.slow | respond.slow",
                "PT1H                  | one hour | must be a span of time",
                "PT1H                  | -PT1H | between 0 and",
                "id: second            | id: first | stands twice",
                "id: second            | id: Second step | small letters",
                "deployment-platform   | platform | deployment-platform",
                "privacy               | secrecy | privacy",
                "required: false       | required: maybe | true, false",
            })
    void whatIsWrongIsRefusedWithItsPlaceAndTheRemedy(String right, String wrong, String told) {
        PackFixture broken = pack().with("playbook.yaml", GOOD.replace(right, wrong));

        assertThatThrownBy(broken::load)
                .isInstanceOf(RulePackException.class)
                .hasMessageContaining("playbook.yaml")
                .hasMessageContaining(told);
    }
}
