package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kdchain.provenance.event.EventTypes;
import io.kdchain.rules.fact.CodeLists;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WordsTest {
    private static final Words ENGLISH = Words.of(Language.ENGLISH);
    private static final Words CHINESE = Words.of(Language.CHINESE);

    @Test
    void bothLanguagesHaveTheSamePhrases() {
        assertThat(CHINESE.phrases().keySet()).isEqualTo(ENGLISH.phrases().keySet());
        assertThat(CHINESE.phrases().values()).noneMatch(String::isBlank);
        assertThat(ENGLISH.phrases().values()).noneMatch(String::isBlank);
    }

    @Test
    void bothLanguagesFillInTheSameValues() {
        for (Map.Entry<String, String> e : ENGLISH.phrases().entrySet()) {
            assertThat(values(CHINESE.phrases().getOrDefault(e.getKey(), "")))
                    .as(e.getKey())
                    .isEqualTo(values(e.getValue()));
        }
    }

    private static Set<String> values(String phrase) {
        Set<String> found = new TreeSet<>();
        Pattern.compile("\\{\\d}").matcher(phrase).results().forEach(r -> found.add(r.group()));
        return found;
    }

    @Test
    void chinesePhrasesAreChinese() {
        CHINESE.phrases().forEach((key, phrase) -> {
            if (!List.of("colon", "list.comma", "list.semicolon").contains(key)) {
                assertThat(phrase.codePoints()
                                .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN))
                        .as(key)
                        .isTrue();
            }
        });
    }

    @Test
    void everyCodeOfTheClosedListsHasWords() {
        CodeLists.all()
                .forEach((list, codes) -> assertThat(codes)
                        .as(list)
                        .allSatisfy(c -> assertThat(ENGLISH.phrases()).containsKey("code." + c)));
    }

    @Test
    void everyTypeOfEventHasWords() {
        assertThat(EventTypes.names())
                .allSatisfy(t -> assertThat(ENGLISH.phrases()).containsKey("event." + t));
    }

    @Test
    void whatHasNoWordsIsShownAsItIs() {
        assertThat(ENGLISH.event("QuantumAudit")).isEqualTo("QuantumAudit");
        assertThat(ENGLISH.code("1/10")).isEqualTo("1/10");
        assertThatIllegalArgumentException().isThrownBy(() -> ENGLISH.say("no such phrase"));
    }

    @Test
    void valuesAreTakenLiterally() {
        assertThat(ENGLISH.say("list.and", "{1}", "$1")).isEqualTo("{1} and $1");
    }
}
