package io.kdchain.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvReaderTest {

    private static Dataset read(String text) {
        return CsvReader.plain().read(text.getBytes(StandardCharsets.UTF_8), "x.csv");
    }

    @Test
    void lastColumnIsTheLabelAndRowsAreNamedByPlace() {
        Dataset data = read("a,b,kind\n1,-2.5e1,dog\n.5,3,cat\n");

        assertThat(data.featureNames()).containsExactly("a", "b");
        assertThat(data.labelName()).isEqualTo("kind");
        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.rows())
                .containsExactly(
                        new Row("row-1", new double[] {1, -25}, 1), new Row("row-2", new double[] {0.5, 3}, 0));
    }

    @Test
    void wholeNumbersAsClassesAreSortedAsNumbers() {
        assertThat(read("a,y\n1,10\n2,9\n3,-1\n").classNames()).containsExactly("-1", "9", "10");
    }

    @Test
    void quotesBlankLinesAndOtherLineEndsAreRead() {
        Dataset data = read("\uFEFF\"a,1\",y\r\n1,\"say \"\"no\"\"\"\r\n\r\n2,yes");

        assertThat(data.featureNames()).containsExactly("a,1");
        assertThat(data.classNames()).containsExactly("say \"no\"", "yes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'a,y\\n1,0\\nx,1\\n' | 3 | 1 | 'x' in column 'a'",
                "'a,y\\n1,0\\n2\\n' | 3 | 1 | 1 fields, but the header has 2",
                "'a,b,y\\n1,,0\\n' | 2 | 3 | in column 'b'",
                "'a,b,y\\n1,NaN,0\\n' | 2 | 3 | NaN",
                "'a,b,y\\n1,1e999,0\\n' | 2 | 3 | 1e999",
                "'a,b,y\\n1,0x1p3,0\\n' | 2 | 3 | 0x1p3",
                "'a,b,y\\n1,2d,0\\n' | 2 | 3 | 2d",
                "'a,y\\n1, \\n' | 2 | 3 | label is missing",
                "'a,a,y\\n1,2,3\\n' | 1 | 3 | occurs twice",
                "'a,y\\n' | 1 | 1 | at least one row",
                "'y\\n1\\n' | 1 | 1 | at least one feature",
                "'a,y\\n\"1,0\\n' | 2 | 1 | never closed",
                "'a,y\\n\"1\"2,0\\n' | 2 | 4 | closing quote",
                "'a,y\\n1\"2,0\\n' | 2 | 2 | quote inside",
            })
    void aFaultIsNamedWithLineAndColumn(String text, int line, int column, String problem) {
        assertThatExceptionOfType(MalformedDataException.class)
                .isThrownBy(() -> read(text.replace("\\n", "\n")))
                .satisfies(e -> assertThat(e.line()).isEqualTo(line))
                .satisfies(e -> assertThat(e.column()).isEqualTo(column))
                .withMessageStartingWith("x.csv:%d:%d: ".formatted(line, column))
                .withMessageContaining(problem);
    }

    @Test
    void bytesThatAreNoUtf8AreNamedWithTheirPlace() {
        byte[] bytes = {'a', ',', 'y', '\n', '1', ',', (byte) 0xff, '\n'};

        assertThatThrownBy(() -> CsvReader.plain().read(bytes, "x.csv")).hasMessageStartingWith("x.csv:2:3: ");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> CsvReader.plain().read(folder.resolve("none.csv")))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("none.csv");
    }

    @Test
    void aFileIsRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("some.csv"), "a,y\n1,0\n");

        assertThat(CsvReader.plain().read(file).size()).isEqualTo(1);
    }

    @Test
    void aRepeatedIdIsRefused() {
        byte[] bytes = "id,a,y\nr,1,0\nr,2,0\n".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> CsvReader.withIds("id").read(bytes, "x.csv"))
                .hasMessageStartingWith("x.csv:3:1: ")
                .hasMessageContaining("'r'");
    }

    @Test
    void rowsWithABlankLabelStandApartWhereTheyAreAllowed(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("mixed.csv"), "id,a,b,y\nr1,1,2,no\nr2,3,4,\nr3,5,6,yes\nr4,7,8, \n");

        CsvReader.Mixed mixed = CsvReader.withIds("id").readMixed(file);

        assertThat(mixed.labelled().rows()).extracting(Row::id).containsExactly("r1", "r3");
        UnlabelledRows without = java.util.Objects.requireNonNull(mixed.unlabelled());
        assertThat(new String(without.toBytes(), StandardCharsets.UTF_8)).isEqualTo("id,a,b\nr2,3.0,4.0\nr4,7.0,8.0\n");
        Standardisation identity = new Standardisation(new double[2], new double[] {1, 1});
        Samples samples = Samples.of(mixed.labelled(), identity).with(without, identity);
        assertThat(samples.size()).isEqualTo(4);
        assertThat(samples.labels()).containsExactly(0, 1, Samples.NO_LABEL, Samples.NO_LABEL);
        assertThat(samples.id(3)).isEqualTo("r4");
        assertThat(samples.input(2)).containsExactly(3, 4);
        assertThat(samples.digest())
                .isNotEqualTo(Samples.of(mixed.labelled(), identity).digest());
        assertThatThrownBy(() -> CsvReader.withIds("id").read(file)).hasMessageContaining("the label is missing");
        Path none = Files.writeString(folder.resolve("none.csv"), "a,y\n1,\n");
        assertThatThrownBy(() -> CsvReader.plain().readMixed(none)).hasMessageContaining("no row has a label");
    }
}
