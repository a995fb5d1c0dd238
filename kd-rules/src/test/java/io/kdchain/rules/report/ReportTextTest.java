package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.ContractTerm;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.Fraction;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReportTextTest {
    private static String english(Attribution verdict) {
        return Report.text(verdict, SampleVerdict.sources(), Locale.ENGLISH);
    }

    private static String chinese(Attribution verdict) {
        return Report.text(verdict, SampleVerdict.sources(), Locale.CHINA);
    }

    /** The text with its line breaks and indents taken out. */
    private static String flat(String text) {
        return text.replaceAll("\\s+", " ");
    }

    @Test
    void theVerdictComesFirst() {
        assertThat(english(SampleVerdict.sole()).lines().limit(6))
                .containsExactly(
                        "Verdict · incident:4711",
                        "",
                        "  edgechip is liable for the whole damage.",
                        "  edgechip breached this duty: verify equivalence after adaptation (D17).",
                        "",
                        "  A reasoned proposal, not the prediction of a court.");
    }

    @Test
    void aPartyIsNamedWithItsIdOnce() {
        ReportInput input = ReportInput.of(SampleVerdict.sole())
                .sources(SampleVerdict.sources())
                .chain(SampleVerdict.chain(Admission.ADMITTED));
        String english = flat(Report.text(input, Locale.ENGLISH));
        String chinese = flat(Report.text(input, Locale.CHINA));

        assertThat(english)
                .contains("EdgeChip (edgechip) is liable for the whole damage. EdgeChip breached this duty")
                .contains("- EdgeChip adapted the model and recorded no equivalence test.")
                .containsOnlyOnce("(edgechip)")
                .doesNotContainPattern("(?<![(\"])edgechip");
        assertThat(chinese).contains("EdgeChip适配了模型").containsOnlyOnce("(edgechip)");
    }

    /** Names are put where a rule's sentence speaks of the party, and nowhere within another word. */
    @Test
    void onlyWholeIdsOfTheReasonsPartiesBecomeNames() {
        Reason reason = new Reason(
                "Breach(party: \"radnet\", duty: \"x\")",
                "R: a rule",
                "radnet and edgechip (radnet.) use radnet-2, model:radnet and radnet.",
                "radnet与edgechip使用radnet-2。",
                List.of(),
                List.of(),
                "",
                List.of());
        ReportInput input = ReportInput.of(because(reason)).chain(SampleVerdict.chain(Admission.ADMITTED));

        assertThat(flat(Report.text(input, Locale.ENGLISH)))
                .containsPattern(
                        "- RadNet Models( \\(radnet\\))? and edgechip \\(RadNet Models\\.\\) use radnet-2, model:radnet and RadNet Models\\.");
        assertThat(flat(Report.text(input, Locale.CHINA)))
                .containsPattern("RadNet Models( \\(radnet\\))?与edgechip使用radnet-2");
    }

    @Test
    void sharesStandAsFractionPercentAndAmount() {
        assertThat(english(SampleVerdict.several()))
                .containsPattern("edgechip +3/5 +60% +108,000.00 CNY +1/2 to 3/4 +3/5")
                .containsPattern("radnet +0 +0% +0 to 1/3")
                .contains("Jointly and severally liable: hospital-group and clinic-cloud [CN-PIPL-20]");
    }

    @Test
    void normsSayTitleRankAndHowTheyWereVerified() {
        assertThat(flat(english(SampleVerdict.sole())))
                .contains(
                        "CN-CivilCode-1165-1 · Civil Code, art. 1165(1) · Fault liability · law · text read in a mirror");
        assertThat(flat(chinese(SampleVerdict.sole()))).contains("过错责任 · 法律 · 已阅读镜像文本");
    }

    @Test
    void openQuestionsSayWhatEachAnswerWouldMove() {
        assertThat(flat(english(SampleVerdict.several())))
                .contains("? Did the missing fidelity measurement by smallai change this output?")
                .contains("If yes: edgechip: 2/5 (40%), smallai: 3/10 (30%), clinic: 1/5 (20%), claimant: 1/10 (10%),"
                        + " clinic-cloud: 0 (0%), hospital-group: 0 (0%)")
                .contains("If no: shares as in this verdict")
                .contains("--answer cause:injury:smallai:measure-fidelity=yes|no");
    }

    @Test
    void measuresHaveDatesAndSayWhoFixedTheTerm() {
        assertThat(flat(english(SampleVerdict.sole())))
                .contains("- 2026-04-11 · clinic-cloud: take down · term fixed by law · open [CN-CivilCode-1195-2]")
                .contains("- at once · clinic-cloud: seal the data · term chosen by the rule pack · done");
    }

    @Test
    void aReasonIsToldOnce() {
        String text = english(SampleVerdict.sole());

        assertThat(text.split("Check\\(act", -1)).hasSize(2);
        assertThat(text).contains("(shown above)");
    }

    @Test
    void rejectedEvidenceIsNamedWithItsReason() {
        assertThat(english(SampleVerdict.several()))
                .contains("8 of 10 records admitted: 0-6, 8")
                .contains("leaf 7: the signature does not verify under the key of clinic")
                .contains("leaf 9: kept and verified, but its type or version is unknown here");
    }

    @Test
    void nobodyLiableSaysSoAndWhy() {
        assertThat(english(SampleVerdict.nobody()))
                .contains("Nobody is liable on this record.")
                .contains("Not established: fault: no party breached a duty");
        assertThat(chinese(SampleVerdict.nobody())).contains("依现有记录，无人承担责任。");
    }

    @Test
    void chineseTextLeavesNoEnglishPhrase() {
        String text = chinese(SampleVerdict.several());

        Words.of(Language.ENGLISH).phrases().values().stream()
                .filter(p -> p.length() > 12 && !p.contains("{"))
                .forEach(p -> assertThat(text).doesNotContain(p));
        assertThat(text).contains("本报告为附理由的归责建议，并非对法院裁判结果的预测。");
    }

    @Test
    void linesFitATerminal() {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINA)) {
            Report.text(SampleVerdict.several(), SampleVerdict.sources(), locale)
                    .lines()
                    .filter(l -> !l.contains("sha256:"))
                    .forEach(
                            l -> assertThat(TextPage.columns(l)).as(l).isLessThanOrEqualTo(TextPage.WIDTH_COLUMNS + 4));
        }
    }

    @Test
    void textOfStrangersCannotMoveTheCursor() {
        Attribution v = SampleVerdict.sole();
        Attribution with = new Attribution(
                v.incident(),
                true,
                v.lawAsOf(),
                v.packs(),
                v.items(),
                v.shares(),
                v.liable(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                new EvidenceSummary(List.of(), List.of(new Rejected(3, "x\u001B[2J\rok\u202Eevil")), List.of()),
                v.reasons(),
                v.digest());

        assertThat(english(with))
                .contains("x[U+001B][2J[U+000D]ok[U+202E]evil")
                .doesNotContain("\u001B", "\r", "\u202E");
    }

    @Test
    void thePackOfTheLibraryNamesItsNorms() {
        Attribution v = SampleVerdict.sole();
        var cn = io.kdchain.rules.pack.RulePack.builtin("cn");
        Attribution judged = new Attribution(
                v.incident(),
                true,
                v.lawAsOf(),
                List.of(new Attribution.PackRef("cn", cn.version(), "sha256:" + cn.digest())),
                v.items(),
                v.shares(),
                v.liable(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                v.evidence(),
                v.reasons(),
                v.digest());

        String text = flat(Report.text(judged, Locale.ENGLISH));

        assertThat(text)
                .contains("Civil Code, Article 1165(1)")
                .contains(cn.duty("verify-equivalence").orElseThrow().title().en() + " (D17)");
    }

    @Test
    void severalDutiesAreToldAsSeveral() {
        LiableParty edgechip = party(
                List.of("hardware-adapter"), breach("verify-equivalence"), breach("measure-fidelity"), breach("other"));

        assertThat(flat(english(liable(edgechip))))
                .contains(
                        "edgechip breached these duties: verify equivalence after adaptation (D17), measure fidelity (D13) and other.");
        assertThat(flat(chinese(liable(edgechip)))).contains("edgechip违反以下多项义务：适配后验证等效性 (D17)、测量蒸馏保真度 (D13)和other。");
    }

    @Test
    void aPartyWithoutARoleHasNoneNamed() {
        LiableParty nobody = party(List.of(), breach("verify-equivalence"));

        assertThat(english(liable(nobody))).contains("\n  edgechip · 1 (100%)\n");
        assertThat(chinese(liable(nobody))).contains("\n  edgechip · 1 (100%)\n");
        assertThat(english(liable(party(List.of("hardware-adapter"), breach("other")))))
                .contains("\n  edgechip (hardware adapter) · 1 (100%)\n");
    }

    private static BreachFound breach(String duty) {
        return new BreachFound(duty, "ordinary", true, List.of(), List.of(), "");
    }

    private static LiableParty party(List<String> roles, BreachFound... breaches) {
        return new LiableParty(
                "edgechip",
                roles,
                Fraction.ONE,
                "ordinary",
                "whole",
                List.of(breaches),
                List.of(),
                List.of("CN-CivilCode-1165-1"));
    }

    private static Attribution liable(LiableParty party) {
        Attribution v = SampleVerdict.sole();
        return new Attribution(
                v.incident(),
                v.established(),
                v.lawAsOf(),
                v.packs(),
                v.items(),
                v.shares(),
                List.of(party),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                v.evidence(),
                v.reasons(),
                v.digest());
    }

    /** As a rule writes it: 1000 and 2500.5; a cap of 1,000 dollars of half a cent is no sum, and stays as it is. */
    @Test
    void aSumThatAnAgreementNamesStandsAsAllSumsDo() {
        assertThat(Format.sum("1000 CNY")).isEqualTo("1,000.00 CNY");
        assertThat(Format.sum("2500.5 EUR")).isEqualTo("2,500.50 EUR");
        assertThat(List.of("1000.005 USD", "1000 XQQ", "all of it", ""))
                .allSatisfy(text -> assertThat(Format.sum(text)).isEqualTo(text));

        ContractTerm cap = new ContractTerm(
                ContractTerm.CAP,
                "injury",
                "event:1",
                "radnet",
                "edgechip",
                Fraction.of(1, 2),
                "1234567 CNY",
                List.of());
        assertThat(flat(english(agreed(cap))))
                .contains(
                        "radnet may recover 50% of 'injury' from edgechip, but of all items together no more than 1,234,567.00 CNY.");
        assertThat(flat(chinese(agreed(cap)))).contains("radnet可以就“injury”的50%向edgechip追偿，但各项合计不超过1,234,567.00 CNY。");
        assertThat(Report.html(ReportInput.of(agreed(cap)))).contains("1,234,567.00 CNY.");
    }

    private static Attribution agreed(ContractTerm term) {
        Attribution v = SampleVerdict.sole();
        return new Attribution(
                v.incident(),
                v.established(),
                v.lawAsOf(),
                v.packs(),
                v.items(),
                v.shares(),
                v.liable(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                v.evidence(),
                v.reasons(),
                List.of(),
                List.of(term),
                v.digest());
    }

    private static Attribution because(Reason... reasons) {
        Attribution v = SampleVerdict.sole();
        return new Attribution(
                v.incident(),
                v.established(),
                v.lawAsOf(),
                v.packs(),
                v.items(),
                v.shares(),
                v.liable(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                v.evidence(),
                List.of(reasons),
                v.digest());
    }

    @Test
    void oneSentenceForTwoConclusionsFromTheSamePremisesIsToldOnce() {
        Reason who = new Reason(
                "Deployer(item: \"injury\", party: \"clinic-cloud\")",
                "",
                "",
                "",
                List.of(),
                List.of(4L),
                "",
                List.of());
        Reason other = new Reason(
                "Deployer(item: \"injury\", party: \"edgechip\")", "", "", "", List.of(), List.of(5L), "", List.of());

        String text = flat(english(
                because(measure("seal-data", who), measure("notify-users", who), measure("notify-users", other))));

        assertThat(text.split("seals the data and informs its users", -1)).hasSize(3);
    }

    private static Reason measure(String measure, Reason because) {
        return new Reason(
                "MeasureDue(party: \"clinic-cloud\", measure: \"%s\")".formatted(measure),
                "CN-DSL-29: seal and inform",
                "clinic-cloud seals the data and informs its users.",
                "clinic-cloud封存数据并告知用户。",
                List.of("CN-DSL-29"),
                List.of(),
                "",
                List.of(because));
    }

    @Test
    void anItemKeepsItsNameAndAnEventsIdIsNotShown() {
        Reason fact = new Reason(
                "Notice(notice: \"019d525b-2c00-7039-a530-333766626365\", item: \"after-notice\", state: \"late\")",
                "",
                "",
                "",
                List.of(),
                List.of(16L),
                "",
                List.of());

        String text = flat(Report.text(because(fact), LegalSources.of(RulePack.builtin("cn")), Locale.CHINA));

        assertThat(text).contains("after-notice").doesNotContain("019d525b", "通知之后");
    }
}
