package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

/** What a scenario file says goes through the tree, and is read again as it was. */
class ScenarioTreeTest {
    private static final ScenarioReader READER = new ScenarioReader();

    /** Where a thing stands, and what is said of the verdict on the file as it stands. */
    private static final RecursiveComparisonConfiguration AS_SAID = RecursiveComparisonConfiguration.builder()
            .withIgnoredFieldsOfTypes(Place.class)
            .withIgnoredFieldsMatchingRegexes("(.*\\.)?(file|payments|expectations)")
            .build();

    /** Has every key of the format. */
    private static final String EVERYTHING = """
            format: 1
            scenario: "007"
            title: "He said: \\"2/3 \\u2028 是\\""
            packs: [cn, cn-proposal]
            regime: strict
            parties:
              - {id: 1.10, roles: [distillation-provider], jurisdiction: CN, legalId: 0912}
              - {id: cloud, roles: [deployment-platform], jurisdiction: CN}
              - {id: li, roles: [claimant], jurisdiction: CN}
              - {id: wang, roles: [claimant], jurisdiction: US-CA}
            chain:
              - {at: 2026-03-01, actor: 1.10, type: DistillationCompleted, generates: [model:student],
                 body: {fidelity: {agreement: 0.970, kl: 0.020}}, observedBy: cloud, recordedAt: 2026-03-02T10:00:00+08:00}
              - {at: 2026-03-20, actor: cloud, type: ModelDeployed, uses: [model:student], generates: [deployment:d],
                 body: {scenario: medical, intendedUses: ["a\\x7f\\n\\uFFFE", 1.50]}, refs: [0], signedBy: 1.10}
              - {at: 2026-04-02, actor: cloud, type: OutputServed, uses: [deployment:d], generates: [output:1],
                 body: {labels: [risk]}, tamper: {labels: [risk, traceability]}, tamperedBy: 1.10}
              - {at: 2026-04-03, actor: cloud, type: OutputServed, uses: [deployment:d], generates: [output:2],
                 body: {labels: []}, withheld: true, unsigned: true}
              - {at: 2026-04-03, actor: cloud, type: OutputServed, uses: [deployment:d], generates: [output:2],
                 body: {labels: []}, erased: true}
            incident:
              id: incident:li
              at: 2026-04-10
              reportedAt: 2026-04-11
              about: [output:1]
              claimant: li
              items:
                - {id: injury, kind: bodily-injury, amount: 123456789012345678.10, currency: CNY, severity: serious,
                   aggravated: true, proven: false, nonEconomic: true}
            answers: {"cause:loss:radnet:examine-bias": yes}
            paid: {cloud: 5 CNY}
            insolvent: [cloud]
            claims:
              - {id: incident:w, at: 2026-04-12, reportedAt: 2026-04-13, outputs: [output:2], claimant: wang,
                 items: [{id: loss, kind: pecuniary}], answers: {"a:b": no}, paid: {cloud: 5 CNY}, insolvent: [],
                 expect: {status: established}}
            expect: {status: established}
            """;

    private static Scenario read(ScenarioTree tree) {
        return READER.read("tree.yaml", tree.text());
    }

    private static ScenarioTree tree(String text) {
        return ScenarioTree.of("file.yaml", text.getBytes(StandardCharsets.UTF_8));
    }

    /** The keys of the mappings at {@code path}, where * is any element. */
    private static Set<String> keys(String text, String... path) {
        List<Marked> at = List.of(MarkedText.read(text.getBytes(StandardCharsets.UTF_8), new Problems("file.yaml")));
        for (String step : path) {
            List<Marked> next = new ArrayList<>();
            for (Marked one : at) {
                if (one instanceof Marked.Mapping mapping) {
                    mapping.entry(step).ifPresent(e -> next.add(e.value()));
                } else if (one instanceof Marked.Sequence sequence) {
                    next.addAll(sequence.items());
                }
            }
            at = next;
        }
        Set<String> keys = new TreeSet<>();
        at.forEach(m -> ((Marked.Mapping) m).entries().forEach(e -> keys.add(e.key())));
        return keys;
    }

    /** A key that the format gets has to be put into the file above, or this fails; and if it is lost, the next. */
    @Test
    void theFileHasEveryKeyThatTheReaderTakes() {
        Set<String> incidents = keys(EVERYTHING, "incident");
        incidents.addAll(keys(EVERYTHING, "claims", "*"));
        incidents.removeAll(ScenarioReader.OF_THE_VERDICT);
        incidents.remove("answers");

        assertThat(keys(EVERYTHING)).isEqualTo(new TreeSet<>(ScenarioReader.KEYS));
        assertThat(keys(EVERYTHING, "parties", "*")).isEqualTo(new TreeSet<>(ScenarioReader.PARTY_KEYS));
        assertThat(keys(EVERYTHING, "chain", "*")).isEqualTo(new TreeSet<>(ChainReader.KEYS));
        assertThat(keys(EVERYTHING, "incident", "items", "*")).isEqualTo(new TreeSet<>(ScenarioReader.ITEM_KEYS));
        assertThat(incidents).isEqualTo(new TreeSet<>(ScenarioReader.INCIDENT_KEYS));
        assertThat(ScenarioReader.CLAIM_KEYS)
                .containsAll(keys(EVERYTHING, "claims", "*"))
                .containsAll(ScenarioReader.OF_THE_VERDICT)
                .contains("answers");
    }

    @Test
    void nothingButWhatIsSaidOfTheVerdictIsLost() {
        Scenario before = READER.read("file.yaml", EVERYTHING);
        ScenarioTree tree = tree(EVERYTHING);

        Scenario after = read(tree);

        assertThat(after).usingRecursiveComparison(AS_SAID).isEqualTo(before);
        assertThat(after.expectationCount()).isZero();
        assertThat(after.payments()).isEmpty();
        assertThat(after.claims()).allSatisfy(c -> assertThat(c.payments()).isEmpty());
        assertThat(after.parties().get(0)).isEqualTo(before.parties().get(0)).satisfies(p -> {
            assertThat(p.id()).isEqualTo("1.10");
            assertThat(p.legalId()).isEqualTo("0912");
        });
        assertThat(tree(tree.text())).isEqualTo(tree);
    }

    /** Told as a text: to compare the objects of so many field by field takes too long. */
    private static String said(Scenario scenario) {
        List<Object> said = new ArrayList<>(List.of(scenario.id(), scenario.title(), scenario.packs()));
        said.addAll(List.of(scenario.regime(), scenario.parties(), scenario.incident(), scenario.answers()));
        scenario.chain().forEach(e -> said.addAll(List.of(e, "\n")));
        scenario.claims().forEach(c -> said.addAll(List.of(c.incident(), c.answers())));
        return said.toString().replaceAll("(place|at)=[^, ]+:[0-9]+:[0-9]+", "");
    }

    /** One in ten, as to read all of them several times takes seconds. */
    @Test
    void scenariosOfThePacksAreReadAgain() throws IOException {
        try (Stream<Path> files =
                Files.find(Path.of("..", "rules"), 4, (f, a) -> f.toString().matches(".*/scenarios/[^/]+"))) {
            List<Path> sorted = files.sorted().toList();
            assertThat(IntStream.range(0, sorted.size() / 10).mapToObj(i -> sorted.get(10 * i)))
                    .hasSizeGreaterThan(30)
                    .allSatisfy(file ->
                            assertThat(said(read(ScenarioTree.of(file)))).isEqualTo(said(READER.read(file))));
        }
    }
}
