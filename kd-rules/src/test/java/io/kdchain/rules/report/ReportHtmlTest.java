package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Fraction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportHtmlTest {
    private static final String FULL = Report.html(SampleVerdict.full());

    private static List<String> all(String regex, String html) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(html)
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    /** The page without its own style sheet and script. */
    private static String markup(String html) {
        return html.replaceAll("(?s)<(style|script)>.*?</\\1>", "");
    }

    @Test
    void nothingIsLoadedFromElsewhere() {
        assertThat(all("(?:src|href|action|data|poster|srcset)=\"([^\"]*)\"", markup(FULL)))
                .allMatch(v -> v.startsWith("#"));
        assertThat(FULL)
                .doesNotContain("@import")
                .doesNotContain("<link")
                .doesNotContain("<iframe")
                .doesNotContain("<img");
        assertThat(all("url\\(([^)]*)\\)", FULL)).allMatch(u -> u.equals("#arrow") || u.equals("#arrow-hot"));
    }

    @Test
    void theSecurityPolicyAllowsItsOwnStyleAndScriptAlone() throws Exception {
        String policy = all("Content-Security-Policy\" content=\"([^\"]*)\"", FULL)
                .get(0)
                .replace("&#39;", "'");

        assertThat(policy).startsWith("default-src 'none';");
        for (String part : List.of("style", "script")) {
            String content = all("<" + part + ">(.*?)</" + part + ">", FULL).get(0);
            String hash = Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
            assertThat(policy).contains("%s-src 'sha256-%s'".formatted(part, hash));
        }
        assertThat(markup(FULL)).doesNotContainPattern("\\s(style|on[a-z]+)=\"");
    }

    @Test
    void everyPhraseStandsInBothLanguages() {
        for (String html : List.of(FULL, Report.html(ReportInput.of(SampleVerdict.nobody())))) {
            String text = markup(html);
            Matcher english = Pattern.compile("<span class=\"en\" lang=\"en\">").matcher(text);
            int found = 0;
            while (english.find()) {
                found++;
                assertThat(text.substring(english.end()))
                        .containsPattern("^(?:[^<]|<bdi[^>]*>|</bdi>)*</span><span class=\"zh\" lang=\"zh-CN\">");
            }
            assertThat(found)
                    .isGreaterThan(40)
                    .isEqualTo(all("(<span class=\"zh\")", text).size());
        }
    }

    @Test
    void theVerdictComesBeforeEverythingElse() {
        int verdict = FULL.indexOf("<h1");

        assertThat(FULL.substring(verdict))
                .startsWith("<h1 id=\"h-verdict\"><span class=\"en\" lang=\"en\">5 parties are liable. <bdi title=");
        assertThat(FULL.indexOf("<h2")).isGreaterThan(verdict);
        assertThat(FULL).contains("A reasoned proposal, not the prediction of a court.");
    }

    @Test
    void theLanguageAskedForIsShownFirst() {
        String chinese = Report.html(SampleVerdict.full(), Locale.CHINA);

        assertThat(chinese).contains("<html lang=\"zh-CN\">").containsPattern("id=\"show-zh\"[^>]*checked");
        assertThat(FULL).contains("<html lang=\"en\">").containsPattern("id=\"show-en\"[^>]*checked");
    }

    @Test
    void everyEventShowsItsLeafAndHowItVerified() {
        for (int leaf = 8; leaf <= 17; leaf++) {
            assertThat(FULL).contains("id=\"leaf-" + leaf + "\"");
        }
        assertThat(FULL)
                .contains("<li class=\"rejected origin\" id=\"leaf-15\">")
                .contains("<li class=\"unknown\" id=\"leaf-17\">")
                .contains("recorded 2026-03-21 01:00 UTC")
                .contains("kd log verify --log jdbc:sqlite:chain.db --trust registrar.pub");
    }

    @Test
    void linksLeadSomewhere() {
        List<String> ids = all("\\sid=\"([^\"]*)\"", markup(FULL));

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(all("href=\"#([^\"]*)\"", markup(FULL)))
                .isNotEmpty()
                .allSatisfy(t -> assertThat(ids).contains(t));
    }

    @Test
    void nothingThatStrangersWroteBecomesMarkup() {
        String html = Report.html(HostileVerdict.input());

        assertThat(markup(html))
                .doesNotContain("<script", "<img", "javascript:", HostileVerdict.SCRIPT)
                .doesNotContain("\u202E", "\u2028", "\uE000", "\u0000")
                .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;")
                .contains("[U+202E]");
        assertThat(html.split("</style>", -1)).hasSize(2);
        assertThat(html.split("</script>", -1)).hasSize(2);
    }

    @Test
    void aCommandIsQuotedForTheShell() {
        assertThat(VerdictHtml.quoted("jdbc:sqlite:chain.db")).isEqualTo("jdbc:sqlite:chain.db");
        assertThat(VerdictHtml.quoted("it's $(rm)")).isEqualTo("'it'\\''s $(rm)'");
        assertThat(VerdictHtml.quoted("")).isEqualTo("''");
    }

    @Test
    void theRedPathRunsFromTheCauseToTheHarm() {
        String html = Report.html(ReportInput.of(SampleVerdict.sole())
                .incident(SampleVerdict.incident())
                .chain(SampleVerdict.chain(Admission.ADMITTED)));
        String wide = all("(<svg class=\"graph wide\".*?</svg>)", html).get(0);

        assertThat(all("class=\"(edge hot)\"", wide)).hasSize(4);
        assertThat(all("class=\"(edge)\"", wide)).hasSize(4);
        assertThat(all("class=\"box origin\"><title>([^<]*)", wide)).containsExactly("EdgeChip · ModelAdapted · #12");
        assertThat(all("class=\"badge\"[^>]*>([^<]+)<", wide)).containsExactly("100%");
    }

    /** The platform deployed and served as it should; what it did is late, and stands in no stage of the chain. */
    @Test
    void aLateAnswerIsDrawnWhereItCameAndNoOtherActOfItsParty() {
        Attribution v = SampleVerdict.sole();
        LiableParty platform = new LiableParty(
                "clinic-cloud",
                List.of("deployment-platform"),
                Fraction.ONE,
                "ordinary",
                "established",
                List.of(new BreachFound("measure-fidelity", "ordinary", true, List.of(), List.of(6L, 8L), "")),
                List.of(),
                List.of());
        // 6 is an act of the platform: it shows the breach itself
        assertThat(titlesOfOrigins(v, platform)).containsExactly("Clinic Cloud · OutputServed · #14");
        LiableParty late = new LiableParty(
                "clinic-cloud",
                List.of("deployment-platform"),
                Fraction.ONE,
                "ordinary",
                "established",
                List.of(new BreachFound("measure-fidelity", "ordinary", true, List.of(), List.of(8L), "")),
                List.of(),
                List.of());
        assertThat(titlesOfOrigins(v, late)).containsExactly("Clinic Cloud · measure-fidelity · #16");
    }

    private static List<String> titlesOfOrigins(Attribution v, LiableParty liable) {
        SortedMap<String, Fraction> shares = new TreeMap<>(Map.of(liable.party(), Fraction.ONE));
        String html = Report.html(ReportInput.of(new Attribution(
                        v.incident(),
                        true,
                        v.lawAsOf(),
                        v.packs(),
                        v.items(),
                        shares,
                        List.of(liable),
                        v.insurance(),
                        v.punitive(),
                        v.measures(),
                        v.open(),
                        v.evidence(),
                        v.reasons(),
                        v.digest()))
                .incident(SampleVerdict.incident())
                .sources(SampleVerdict.sources())
                .chain(SampleVerdict.chain(Admission.ADMITTED)));
        String wide = all("(<svg class=\"graph wide\".*?</svg>)", html).get(0);
        List<String> titles = all("class=\"box origin\"><title>([^<]*)", wide);
        assertThat(all("<li class=\"ok origin\" id=\"leaf-(\\d+)\">", html))
                .containsExactlyElementsOf(
                        titles.stream().map(t -> t.replaceAll(".*#", "")).toList());
        assertThat(wide.contains(">Left undone or late<"))
                .isEqualTo(titles.get(0).contains("measure-fidelity"));
        return titles;
    }

    @Test
    void reasonsNamePartiesAndGiveTheirIdsToWhoPointsAtThem() {
        assertThat(FULL)
                .contains("<bdi title=\"edgechip\">EdgeChip</bdi> adapted the model and recorded no equivalence test.")
                .contains("<bdi title=\"edgechip\">EdgeChip</bdi>适配了模型，但没有记录等效性检验。")
                .doesNotContain(">edgechip adapted", ">edgechip适配");
    }

    @Test
    void withoutACauseNothingIsRed() {
        String html =
                Report.html(ReportInput.of(SampleVerdict.nobody()).chain(SampleVerdict.chain(Admission.ADMITTED)));

        assertThat(html).doesNotContain("class=\"edge hot\"").contains("No act counts as a cause.");
    }

    @Test
    void aVerdictAloneIsAReportToo() {
        String html = Report.html(ReportInput.of(SampleVerdict.sole()));

        assertThat(html).contains("No act of the chain is at hand.").contains("kd attribute SCENARIO.yaml --json");
    }

    @Test
    void manyActsOfOneStageAreCounted() {
        String html = Report.html(ReportInput.of(SampleVerdict.sole()).chain(HostileVerdict.manyDatasets(30)));

        assertThat(html).contains(">22 more acts<").contains(">另有 22 个行为<");
    }

    @Test
    void actsThatUseEachOtherDoNotHoldUpTheReport() {
        String html = Report.html(ReportInput.of(SampleVerdict.sole()).chain(HostileVerdict.circle()));

        assertThat(html).contains("class=\"graph tall\"");
    }

    @Test
    void sameInputSameCharacters() {
        assertThat(Report.html(SampleVerdict.full())).isEqualTo(FULL);
    }

    @Test
    void sharesThatCannotBeAddedUpAreShownByItem() {
        Attribution v = SampleVerdict.several();
        Attribution apart = new Attribution(
                v.incident(),
                true,
                v.lawAsOf(),
                v.packs(),
                v.items(),
                null,
                v.liable().stream()
                        .map(p -> new Attribution.LiableParty(
                                p.party(),
                                p.roles(),
                                null,
                                p.fault(),
                                p.causation(),
                                p.breaches(),
                                p.defences(),
                                p.cites()))
                        .toList(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                v.evidence(),
                v.reasons(),
                v.digest());

        assertThat(Report.html(ReportInput.of(apart)))
                .contains(">5 parties are liable.<")
                .contains("The items of damage cannot be added up");
    }

    @Test
    void aRegimeWhoseConditionsAreNotOnRecordIsSaidToBeReplaced() {
        String html = Report.html(ReportInput.of(SampleVerdict.sole())
                .alternative("strict", SampleVerdict.sole())
                .alternative("fault", SampleVerdict.sole()));

        assertThat(html)
                .containsOnlyOnce(
                        "&#39;injury&#39;: what strict liability asks for beyond the damage is not on record (strict liability: a defect of a product), so that liability for fault decides.")
                .containsOnlyOnce("“injury”：记录中没有适用无过错责任所需的其他条件（无过错责任：产品缺陷），因此按过错责任判定。");
    }
}
