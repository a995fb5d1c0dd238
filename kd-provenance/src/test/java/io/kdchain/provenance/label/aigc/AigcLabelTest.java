package io.kdchain.provenance.label.aigc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.provenance.event.Bytes;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AigcLabelTest {
    @Test
    void theValueIsThatOfAnnexE() {
        String bare = "{\"Label\":\"1\",\"ContentProducer\":\"P\",\"ProduceID\":\"I\",\"ReservedCode1\":\"\","
                + "\"ContentPropagator\":\"P\",\"PropagateID\":\"I\",\"ReservedCode2\":\"\"}";

        assertThat(AigcLabel.of("P", "I").bare()).isEqualTo(bare);
        assertThat(AigcLabel.of("P", "I").wrapped()).isEqualTo("{\"AIGC\":" + bare + "}");
    }

    @Test
    void whoSpreadsContentLeavesWhatItsProducerSays() {
        AigcLabel label = AigcLabel.of("P", "I", "code").propagatedBy("Q", "J", "other");

        assertThat(label).isEqualTo(new AigcLabel(AigcLabel.Kind.GENERATED, "P", "I", "code", "Q", "J", "other"));
        assertThat(label.withKind(AigcLabel.Kind.SUSPECTED).members()).containsEntry("Label", "3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "智联", "a\\b", "", "a\tb", "a\u007fb", "\ud83d\ude00"})
    void aValueOutsideTheSetIsNotWritten(String value) {
        assertThatThrownBy(() -> AigcLabel.of(value, "I"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ContentProducer");
        assertThatThrownBy(() -> AigcLabel.of("P", value)).hasMessageContaining("ProduceID");
    }

    @Test
    void aValueThatIsTooLongIsNotWritten() {
        assertThatThrownBy(() -> AigcLabel.of("P", "I", "x".repeat(AigcLabel.MAX_VALUE_LENGTH + 1)))
                .hasMessageContaining("1025")
                .hasMessageContaining("ReservedCode1");
    }

    @ParameterizedTest
    @CsvSource({
        "001191110102MAD55U9H0F10002, MAD55U9H0F, GENERATION, 0002",
        "001191440300708461136T1XGW3, 708461136T, GENERATION, XGW3",
        "001191990000MA0DEM0X1Y10001, MA0DEM0X1Y, GENERATION, 0001",
        "001191990000MA0DEM0X1Y2ZZZZ, MA0DEM0X1Y, PROPAGATION, ZZZZ"
    })
    void aProviderCodeIsReadWithItsCheckDigit(String text, String end, ProviderCode.Service service, String model) {
        ProviderCode code = ProviderCode.parse(text);

        assertThat(code.creditCode()).endsWith(end);
        assertThat(code.service()).isEqualTo(service);
        assertThat(code.model()).isEqualTo(model);
        assertThat(code.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "001191990000MA0DEM0X2Y10001, check digit",
        "001191990000MA0DEM0X1Y30001, generation",
        "001191990000MA0DEM0X1Y1000, 26",
        "001191990000MA0DEM0X1Y1000a, model",
        "001191990000MA0DEMOX1Y10001, GB 32100",
        "012191990000MA0DEM0X1Y10001, 0011"
    })
    void aProviderCodeThatDoesNotHoldIsRefusedWithItsPlace(String text, String said) {
        assertThatThrownBy(() -> ProviderCode.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(said);
    }

    /** Weights are powers of three modulo a prime, so no single slip stays unseen. */
    @Property
    void oneWrongCharacterIsAlwaysFound(
            @ForAll @IntRange(min = 4, max = 21) int at, @ForAll @CharRange(from = '0', to = '9') char other) {
        StringBuilder code = new StringBuilder(CarrierFiles.CODE);
        boolean same = code.charAt(at) == other;
        code.setCharAt(at, other);

        if (!same) {
            assertThatThrownBy(() -> ProviderCode.parse(code.toString())).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aCodeWithAWrongDigitIsNoName() {
        assertThatThrownBy(() -> AigcLabel.of("001191990000MA0DEM0X2Y10001", "I"))
                .hasMessageContaining("check digit");
    }

    @Property
    void aTraceCodeFitsIntoTheReservedCode(@ForAll @StringLength(max = 9) String text) {
        byte[] signature = new byte[64];
        signature[0] = (byte) text.length();
        TraceCode code = new TraceCode(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), Bytes.of(signature));

        assertThat(TraceCode.find(AigcLabel.of("P", "I", code.text()).reservedCode1()))
                .contains(code);
    }

    @Test
    void otherReservedCodesAreNoTraceCode() {
        assertThat(TraceCode.find("")).isEmpty();
        assertThat(TraceCode.find("30450221")).isEmpty();
        assertThat(TraceCode.find("v2.ed25519." + "A".repeat(43) + "." + "A".repeat(86)))
                .isEmpty();
    }
}
