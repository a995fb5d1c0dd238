package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.LegalSources;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever writes a pack writes sentences into reports: they stay sentences. */
class HostileTextsReportTest {
    private static final String SCRIPT = "<script>alert(1)</script>";
    private static final String IMAGE = "<img src=x onerror=alert(2)>";
    private static final String STYLE = "</style></title><svg onload=alert(3)>";
    private static final String LINK = "<a href='javascript:alert(4)'>&lt;b&gt;";
    private static final String TEMPLATE = "%s %n $1 `7*7`";

    @TempDir
    Path folder;

    private Attribution verdict() throws IOException {
        PackDraft draft = new PackDraft(
                "my-pack",
                "cn",
                SCRIPT + IMAGE,
                STYLE,
                "MY-Law-1",
                "L",
                LocalDate.of(2021, 1, 1),
                IMAGE + LINK,
                "keep-card",
                SCRIPT + LINK + TEMPLATE,
                STYLE + IMAGE,
                "deployment");
        for (Map.Entry<String, String> file : draft.files().entrySet()) {
            Path place = folder.resolve(file.getKey());
            Files.createDirectories(place.getParent());
            Files.writeString(place, file.getValue());
        }
        PackSource source = PackSource.of(RulePack.load(folder));
        Scenario scenario = new ScenarioReader(source.ids()).read(folder.resolve("scenarios/keep-card-decides.yaml"));
        return new ScenarioRunner(source)
                .by(new DirectRuleEngine())
                .run(scenario)
                .verdict();
    }

    private ReportInput input(Attribution verdict) {
        return ReportInput.of(verdict).sources(LegalSources.of(RulePack.load(folder)));
    }

    @Test
    void aReportInHtmlHoldsNoElementOfThePack() throws IOException {
        Attribution verdict = verdict();
        for (Locale language : List.of(Locale.ENGLISH, Locale.CHINA)) {
            String html = Report.html(input(verdict), language);

            assertThat(Pattern.compile("<(script|img|svg|a)[^>]*(alert|onerror|onload|javascript)")
                            .matcher(html)
                            .find())
                    .isFalse();
            assertThat(html).contains("alert(").doesNotContain(SCRIPT, IMAGE, STYLE, LINK);
        }
        assertThat(Report.html(input(verdict), Locale.ENGLISH))
                .contains("&lt;script&gt;alert(1)")
                .contains("%s %n $1");
    }

    @Test
    void aReportInTextHoldsThemAsTheyAre() throws IOException {
        String text = Report.text(input(verdict()), Locale.ENGLISH);

        assertThat(text).contains("<script>").contains("%s %n $1");
        assertThat(text.codePoints().filter(c -> c < ' ' && c != '\n')).isEmpty();
    }
}
