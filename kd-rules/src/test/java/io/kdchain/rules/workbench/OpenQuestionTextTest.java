package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An open question says what its answer changes, also where no share moves. */
class OpenQuestionTextTest {
    private static final Path SCENARIOS = Path.of("..", "rules", "cn", "scenarios");
    private static final PackSource PACKS = PackSource.of(Path.of("..", "rules"));
    private static final ScenarioRunner RUNNER = new ScenarioRunner(PACKS);

    private static String text(String name) {
        try {
            return Files.readString(SCENARIOS.resolve(name + ".yaml"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Attribution judged(String text) {
        return RUNNER.run(new ScenarioReader(PACKS.ids()).read("open.yaml", text))
                .verdict();
    }

    private static String flat(Attribution verdict, Locale locale) {
        return Report.text(verdict, locale).replaceAll("\\s+", " ");
    }

    /** Stages of distilco 1/2 + 3/10 and cloudco 1/5; each enough alone would be 1171: either for the whole. */
    @Test
    void whatMayBeDemandedChangesWhereSharesDoNot() {
        String file = text("article-1171-stages-just-not");
        Attribution open = judged(file);
        Attribution answered = judged(file.replace("\nexpect:", "\nanswers: {\"mixed:loss\": yes}\nexpect:"));

        assertThat(answered.shares()).isEqualTo(open.shares());
        assertThat(answered.items().get(0).claimable())
                .containsEntry("distilco", Fraction.ONE)
                .containsEntry("cloudco", Fraction.ONE);
        assertThat(flat(open, Locale.ENGLISH))
                .contains("If yes: shares as in this verdict; claimable: cloudco 1 (100%), distilco 1 (100%);"
                        + " jointly and severally liable: cloudco and distilco; recourse changes"
                        + " If no: shares as in this verdict Try it: --answer mixed:loss=yes|no");
        assertThat(Report.text(open, Locale.CHINA).replaceAll("\\s+", ""))
                .contains("份额与本结论相同；可主张：cloudco1(100%)、distilco1(100%)；承担连带责任：cloudco和distilco；追偿关系改变");
        assertThat(Report.html(ReportInput.of(open)))
                .contains("shares as in this verdict; claimable: ", "recourse changes", "份额与本结论相同；可主张：");
    }

    /** The sixth of cloudco falls to distilco in the end, and may still be demanded from it, after distilco. */
    @Test
    void whoAnswersInSecondPlaceIsNamedWithWhatMayStillBeDemanded() {
        assertThat(flat(judged(text("article-38-second-place-just-not")), Locale.ENGLISH))
                .contains("If yes: distilco: 1 (100%), cloudco: 0 (0%); claimable: cloudco 1/6 (16.7%);"
                        + " in second place only: cloudco; recourse changes");
    }

    /** By expert, of 9/10: K F is 3/2 for distilco and 3/5 for cloudco; by second, of 3/4: 1 and 1/5 for adaptco. */
    @Test
    void thePartsOfAnAnswerAddUp() {
        String told = flat(judged(text("appraisals-differ-decides")), Locale.ENGLISH);

        assertThat(told)
                .contains("If yes: distilco: 9/14 (64.3%), cloudco: 9/35 (25.7%), other causes: 1/10 (10%),"
                        + " adaptco: 0 (0%) If no: distilco: 5/8 (62.5%), other causes: 1/4 (25%),"
                        + " adaptco: 1/8 (12.5%), cloudco: 0 (0%)");
        String yes = told.substring(told.indexOf("If yes: "), told.indexOf("If no: "));
        assertThat(Pattern.compile(": ([0-9/]+) \\(")
                        .matcher(yes)
                        .results()
                        .map(r -> Fraction.parse(r.group(1)))
                        .reduce(Fraction.ZERO, Fraction::plus))
                .isEqualTo(Fraction.ONE);
    }

    @Test
    void aDutyIsAskedForByItsTitleAndAnItemIsQuoted() {
        Attribution appraised = judged(text("duty-appraised-court-before-party-just-not"));
        Attribution silent = judged(text("article-1165-1-fault-just-not"));

        assertThat(flat(appraised, Locale.ENGLISH))
                .contains(
                        "? Appraisals differ: did distilco meet the duty “Measurement of the fidelity of the student model”?");
        assertThat(flat(appraised, Locale.CHINA)).doesNotContain("“measure-fidelity”");
        assertThat(flat(silent, Locale.ENGLISH))
                .containsPattern("\\? Did the breach of the duty “[A-Z][^”]+” by \\w+ cause '\\w+'\\?");
        assertThat(flat(silent, Locale.CHINA)).containsPattern("是否造成了“\\w+”？");
    }

    /** Programs read what they always read: shares. */
    @Test
    void theJsonOfAQuestionStaysAsItWas() throws IOException {
        JsonNode open = new JsonMapper()
                .readTree(Report.json(judged(text("article-1171-stages-just-not"))))
                .at("/open/0");

        assertThat(open.fieldNames()).toIterable().containsExactly("id", "question", "party", "ifYes", "ifNo");
        assertThat(open.get("id").asText()).isEqualTo("mixed:loss");
    }

    /** What cannot be added up is told by item, and an item that falls is named. */
    @Test
    void ofSeveralItemsEachIsNamed() {
        Attribution v = judged(text("article-1171-stages-just-not"));
        Attribution.ItemVerdict one = v.items().get(0);
        Attribution.ItemVerdict other = new Attribution.ItemVerdict(
                "other",
                true,
                "",
                one.regime(),
                false,
                one.lawAsOf(),
                one.shares(),
                one.bounds(),
                one.claimable(),
                one.amounts(),
                List.of(),
                List.of(),
                List.of());
        Attribution.OpenQuestion question = new Attribution.OpenQuestion(
                "q",
                "Is it so?",
                "是否如此？",
                "",
                one.shares(),
                new TreeMap<>(Map.of("distilco", Fraction.ONE)),
                "loss",
                List.of(
                        new Attribution.BesideShares("loss", "", new TreeMap<>(), List.of(), List.of(), false),
                        new Attribution.BesideShares("other", "not-established", new TreeMap<>(), null, null, false)),
                List.of());
        Attribution two = new Attribution(
                v.incident(),
                true,
                v.lawAsOf(),
                v.packs(),
                List.of(one, other),
                null,
                v.liable(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                List.of(question),
                v.evidence(),
                v.reasons(),
                v.digest());

        assertThat(flat(two, Locale.ENGLISH))
                .contains(
                        "If yes: of 'loss': shares as in this verdict; of 'loss': nobody is jointly and severally liable;"
                                + " nobody answers in second place only; of 'other': not established"
                                + " If no: of 'loss': distilco: 1 (100%), cloudco: 0 (0%) Try it");
    }
}
