package io.kdchain.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
    @TempDir
    private Path folder = Path.of("");

    private static Ran kd(String answers, String... args) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)));
        try {
            return Ran.kd(args);
        } finally {
            System.setIn(before);
        }
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void aPackIsBegunByAskingAndItsTestsAreGreen() throws IOException {
        Ran made = kd(
                "\n\n\n\nSZ-AI-7\n\n2022-11-01\nWho adapts a model tests it first.\n",
                "new",
                "pack",
                path("shenzhen"),
                "--stage",
                "adaptation",
                "--lang",
                "en");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out())
                .contains("Id of the pack [shenzhen]: ", "In force since [2021-01-01]: ", "Next: kd test ")
                .doesNotContain("Who owes it");
        assertThat(Files.readString(folder.resolve("shenzhen/law/art-1.drl")))
                .contains("rule \"SZ-AI-7: ", "in force from 2022-11-01", "stage == \"adaptation\"");
        assertThat(kd("", "lint", path("shenzhen"), "--lang", "en").out()).contains("can be used; 0 remarks.");
        Ran tested = kd("", "test", path("shenzhen/scenarios"), "--rules", path("shenzhen"), "--lang", "en");
        assertThat(tested.code()).isZero();
        assertThat(tested.out()).contains("2 scenarios: 2 passed");
    }

    @Test
    void whatIsWrongWithAPackIsToldOnceForAllItsScenarios() throws IOException {
        kd(
                "\n\n\n\nSZ-AI-7\n\n2022-11-01\nWho adapts a model tests it first.\n",
                "new",
                "pack",
                path("shenzhen"),
                "--stage",
                "adaptation");
        Path rules = folder.resolve("shenzhen/law/art-1.drl");
        Files.writeString(rules, Files.readString(rules).replaceFirst("\nwhen\n", "\nwhenever\n"));

        Ran tested = kd("", "test", path("shenzhen/scenarios"), "--rules", folder.toString(), "--lang", "en");

        assertThat(tested.code()).isEqualTo(Kd.BAD_INPUT);
        assertThat(tested.out()).as(tested.err()).contains("2 scenarios: 0 passed, 0 failed, 2 could not be judged.");
        assertThat(tested.err()).containsOnlyOnce("cannot be used: 1 problem.");
    }

    @Test
    void aScenarioIsBegunInChinese() throws IOException {
        Ran made = kd("标注错误\n", "new", "scenario", path("s.yaml"), "--lang", "zh");

        assertThat(made.code()).as(made.err()).isZero();
        assertThat(made.out()).contains("一句话说明案情 [", "请依法核对预期结果");
        assertThat(Files.readString(folder.resolve("s.yaml"))).contains("title: \"标注错误\"", "scenario: s\n");
        assertThat(kd("", "test", path("s.yaml")).code()).isZero();
    }

    @Test
    void nothingIsOverwrittenAndMistakesAreTold() throws IOException {
        Files.writeString(folder.resolve("s.yaml"), "mine");

        assertThat(kd("", "new", "scenario", path("s.yaml"), "--yes").err())
                .contains("exists; name a file that does not");
        assertThat(Files.readString(folder.resolve("s.yaml"))).isEqualTo("mine");
        assertThat(kd("", "new", "pack", folder.toString(), "--yes").err()).contains("exists; name a folder");
        assertThat(kd("", "new", "pack", path("p"), "--yes", "--since", "2021").err())
                .contains("write it as 2021-01-01");
        assertThat(kd("", "new", "scenario", path("t.yaml"), "--yes", "--met", "maybe")
                        .err())
                .contains("neither yes nor no");
        assertThat(kd("", "new", "scenario", path("t.yaml"), "--yes", "--amount", "much")
                        .err())
                .contains("is no amount");
        assertThat(folder.resolve("p")).doesNotExist();
        assertThat(kd("", "new").err()).contains("pack");
    }
}
