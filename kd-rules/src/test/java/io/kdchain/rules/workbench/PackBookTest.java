package io.kdchain.rules.workbench;

import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.CodeWords;
import io.kdchain.rules.report.RuleBook;
import io.kdchain.rules.report.RuleBook.Chapter;
import io.kdchain.rules.report.RuleBook.Line;
import io.kdchain.rules.report.RuleBook.RuleText;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PackBookTest {
    private static final ScenarioReader READER = new ScenarioReader();

    private static RulePack pack(String title, String when) {
        return PackFixture.pack()
                .with("pack.yaml", "id: test\ntitle: \"" + title + "\"\njurisdiction: CN\nversion: \"1\"\n")
                .rules(rule(
                                "T-1: a rule",
                                "breach",
                                when,
                                "insertLogical( new Breach( $p, \"verify-equivalence\", $a, \"gross\", \"tied\" ) );")
                        .replace("\"Because.\"", "\"{p} did not test.\"")
                        .replace("    agenda-group", "    @burden(\"p\")\n    agenda-group"))
                .load();
    }

    private static final String WHEN = """
            Act( $a : act, $p : party, stage in ( "adaptation", "use" ) )
            not Tampering( party == $p )
            exists DutyAppraisal( party == $p, met == true )
            ( Party( party == $p, role != "auditor" ) or Leak( party == $p ) )
            accumulate( Notice( party == $p ) ; $n : count( 1 ) ; $n >= 2 )""";

    private static Chapter first(Locale locale, Scenario... scenarios) {
        RuleBook book = PackBook.of(pack("Tests", WHEN), List.of(scenarios), locale);
        assertThat(book.chapters()).extracting(Chapter::id).containsExactly("T-1", "T-2", "T-3");
        return book.chapters().get(0);
    }

    @Test
    void aRuleReadsInEnglish() {
        RuleText rule = first(Locale.ENGLISH).rules().get(0);

        assertThat(rule.conditions())
                .containsExactly(
                        "some ⟨a⟩ is an act of some ⟨p⟩, whose stage is one of “adaptation” or “use”",
                        "not (the ⟨p⟩ altered its own evidence)",
                        "at least once (there is an appraisal of a duty, whose party is the ⟨p⟩, which was met)",
                        "(the ⟨p⟩ is a party, whose role is other than “auditor”;"
                                + " or there is a leak, whose party is the ⟨p⟩)",
                        "over all cases of (there is a notice, whose party is the ⟨p⟩): number ⟨n⟩, where ⟨n⟩ is at least 2");
        assertThat(rule.conclusions())
                .containsExactly(
                        "the ⟨p⟩ breached “Equivalence” in the ⟨a⟩ with the grade “gross” and the tie “tied to this event”");
        assertThat(rule.facts())
                .contains(
                        new Line("A verdict says", "⟨p⟩ did not test."),
                        new Line("Step", "breach"),
                        new Line("Silence counts against", "p"));
        assertThat(rule.at()).startsWith("test/law/art-1.drl:");
    }

    @Test
    void aRuleReadsInChinese() {
        RuleText rule = first(Locale.SIMPLIFIED_CHINESE).rules().get(0);

        assertThat(rule.conditions().get(1)).isEqualTo("并非（该⟨当事人 p⟩篡改了自己的证据）");
        assertThat(rule.conclusions().get(0)).startsWith("该⟨当事人 p⟩违反“等效”义务于该⟨行为 a⟩而过错程度为“重大”");
    }

    @Test
    void aNormShowsItsDutiesAndTheScenariosThatExpectIt() {
        String good = ScenarioReaderTest.resource("good.yaml");
        Scenario scenario = READER.read("good.yaml", good.replace("CN-CivilCode-1165-1", "T"));

        Chapter chapter = first(Locale.ENGLISH, scenario);

        assertThat(chapter.duties()).extracting(Line::label).containsExactly("D09", "D17");
        assertThat(chapter.duties()).extracting(Line::text).contains("Equivalence (owed by hardware adapter)");
        assertThat(chapter.scenarios()).extracting(Line::label).containsExactly(scenario.id());
        assertThat(chapter.facts()).contains(new Line("Rank", "law"), new Line("In force", "2021-01-01/.."));
    }

    @Test
    void whatAPackSaysIsTextAndNothingElse() {
        RuleBook book = PackBook.of(pack("<script>alert(1)</script>", WHEN), List.of(), Locale.ENGLISH);

        assertThat(book.html(Locale.ENGLISH))
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "<section id=\"T-1\">")
                .doesNotContain("<script");
    }

    @Test
    void noFieldAndNoCodeOfTheVocabularyStaysRawInChinese() {
        CodeWords words = CodeWords.of(Locale.SIMPLIFIED_CHINESE);
        Vocabulary vocabulary = Vocabulary.base();

        for (Vocabulary.WordEntry word : vocabulary.words()) {
            for (Vocabulary.Field field : word.fields()) {
                assertThat(SentenceLanguage.CHINESE.field(field.name()))
                        .as(word.name())
                        .isNotEqualTo(field.name());
                assertThat(vocabulary.list(field.list()))
                        .allSatisfy(code -> assertThat(words.code(field.list(), code))
                                .as(field.list())
                                .isNotEqualTo(code));
            }
        }
    }
}
