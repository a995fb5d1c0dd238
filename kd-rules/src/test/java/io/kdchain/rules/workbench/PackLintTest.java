package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.language.Remark;
import io.kdchain.rules.pack.RulePack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackLintTest {
    private static final Path PACKS = Path.of("..", "rules");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"cn", "cn-proposal", "eu", "us", "us-ca", "us-fl", "us-tx"})
    void thePacksOfTheLibraryHaveNoRuleThatIsRemarkedOn(String pack) {
        PackLint lint = PackLint.of(PACKS.resolve(pack));

        assertThat(lint.problems()).isEmpty();
        assertThat(lint.remarks()).noneMatch(remark -> !remark.problem().rule().isEmpty());
    }

    @Test
    void aPackThatCannotBeUsedIsNotLookedThroughFurther() throws IOException {
        Path pack = copy("eu");
        Path file = pack.resolve("product_liability/art-7.drl");
        Files.writeString(file, Files.readString(file).replace("new Defect(", "new Defekt("));

        PackLint lint = PackLint.of(pack);

        assertThat(lint.problems())
                .isNotEmpty()
                .allMatch(problem -> problem.at().file().equals(pack + "/product_liability/art-7.drl"))
                .allMatch(problem -> problem.message().contains("did you mean Defect?"));
        assertThat(lint.remarks()).isEmpty();
    }

    @Test
    void normsThatNothingCitesAndDutiesThatNoScenarioTriesAreFound() throws IOException {
        Path pack = copy("eu");
        Path norms = pack.resolve("norms.yaml");
        Files.writeString(
                norms,
                Files.readString(norms)
                        + "- id: EU-Invented-1\n  title: Invented\n  paraphrase: Nobody cites this.\n  rank: L\n  verified: M\n");
        Path scenarios = pack.resolve("scenarios");
        try (Stream<Path> files = Files.list(scenarios)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        long lines;
        try (Stream<String> all = Files.lines(norms)) {
            lines = all.count();
        }

        List<Remark> remarks = PackLint.of(pack).remarks();

        assertThat(remarks)
                .anySatisfy(remark -> {
                    assertThat(remark.check()).isEqualTo(Remark.Check.NORM_UNUSED);
                    assertThat(remark.problem().message()).contains("EU-Invented-1");
                    assertThat(remark.problem().at().line()).isEqualTo((int) lines - 4);
                })
                .anyMatch(remark -> remark.check() == Remark.Check.DUTY_UNTRIED)
                // only its playbook cites it
                .noneMatch(remark -> remark.problem().message().contains("EU-AIAct-73"));
    }

    @Test
    void aParameterThatNothingReadsIsFound() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(
                own.resolve("pack.yaml"), "id: own\ntitle: Own\njurisdiction: CN\nversion: \"1\"\nextends: [cn]\n");
        Files.writeString(own.resolve("norms.yaml"), "[]\n");
        // a rule of cn reads seal.data
        Files.writeString(
                own.resolve("parameters.yaml"),
                "seal.data: [{value: PT1H}]\n\nfualt.gross: [{value: 5, unit: weight}]\n");

        PackLint lint = PackLint.of(own);

        assertThat(lint.problems()).isEmpty();
        assertThat(lint.remarks()).singleElement().satisfies(remark -> {
            assertThat(remark.check()).isEqualTo(Remark.Check.PARAMETER_UNREAD);
            assertThat(remark.problem().toString())
                    .contains("own/parameters.yaml:3:15: ", "fualt.gross", "did you mean fault.gross?");
        });
    }

    @Test
    void allParametersThatAPackLacksAreToldAtOnce() throws IOException {
        Path own = Files.createDirectory(folder.resolve("own"));
        Files.writeString(own.resolve("pack.yaml"), "id: own\ntitle: Own\njurisdiction: CN\nversion: \"1\"\n");
        Files.writeString(own.resolve("norms.yaml"), "[]\n");
        Files.writeString(own.resolve("parameters.yaml"), "fault.gross: [{value: 5, unit: weight}]\n");

        assertThat(PackLint.of(own).remarks()).singleElement().satisfies(remark -> {
            assertThat(remark.check()).isEqualTo(Remark.Check.PARAMETER_MISSING);
            assertThat(remark.problem().message())
                    .contains("cause.equal, cause.main, cause.none", "fault.intent, fault.none", "notice.other")
                    .doesNotContain("fault.gross");
        });
    }

    @Test
    void oneFileIsLookedThroughAgainstTheOthersOfItsPack() throws IOException {
        RulePack cn = RulePack.load(PACKS.resolve("cn"));
        String path = "cn/civil_code/art-1171.drl";
        String text = Files.readString(PACKS.resolve(path));

        assertThat(ofFile(cn, path, text)).isEqualTo(new PackLint(List.of(), List.of()));
        assertThat(ofFile(cn, path, text.replace("\"each-sufficient\" )", "\"each-suficient\" )"))
                        .problems())
                .isNotEmpty()
                .allMatch(p -> p.at().file().equals(path) && p.message().contains("did you mean each-sufficient?"));
        assertThat(ofFile(cn, path, text.replace("when", "whem")).problems()).isNotEmpty();
        assertThat(ofFile(cn, path, text.replaceFirst("@explain_zh\\(\"[^\"]*\"", "@explain_zh(\"as above\""))
                        .remarks())
                .extracting(Remark::check)
                .contains(Remark.Check.NOT_TRANSLATED);
        assertThat(ofFile(cn, "cn/civil_code/copy.drl", text).problems())
                .isNotEmpty()
                .anyMatch(p -> p.message().contains("The name is taken by the rule at " + path));
    }

    private static PackLint ofFile(RulePack pack, String path, String text) {
        return PackLint.ofFile(pack, path, text.getBytes(StandardCharsets.UTF_8));
    }

    private Path copy(String pack) throws IOException {
        Path from = PACKS.resolve(pack);
        Path to = folder.resolve(pack);
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path target = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(one, target);
                }
            }
        }
        return to;
    }
}
