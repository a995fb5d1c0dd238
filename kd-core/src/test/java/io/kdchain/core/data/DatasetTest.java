package io.kdchain.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {

    private final Dataset data = new Dataset(
            List.of("a", "b,c"),
            "y",
            List.of("no", "yes"),
            List.of(new Row("r1", new double[] {1, 0.1}, 1), new Row("r2", new double[] {3, 0.1}, 0)));

    @Test
    void canonicalBytesAreCsvThatIsReadBack() {
        assertThat(new String(data.toBytes(), StandardCharsets.UTF_8))
                .isEqualTo("id,a,\"b,c\",y\nr1,1.0,0.1,yes\nr2,3.0,0.1,no\n");
        assertThat(Dataset.fromBytes(data.toBytes(), "x")).isEqualTo(data).hasSameHashCodeAs(data);
        assertThat(data.digest())
                .isEqualTo(ContentDigest.of(data.toBytes()))
                .isNotEqualTo(data.withRows(data.rows().subList(0, 1)).digest());
    }

    @Test
    void oneChangedLabelChangesTheDigests() {
        Row changed = data.rows().get(0).withLabel(0);

        assertThat(changed.digest()).isNotEqualTo(data.rows().get(0).digest());
        assertThat(data.withRows(List.of(changed, data.row("r2"))).digest()).isNotEqualTo(data.digest());
    }

    @Test
    void unknownNamesAreRefusedByName() {
        assertThatThrownBy(() -> data.indexOfFeature("z")).hasMessageContaining("'z'");
        assertThatThrownBy(() -> data.indexOfClass("maybe")).hasMessageContaining("'maybe'");
        assertThatThrownBy(() -> data.row("r9")).hasMessageContaining("'r9'");
        assertThat(data.indexOfFeature("b,c")).isEqualTo(1);
        assertThat(data.indexOfClass("yes")).isEqualTo(1);
        assertThat(data.classCounts()).containsExactly(1, 1);
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> data.withRows(List.of(new Row("r", new double[] {1}, 0))))
                .hasMessageContaining("row r has 1 features");
        assertThatThrownBy(() -> data.withRows(List.of(data.row("r1"), data.row("r1"))))
                .hasMessageContaining("'r1' occurs twice");
        assertThatThrownBy(() -> data.filter(row -> false)).hasMessageContaining("a row");
        assertThatThrownBy(() -> new Row("r", new double[] {Double.NaN}, 0)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Row(" ", new double[] {1}, 0)).hasMessageContaining("blank");
        assertThatThrownBy(() -> new Row("r", new double[] {1}, -1)).hasMessageContaining("-1");
    }

    @Test
    void standardisedColumnsHaveMeanZeroAndDeviationOne() {
        Standardisation standardisation = Standardisation.fit(data);
        Samples samples = Samples.of(data, standardisation);

        assertThat(standardisation.mean()).containsExactly(new double[] {2, 0.1}, within(1e-15));
        assertThat(standardisation.sd()).containsExactly(1, 1);
        assertThat(samples.input(0)).containsExactly(-1, 0);
        assertThat(samples.inputs()[1]).containsExactly(1, 0);
        assertThat(samples.labels()).containsExactly(1, 0);
        assertThat(samples.id(1)).isEqualTo("r2");
        assertThat(Standardisation.fromBytes(standardisation.toBytes(), "x"))
                .isEqualTo(standardisation)
                .hasSameHashCodeAs(standardisation);
    }

    @Test
    void aStandardisationThatCannotBeAppliedIsRefused() {
        assertThatThrownBy(() -> new Standardisation(new double[] {0}, new double[] {0}))
                .hasMessageContaining("sd 0.0");
        assertThatThrownBy(() -> new Standardisation(new double[] {0}, new double[] {1, 1}))
                .hasMessageContaining("1 means and 2");
        assertThatThrownBy(() -> Standardisation.fit(data).apply(new double[] {1}))
                .hasMessageContaining("1 features");
    }
}
