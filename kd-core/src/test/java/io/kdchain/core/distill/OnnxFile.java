package io.kdchain.core.distill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes an ONNX model by hand, in the protocol-buffer form of its specification (IR version 8, operator set 13):
 * {@code hidden = relu(x first^T)}, {@code logits = hidden second^T}, both outputs.
 */
final class OnnxFile {

    private static final int FLOAT = 1;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private OnnxFile() {}

    /** Both matrices are outputs x inputs. */
    static Path write(Path file, float[][] first, float[][] second) throws IOException {
        OnnxFile graph = new OnnxFile()
                .message(1, gemm("x", "first", "sum"))
                .message(1, node("Relu", "sum", "hidden"))
                .message(1, gemm("hidden", "second", "logits"))
                .text(2, "net")
                .message(5, tensor("first", first))
                .message(5, tensor("second", second))
                .message(11, value("x", first[0].length))
                .message(12, value("logits", second.length))
                .message(12, value("hidden", first.length));
        OnnxFile operators = new OnnxFile().text(1, "").number(2, 13);
        OnnxFile model = new OnnxFile().number(1, 8).message(7, graph).message(8, operators);
        return Files.write(file, model.out.toByteArray());
    }

    private static OnnxFile node(String operator, String input, String output) {
        return new OnnxFile().text(1, input).text(2, output).text(4, operator);
    }

    private static OnnxFile gemm(String input, String weight, String output) {
        OnnxFile transposed = new OnnxFile().text(1, "transB").number(3, 1).number(20, 2);
        return new OnnxFile()
                .text(1, input)
                .text(1, weight)
                .text(2, output)
                .text(4, "Gemm")
                .message(5, transposed);
    }

    private static OnnxFile tensor(String name, float[][] matrix) {
        ByteBuffer raw =
                ByteBuffer.allocate(4 * matrix.length * matrix[0].length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : matrix) {
            for (float number : row) {
                raw.putFloat(number);
            }
        }
        return new OnnxFile()
                .number(1, matrix.length)
                .number(1, matrix[0].length)
                .number(2, FLOAT)
                .text(8, name)
                .bytes(9, raw.array());
    }

    private static OnnxFile value(String name, int width) {
        OnnxFile shape =
                new OnnxFile().message(1, new OnnxFile().text(2, "rows")).message(1, new OnnxFile().number(1, width));
        OnnxFile type =
                new OnnxFile().message(1, new OnnxFile().number(1, FLOAT).message(2, shape));
        return new OnnxFile().text(1, name).message(2, type);
    }

    private OnnxFile number(int field, long value) {
        varint(field << 3);
        varint(value);
        return this;
    }

    private OnnxFile text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private OnnxFile message(int field, OnnxFile inner) {
        return bytes(field, inner.out.toByteArray());
    }

    private OnnxFile bytes(int field, byte[] value) {
        varint((field << 3) | 2);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    private void varint(long value) {
        long rest = value;
        while (rest > 0x7F) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
