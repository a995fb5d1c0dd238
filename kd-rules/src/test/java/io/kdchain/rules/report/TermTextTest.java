package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.report.TermText.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermTextTest {
    private static Field is(String name, String... values) {
        return new Field(name, false, List.of(values));
    }

    @Test
    void bothWaysOfWritingATermAreUnderstood() {
        assertThat(TermText.parse("Check(act: \"4\", party: \"a \\\"b\\\"\", ok: true, n: 3)"))
                .contains(new TermText(
                        false,
                        "Check",
                        List.of(is("act", "4"), is("party", "a \"b\""), is("ok", "true"), is("n", "3"))));
        assertThat(TermText.parse("not Defence( party == \"a\", item == \"i\" )"))
                .contains(new TermText(true, "Defence", List.of(is("party", "a"), is("item", "i"))));
        assertThat(TermText.parse("Claim()")).contains(new TermText(false, "Claim", List.of()));
    }

    @Test
    void otherComparisonsAreUnderstood() {
        assertThat(TermText.parse("not D( kind in ( \"a, (b)\", \"c\" ), fault != \"unstated\" )"))
                .contains(new TermText(
                        true, "D", List.of(is("kind", "a, (b)", "c"), new Field("fault", true, List.of("unstated")))));
    }

    @Test
    void whatIsMoreThanOneTermIsLeftAsItIs() {
        assertThat(TermText.parse("not (A( x == 1 ) and B( y == 2 ))")).isEmpty();
        assertThat(TermText.parse("accumulate( A( x == 1 ); $n : count(1) )")).isEmpty();
        assertThat(TermText.parse("")).isEmpty();
        assertThat(TermText.parse("A( x == \"1 )")).isEmpty();
    }
}
