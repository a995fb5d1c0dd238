package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The annex of a report tells how far shares depend on the way of sharing; the law's own shares stay. */
class OtherWaysReportTest {
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    /** Main cause and ordinary fault against secondary cause and gross fault: 5/9 and 4/9 by law. */
    private static final Attribution TWO = judged("e1-two-insufficient-causes.yaml");

    private static Attribution judged(String file) {
        Scenario scenario = new ScenarioReader(PACKS.ids()).read(Path.of("..", "rules", "cn", "scenarios", file));
        return new ScenarioRunner(PACKS).run(scenario).verdict();
    }

    @Test
    void theTextTellsTheRangeAfterTheVerdict() {
        String english = Report.text(TWO, Locale.ENGLISH);
        String chinese = Report.text(TWO, Locale.CHINA);

        assertThat(english).contains("Annex: other ways to share", "replace no rule", "by fault alone");
        assertThat(english.indexOf("5/9")).isLessThan(english.indexOf("Annex"));
        assertThat(chinese).contains("附录：其他分担方式", "不替代任何法律规则");
    }

    /** A name may hold a comma; a line fits the page. */
    @Test
    void waysAreSetApartBySemicolons() {
        String annex = Report.text(TWO, Locale.ENGLISH);
        annex = annex.substring(annex.indexOf("Annex"), annex.indexOf("\nNorms\n"));

        assertThat(annex.replaceAll("\\s+", " "))
                .contains(
                        "Ways compared: Banzhaf value, normalised; Deegan-Packel index; equal parts; by fault alone;");
        assertThat(annex.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(Report.text(TWO, Locale.CHINA).replaceAll("\\s+", "")).contains("班茨哈夫值（归一化）；迪根-帕克尔指数；");
        assertThat(Report.html(ReportInput.of(TWO)))
                .contains("by fault alone; Shapley value weighted by fault", "仅按过错程度；按过错加权的夏普利值");
    }

    @Test
    void aProgramReadsEachWay() {
        assertThat(Report.json(TWO)).contains("\"otherWays\":{", "\"fault-only\":{", "\"responsibility\":{");
    }

    @Test
    void theHtmlHasASectionOfItsOwn() {
        String html = Report.html(ReportInput.of(TWO));

        assertThat(html).contains("id=\"ways\"", "Annex: other ways to share", "附录：其他分担方式");
    }
}
