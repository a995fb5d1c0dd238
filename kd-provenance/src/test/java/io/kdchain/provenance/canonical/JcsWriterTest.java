package io.kdchain.provenance.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import org.junit.jupiter.api.Test;

class JcsWriterTest {
    /** What is told to the writer, and the same as a JSON text that is far from canonical. */
    private record Told(Consumer<JcsWriter> told, String json) {}

    @Property(tries = 500, seed = "21")
    void whatIsToldInOrderIsWhatTheOracleMakesOfTheText(@ForAll("values") Told value) throws IOException {
        JcsWriter out = new JcsWriter();

        // the oracle takes objects and arrays only
        out.beginArray();
        value.told().accept(out);
        out.endArray();

        assertThat(text(out)).isEqualTo(new JsonCanonicalizer("[ " + value.json() + "\n]").getEncodedString());
    }

    @Provide
    Arbitrary<Told> values() {
        Arbitrary<Told> scalars = Arbitraries.oneOf(
                texts().map(text -> new Told(out -> out.text(text), quote(text))),
                Arbitraries.longs()
                        .between(-(1L << 53), 1L << 53)
                        .map(number -> new Told(out -> out.whole(number), number.toString())),
                Arbitraries.longs()
                        .map(Double::longBitsToDouble)
                        .filter(Double::isFinite)
                        .map(number -> new Told(out -> out.number(number), number.toString())),
                Arbitraries.of(true, false).map(truth -> new Told(out -> out.truth(truth), truth.toString())),
                Arbitraries.just(new Told(JcsWriter::nothing, "null")));
        return Arbitraries.recursive(() -> scalars, JcsWriterTest::around, 0, 3);
    }

    /** Within an array or an object whose text has its members in the opposite order. */
    private static Arbitrary<Told> around(Arbitrary<Told> inner) {
        Arbitrary<Told> arrays = inner.list()
                .ofMaxSize(4)
                .map(list -> new Told(
                        out -> {
                            out.beginArray();
                            list.forEach(element -> element.told().accept(out));
                            out.endArray();
                        },
                        "[" + String.join(" , ", list.stream().map(Told::json).toList()) + "]"));
        Arbitrary<Told> objects = Arbitraries.maps(texts(), inner)
                .ofMaxSize(4)
                .map(map -> new Told(
                        out -> {
                            out.beginObject();
                            new TreeMap<>(map).forEach((name, member) -> {
                                out.name(name);
                                member.told().accept(out);
                            });
                            out.endObject();
                        },
                        "{"
                                + String.join(
                                        ",\t",
                                        new TreeMap<>(map)
                                                .descendingMap().entrySet().stream()
                                                        .map(member -> quote(member.getKey()) + " : "
                                                                + member.getValue()
                                                                        .json())
                                                        .toList())
                                + "}"));
        return Arbitraries.oneOf(arrays, objects);
    }

    private static Arbitrary<String> texts() {
        // among them what sorts otherwise by code points than by UTF-16 code units
        return Arbitraries.of(
                        "a",
                        "Z",
                        "/",
                        "\"",
                        "\\",
                        "\b",
                        "\f",
                        "\n",
                        "\r",
                        "\t",
                        "\0",
                        "\u001f",
                        "\u007f",
                        "\u0080",
                        "\u07ff",
                        "\u0800",
                        "\u2028",
                        "\ud7ff",
                        "\ue000",
                        "\ufb33",
                        "\uffff",
                        "\ud800\udc00",
                        "\ud83d\ude00",
                        "\udbff\udfff")
                .list()
                .ofMaxSize(4)
                .map(parts -> String.join("", parts));
    }

    private static String quote(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> out.append("\\u%04x".formatted(c)));
        return out.append('"').toString();
    }

    @Test
    void everyCharacterIsWrittenAsJavaEncodesIt() {
        for (int point = 0x80; point <= Character.MAX_CODE_POINT; point++) {
            if (point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE) {
                JcsWriter out = new JcsWriter();
                out.text(Character.toString(point));
                assertThat(out.toBytes())
                        .isEqualTo(("\"" + Character.toString(point) + "\"").getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void wholeNumbersBeyondADoubleAreThoseOfTheOracle() throws IOException {
        for (long number : List.of(
                (1L << 53) - 1, 1L << 53, (1L << 53) + 1, Long.MAX_VALUE, Long.MIN_VALUE, -(1L << 53) - 1, 0L)) {
            JcsWriter out = new JcsWriter();
            out.whole(number);
            assertThat(text(out)).isEqualTo(NumberToJSON.serializeNumber((double) number));
        }
    }

    @Test
    void namesOutOfOrderOrTwiceAreRefused() {
        // the last two sort the other way by code points
        for (String[] names : new String[][] {{"b", "a"}, {"b", "b"}, {"b", ""}, {"\ufb33", "\ud83d\ude00"}}) {
            JcsWriter out = new JcsWriter();
            out.beginObject();
            out.name(names[0]);
            out.nothing();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> out.name(names[1]))
                    .withMessageContaining("'%s' follows '%s'", names[1], names[0]);
        }
    }

    @Test
    void aHalfOfAPairIsRefused() {
        for (String half : List.of("\ud800", "\udc00", "\udc00\ud800", "x\ud83d", "\ud83dx")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new JcsWriter().text(half))
                    .withMessageContaining("U+D");
        }
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        for (double none : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new JcsWriter().number(none));
        }
    }

    @Test
    void whatIsNoOneValueIsRefused() {
        List<Consumer<JcsWriter>> wrong = List.of(
                JcsWriter::toBytes,
                JcsWriter::endObject,
                out -> out.name("a"),
                out -> {
                    out.nothing();
                    out.nothing();
                },
                out -> {
                    out.beginObject();
                    out.nothing();
                },
                out -> {
                    out.beginObject();
                    out.endArray();
                },
                out -> {
                    out.beginArray();
                    out.name("a");
                },
                out -> {
                    out.beginObject();
                    out.name("a");
                    out.endObject();
                },
                out -> {
                    out.beginObject();
                    out.name("a");
                    out.name("b");
                },
                out -> {
                    out.beginArray();
                    out.toBytes();
                });
        for (Consumer<JcsWriter> told : wrong) {
            assertThatIllegalStateException().isThrownBy(() -> told.accept(new JcsWriter()));
        }
    }

    private static String text(JcsWriter out) {
        return new String(out.toBytes(), StandardCharsets.UTF_8);
    }
}
