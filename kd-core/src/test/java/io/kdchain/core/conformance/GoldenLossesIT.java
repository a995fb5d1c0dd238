package io.kdchain.core.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoldenLossesIT {

    private static final String FILE = resource("losses.json");

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(GoldenLossesIT.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConformanceResult check(String text) {
        return GoldenLosses.read(text.getBytes(StandardCharsets.UTF_8), "golden.json")
                .check();
    }

    @Test
    void everyLossHasTheValuesAndGradientsThatOthersComputed() {
        ConformanceResult result = check(FILE);

        assertThat(result.failures()).isEmpty();
        assertThat(result.passed()).isEqualTo(59);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"T\":4.0,\"w_ce\":0.1', '\"T\":4.00001,\"w_ce\":0.1', hinton_mdistiller",
        "'\"params\":{\"beta\":1.0,\"gamma\":1.0,\"tau\":1.0}', '\"params\":{\"beta\":1.0,\"gamma\":1.0,\"tau\":1.001}', dist_default",
        "'\"kind\":\"reverse\"', '\"kind\":\"forward\"', llm_reverse",
        "'\"wd\":25.0', '\"wd\":25.1', rkd_default"
    })
    void aCaseWithAnotherSettingFailsByName(String what, String by, String id) {
        assertThat(FILE).contains(what);

        ConformanceResult result = check(FILE.replaceFirst(Pattern.quote(what), by));

        assertThat(result.failures()).singleElement().asString().startsWith(id + ": f64 ");
        assertThat(result.passed()).isEqualTo(58);
        assertThat(result.holds()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'\"method\":\"PKT\"', '\"method\":\"PKT2\"', pkt (method 'PKT2')",
        "'\"kind\":\"tv\"', '\"kind\":\"hellinger\"', hellinger",
        "'\"how\":\"mean_logit\"', '\"how\":\"median\"', median",
        "'\"warm\":0.35', '\"warmth\":0.35', warmth",
        "'\"reduction\":\"mean\"', '\"reduction\":\"median\"', median"
    })
    void anUnknownKindOfCaseIsRefusedByName(String what, String by, String named) {
        assertThat(FILE).contains(what);

        assertThatThrownBy(() -> check(FILE.replace(what, by)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("golden.json")
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({
        "'{', no JSON",
        "'[]', object",
        "'{\"inputs\":{},\"cases\":[]}', no case",
        "'{\"cases\":[{\"id\":\"a\",\"method\":\"PKT\",\"params\":{},\"args\":{\"s\":\"es\"},\"wrt\":[\"s\"],\"f64\":{}}],\"inputs\":{}}', 't'"
    })
    void aFileThatIsNoneIsRefused(String text, String named) {
        assertThatThrownBy(() -> check(text))
                .hasMessageContaining("golden.json")
                .hasMessageContaining(named);
    }
}
