package io.kdchain.provenance.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JcsTest {
    @Test
    void documentsAreWrittenAsPublished() throws IOException {
        Path vectors = RequiredTool.require("vectors").resolve("jcs-cyberphone");
        try (Stream<Path> files = Files.list(vectors.resolve("input"))) {
            List<Path> inputs = files.toList();
            for (Path input : inputs) {
                Path output = vectors.resolve("output").resolve(input.getFileName());
                assertThat(Jcs.canonicalize(Files.readAllBytes(input)))
                        .as(input.toString())
                        .isEqualTo(Files.readAllBytes(output));
            }
            assertThat(inputs).isNotEmpty();
        }
    }

    @Test
    void numbersAreWrittenAsPublished() throws IOException {
        Path file = RequiredTool.require("vectors").resolve("jcs-cyberphone/es6-numbers.lines-00001-01000.txt");
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            int comma = line.indexOf(',');
            double number = Double.longBitsToDouble(Long.parseUnsignedLong(line.substring(0, comma), 16));
            assertThat(Jcs.number(number)).as(line).isEqualTo(line.substring(comma + 1));
        }
        assertThat(lines).hasSize(1000);
    }

    /** The library is right for every number, and for text without unpaired surrogates. */
    @Property(tries = 2000, seed = "3")
    void numbersAreWrittenAsTheOracleWritesThem(@ForAll long bits) throws IOException {
        double number = Double.longBitsToDouble(bits);
        if (Double.isFinite(number)) {
            assertThat(Jcs.number(number)).isEqualTo(org.erdtman.jcs.NumberToJSON.serializeNumber(number));
        }
    }

    @Property(tries = 500, seed = "4")
    void documentsAreWrittenAsTheOracleWritesThem(@ForAll("documents") String json) throws IOException {
        assertThat(new String(Jcs.canonicalize(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8))
                .isEqualTo(new JsonCanonicalizer(json).getEncodedString());
    }

    @Provide
    Arbitrary<String> documents() {
        Arbitrary<String> text = Arbitraries.strings()
                .withChars("aZ09 /\u007f\u00e9\u20ac\u2028\ufb33\u05d0\\\"\b\n\t\u0001")
                .ofMaxLength(6)
                .map(JcsTest::quote);
        Arbitrary<String> value = Arbitraries.lazyOf(
                () -> text,
                () -> Arbitraries.integers().map(Object::toString),
                () -> Arbitraries.doubles().between(-1e30, 1e30).map(Object::toString),
                () -> Arbitraries.of("true", "false", "null"),
                () -> text.list().ofMaxSize(3).map(list -> "[" + String.join(" ,", list) + "]"));
        return text.list()
                .uniqueElements()
                .ofMaxSize(5)
                .flatMap(names -> value.list().ofSize(names.size()).map(values -> {
                    StringBuilder out = new StringBuilder("{ ");
                    for (int i = 0; i < names.size(); i++) {
                        out.append(i == 0 ? "" : " , ")
                                .append(names.get(i))
                                .append(" : ")
                                .append(values.get(i));
                    }
                    return out.append(" }").toString();
                }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":1}",
                "{\"a\":1} {}",
                "[1,]",
                "[01]",
                "[1e400]",
                "[9007199254740993]",
                "[NaN]",
                "[Infinity]",
                "['a']",
                "{a:1}",
                "[1 /* one */]",
                "[\"\\ud800\"]",
                "[\"\\udc00\\ud800\"]",
                "\ufeff[]",
                "[\"\u0001\"]",
                "[+1]",
                "[.5]",
                "tru"
            })
    void whatIsNoInternetJsonIsRefused(String text) {
        refused(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void otherEncodingsAndEndlessNestingAreRefused() {
        refused("[]".getBytes(StandardCharsets.UTF_16BE));
        refused("[]".getBytes(StandardCharsets.UTF_16LE));
        refused(HexFormat.of().parseHex("5b22c0af225d"));
        refused(("[".repeat(100_000) + "]".repeat(100_000)).getBytes(StandardCharsets.UTF_8));
    }

    /** As the strict decoder of the platform sees it, also where the character stands that a lenient one puts in. */
    @Property(tries = 1000, seed = "5")
    void bytesAreReadIfTheyAreUtf8(@ForAll("pieces") List<String> pieces) {
        String hex = String.join("", pieces);
        byte[] bytes = HexFormat.of().parseHex("22" + hex + "22");
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            assertThat(StrictJson.read(bytes).textValue()).isEqualTo(text.substring(1, text.length() - 1));
        } catch (CharacterCodingException e) {
            refused(bytes);
        }
    }

    /** Whole characters, among them the replacement, and parts of some. */
    @Provide
    Arbitrary<List<String>> pieces() {
        return Arbitraries.of("61", "c3a9", "efbfbd", "f09f9880", "c3", "80", "ed", "a0", "bf", "f4", "c0af")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /**
     * Larger than what is gathered before it is hashed, with a text that alone is larger, and characters of all
     * lengths.
     */
    @Test
    void aDigestOfWhatIsNeverWrittenWholeIsThatOfTheOraclesBytes() throws IOException, NoSuchAlgorithmException {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < 3000; i++) {
            document.putArray("\u20ac" + i)
                    .add("x\u00e9\u20ac\ud83d\ude00".repeat(i % 40))
                    .add(i);
        }
        document.put("long", "\u5b57a".repeat(200_000));
        byte[] oracle = new JsonCanonicalizer(document.toString()).getEncodedUTF8();

        assertThat(Jcs.sha256(document).hex())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(oracle)));
        assertThat(Jcs.sha256(JsonNodeFactory.instance.numberNode(1)).hex())
                .as("SHA-256 of the text 1")
                .isEqualTo("6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b");
    }

    @Test
    void minusZeroIsZeroAndLargeWholeNumbersStayExact() {
        assertThat(Jcs.canonicalize("[-0, -0.0, 9007199254740992, 1E2]".getBytes(StandardCharsets.UTF_8)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("[0,0,9007199254740992,100]");
    }

    private static void refused(byte[] bytes) {
        assertThatExceptionOfType(MalformedEventException.class).isThrownBy(() -> Jcs.canonicalize(bytes));
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}
