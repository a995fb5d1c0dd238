package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingFactsTest {
    private static Chain audited(String subject, String rectifyBy, String more) {
        Chain chain = Chain.complete();
        chain.event(
                "2026-03-21",
                "lab",
                "TechnicalAudited",
                "{subject: '%s', auditor: 'lab', scope: ['safety'], findings: [{id: 'F1', rectifyBy: '%s'%s}]}"
                        .formatted(subject, rectifyBy, more));
        return chain;
    }

    private static List<String> states(Chain chain) {
        return chain.facts().of(Finding.class).stream()
                .map(f -> f.party() + " " + f.state())
                .toList();
    }

    @ParameterizedTest(name = "rectified {0}: {1}")
    @CsvSource({"2026-04-01T23:59:00Z, rectified", "2026-04-02, missed"})
    void deadlineIsTheEndOfItsDay(String recorded, String state) {
        Chain chain = audited("model:int8", "2026-04-01", "");
        chain.event("2026-03-30", "edgechip", "FindingRectified", "{finding: 'F1', how: 'retrained'}")
                .recorded(recorded);

        assertThat(states(chain)).containsExactly("edgechip " + state);
    }

    @ParameterizedTest(name = "rectified {0}: {1}")
    @CsvSource({"2026-03-20, rectified", "2026-04-01, corrected", "2026-04-02, missed"})
    void whatIsRectifiedLateAndBeforeTheOutputIsCorrected(String recorded, String state) {
        Chain chain = audited("model:int8", "2026-03-20", "");
        chain.event(recorded, "edgechip", "FindingRectified", "{finding: 'F1', how: 'retrained'}");

        assertThat(states(chain)).containsExactly("edgechip " + state);
    }

    @ParameterizedTest(name = "due {0}: {1}")
    @CsvSource({"2026-04-01, missed", "2026-04-02, missed-later", "2026-04-09, missed-later", "2026-04-10, pending"})
    void deadlineThatStillRanWhenTheDamageAroseIsPending(String due, String state) {
        assertThat(states(audited("model:int8", due, ""))).containsExactly("edgechip " + state);
    }

    @Test
    void onlyTheAddresseeRectifies() {
        Chain chain = audited("model:int8", "2026-04-01", ", addressee: 'cloud'");
        chain.event("2026-03-30", "edgechip", "FindingRectified", "{finding: 'F1', how: 'retrained'}");

        assertThat(states(chain)).containsExactly("cloud missed");
    }

    @ParameterizedTest(name = "repaired {0}: {1}")
    @CsvSource({"model:int8-v2, missed", "model:int8, rectified"})
    void repairMustReachTheSubjectInService(String repaired, String state) {
        Chain chain = audited("deployment:ct", "2026-04-01", ", addressee: 'edgechip'");
        chain.event("2026-03-30", "edgechip", "FindingRectified", "{finding: 'F1', how: 'rebuilt'}")
                .generates(repaired);

        assertThat(states(chain)).containsExactly("edgechip " + state);
    }

    @Test
    void findingElsewhereIsNone() {
        assertThat(states(audited("model:sibling", "2026-04-01", ""))).isEmpty();
    }

    @Test
    void rectificationOfAnotherAuditDoesNotCount() {
        Chain chain = audited("model:int8", "2026-04-01", "");
        Chain.Step other = chain.event(
                "2026-03-01",
                "lab",
                "TechnicalAudited",
                "{subject: 'model:sibling', auditor: 'lab', scope: [], findings: [{id: 'F1', rectifyBy: '2026-03-30'}]}");
        chain.event("2026-03-30", "edgechip", "FindingRectified", "{finding: 'F1', how: 'x'}")
                .refs(other);

        assertThat(states(chain)).containsExactly("edgechip missed");
    }
}
