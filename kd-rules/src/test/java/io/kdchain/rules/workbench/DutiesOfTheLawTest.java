package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.RulePack;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The duties of pack {@code cn} against the table of duties of the law: readings of silence, organisational duties and
 * norms were transcribed from that page, not from the pack. And what silence does, on a chain that records acts alone.
 */
class DutiesOfTheLawTest {
    private static final PackSource SOURCE = PackSource.of(Path.of("..", "rules"));
    private static final RulePack CN = SOURCE.load(List.of("cn"));

    /**
     * A line of the table.
     *
     * @param readings what silence may mean; several where the page distinguishes cases, of which the pack's is one
     * @param norms that the page names and the pack must; an article stands for its paragraphs
     */
    @ParameterizedTest
    @CsvFileSource(resources = "duties-of-the-law.tsv", delimiter = '\t', numLinesToSkip = 1)
    void aDutyIsReadAsTheLawReadsIt(String id, String code, String readings, boolean organisational, String norms) {
        Duty duty = Objects.requireNonNull(CN.duties().get(code), code);

        assertThat(duty.id()).isEqualTo(id);
        assertThat(Arrays.asList(readings.split(" ", -1))).contains(duty.absence());
        assertThat(duty.organisational()).isEqualTo(organisational);
        for (String norm : norms.split(" ", -1)) {
            assertThat(duty.norms()).as("norms of %s", id).anyMatch(n -> n.equals(norm) || n.startsWith(norm + "-"));
        }
    }

    @Test
    void thePackHasTheDutiesOfTheTableAndNoOther() {
        Set<String> ids = new TreeSet<>();
        CN.duties().values().forEach(d -> ids.add(d.id()));

        assertThat(ids).hasSize(42).startsWith("D01").endsWith("D42");
    }

    // ---- what silence does

    private static final String PARTIES = """
            parties:
              - {id: dataco, roles: [data-provider], jurisdiction: CN}
              - {id: teachco, roles: [teacher-developer], jurisdiction: CN}
              - {id: distilco, roles: [distillation-provider], jurisdiction: CN}
              - {id: adaptco, roles: [hardware-adapter], jurisdiction: CN}
              - {id: cloudco, roles: [deployment-platform], jurisdiction: CN}
              - {id: user, roles: [student-user], jurisdiction: CN}
              - {id: victim, roles: [claimant], jurisdiction: CN}
            """;

    /** Acts of all stages, and nothing that says how they were done. */
    private static String silent(String scene, String personal, String kind) {
        return """
                scenario: silent
                title: Acts and nothing else
                packs: [cn]
                %schain:
                  - {at: 2026-01-05, actor: dataco, type: DatasetCollected, generates: [dataset:rows], body: {method: user-submitted, personal: %s}}
                  - {at: 2026-01-10, actor: teachco, type: TeacherReleased, uses: [dataset:rows], generates: [model:teacher], body: {intendedUses: [%s], distillationAllowed: true}}
                  - {at: 2026-02-01, actor: distilco, type: DistillationCompleted, uses: [model:teacher], generates: [model:student], body: {}}
                  - {at: 2026-02-20, actor: adaptco, type: ModelAdapted, uses: [model:student], generates: [model:int8], body: {technique: int8, target: edge-npu}}
                  - {at: 2026-03-01, actor: cloudco, type: ModelDeployed, uses: [model:int8], generates: [deployment:service], body: {scenario: %s, intendedUses: [%s], safeguards: [monitoring, complaint-channel]}}
                  - {at: 2026-04-01, actor: cloudco, type: OutputServed, uses: [deployment:service], generates: [output:1], body: {labels: []}}
                  - {at: 2026-04-02, actor: user, type: OutputUsed, uses: [output:1], body: {output: output:1, use: as-intended, humanReview: none}}
                incident: {id: "incident:silent", at: 2026-05-10, about: [output:1], claimant: victim, items: [{id: loss, kind: %s}]}
                """.formatted(PARTIES, personal, scene, scene, scene, kind);
    }

    private static SortedMap<String, SortedSet<String>> breaches(String text) {
        Scenario scenario = new ScenarioReader(SOURCE.ids()).read("silent.yaml", text);
        ScenarioResult result = new ScenarioRunner(SOURCE).run(scenario);
        return Breaches.of(new Judged(scenario.incident(), result.verdict(), List.of()));
    }

    private static boolean breached(SortedMap<String, SortedSet<String>> breaches, String duty) {
        return breaches.values().stream().flatMap(Collection::stream).anyMatch(duty::equals);
    }

    @ParameterizedTest
    @CsvSource({"medical, none, bodily-injury", "credit, none, pecuniary", "news, none, reputation"})
    void whoRecordedItsActAndLeftOutTheCheckDidNotMakeIt(String scene, String personal, String kind) {
        SortedMap<String, SortedSet<String>> breaches = breaches(silent(scene, personal, kind));

        // A-OWN
        assertThat(breaches.get("teachco")).contains("examine-bias");
        assertThat(breaches.get("distilco")).contains("measure-fidelity");
        assertThat(breaches.get("adaptco")).contains("verify-equivalence");
        assertThat(breaches.get("cloudco")).contains("warn-of-risk", "label-aigc");
        assertThat(breaches.get("user")).contains("professional-review");
    }

    @ParameterizedTest
    @CsvSource({"medical, none, bodily-injury", "general, ordinary, privacy", "credit, ordinary, discrimination"})
    void whereTheClaimantProvesOrNothingWasPromisedSilenceIsNoBreach(String scene, String personal, String kind) {
        SortedMap<String, SortedSet<String>> breaches = breaches(silent(scene, personal, kind));

        // A-CL and A-0, and A-INF where nothing had to be recorded or produced
        for (String duty : List.of(
                "respect-robots",
                "data-quality",
                "disclose-limitations",
                "honour-teacher-licence",
                "warn-of-unsuitable-order",
                "select-provider",
                "report-changed-performance",
                "act-on-knowledge",
                "use-within-purpose",
                "mitigate",
                "traceability-label",
                "assess-provider",
                "insure",
                "honour-convention",
                "monitor",
                "train-staff",
                "rectify-in-time",
                "keep-logs",
                "keep-evidence-intact",
                "industry-level-filters")) {
            assertThat(breached(breaches, duty)).as(duty).isFalse();
        }
    }

    @Test
    void whoBearsTheBurdenBreachedWhatItDoesNotShow() {
        // A-DEF: personal data without a ground on record
        SortedMap<String, SortedSet<String>> personal = breaches(silent("general", "ordinary", "privacy"));
        SortedMap<String, SortedSet<String>> other = breaches(silent("general", "none", "privacy"));

        assertThat(personal.get("dataco")).contains("lawful-data-source");
        assertThat(breached(other, "lawful-data-source")).isFalse();
    }
}
