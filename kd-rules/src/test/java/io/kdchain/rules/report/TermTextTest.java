package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TermTextTest {
    @Test
    void bothWaysOfWritingATermAreUnderstood() {
        assertThat(TermText.parse("Check(act: \"4\", party: \"a \\\"b\\\"\", ok: true, n: 3)"))
                .contains(new TermText(false, "Check", Map.of("act", "4", "party", "a \"b\"", "ok", "true", "n", "3")));
        assertThat(TermText.parse("not Defence( party == \"a\", item == \"i\" )"))
                .contains(new TermText(true, "Defence", Map.of("party", "a", "item", "i")));
        assertThat(TermText.parse("Claim()")).contains(new TermText(false, "Claim", Map.of()));
    }

    @Test
    void whatIsMoreThanOneTermIsLeftAsItIs() {
        assertThat(TermText.parse("not (A( x == 1 ) and B( y == 2 ))")).isEmpty();
        assertThat(TermText.parse("accumulate( A( x == 1 ); $n : count(1) )")).isEmpty();
        assertThat(TermText.parse("")).isEmpty();
        assertThat(TermText.parse("A( x == \"1 )")).isEmpty();
    }
}
