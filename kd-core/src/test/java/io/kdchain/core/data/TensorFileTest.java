package io.kdchain.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorFileTest {

    private final TensorFile file = TensorFile.builder()
            .kind("test")
            .metadata("note", "ü")
            .doubles("d", new double[] {1.5, -2}, 2)
            .floats("f", new float[] {0.1f}, 1, 1)
            .ints("i", new int[] {Integer.MIN_VALUE}, 1)
            .bytes("b", new byte[] {-128, 127}, 2)
            .build();

    @Test
    void whatIsWrittenIsReadBack() {
        TensorFile read = TensorFile.parse(file.toBytes(), "x").requireKind("test");

        assertThat(read.metadata("note")).isEqualTo("ü");
        assertThat(read.doubles("d")).containsExactly(1.5, -2);
        assertThat(read.floats("f")).containsExactly(0.1f);
        assertThat(read.shape("f")).containsExactly(1, 1);
        assertThat(read.ints("i")).containsExactly(Integer.MIN_VALUE);
        assertThat(read.bytes("b")).containsExactly(-128, 127);
        assertThat(read.toBytes()).isEqualTo(file.toBytes());
    }

    @Test
    void whatIsAskedForAndNotThereIsNamed() {
        assertThatThrownBy(() -> file.doubles("z")).hasMessageContaining("'z' is missing");
        assertThatThrownBy(() -> file.doubles("f"))
                .hasMessageContaining("type F32")
                .hasMessageContaining("F64");
        assertThatThrownBy(() -> file.metadata("z")).hasMessageContaining("'z'");
        assertThatThrownBy(() -> file.requireKind("mlp")).hasMessageContaining("'mlp' was expected");
        assertThatThrownBy(() -> TensorFile.builder().ints("i", new int[] {1}, 2))
                .hasMessageContaining("shape [2]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{\"a\":1}",
                "{\"a\":{\"dtype\":\"F64\"}}",
                "{\"a\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]}}",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[2],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[-1],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"I8\",\"shape\":[2147483647,2147483647,2147483647],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[\"x\"],\"data_offsets\":[0,8]}}",
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0]}}",
                "{\"__metadata__\":{\"a\":[]}}",
            })
    void aHeaderThatDoesNotFitIsRefusedByFile(String header) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(8 + json.length + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();

        assertThatThrownBy(() -> TensorFile.parse(bytes, "evil.safetensors"))
                .isInstanceOf(ArtefactException.class)
                .hasMessageStartingWith("evil.safetensors");
    }

    @Property(tries = 500, seed = "7")
    void damagedBytesNeverGiveAnythingButARefusalOrAFile(
            @ForAll @IntRange(min = 0, max = 400) int cut,
            @ForAll @IntRange(min = 0, max = 399) int place,
            @ForAll byte value) {
        byte[] bytes = Arrays.copyOf(file.toBytes(), Math.min(cut, file.toBytes().length));
        if (place < bytes.length) {
            bytes[place] = value;
        }
        try {
            TensorFile.parse(bytes, "x").toBytes();
        } catch (ArtefactException e) {
            assertThat(e).hasMessageStartingWith("x is no tensor file");
        }
    }
}
