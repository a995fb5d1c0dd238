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
