package io.kdchain.core.distill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes the archive that {@code torch.jit.save} writes, by hand: a linear layer with ReLU, and another on top that
 * answers (logits, hidden). PyTorch alone reads it, so that it stands for any file made elsewhere.
 */
final class TorchScriptFile {

    private static final String CODE = """
            class Net(Module):
              __parameters__ = ["first", "second", ]
              __buffers__ = []
              first : Tensor
              second : Tensor
              training : bool
              def forward(self: __torch__.Net,
                x: Tensor) -> Tuple[Tensor, Tensor]:
                hidden = torch.relu(torch.matmul(x, torch.t(self.first)))
                return (torch.matmul(hidden, torch.t(self.second)), hidden)
            """;

    private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

    private TorchScriptFile() {}

    /** Both matrices are outputs x inputs. */
    static Path write(Path file, float[][] first, float[][] second) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            store(zip, "data.pkl", new TorchScriptFile().module(first, second));
            store(zip, "code/__torch__.py", CODE.getBytes(StandardCharsets.UTF_8));
            store(zip, "constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "data/0", bytes(first));
            store(zip, "data/1", bytes(second));
            store(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry("net/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        CRC32 crc = new CRC32();
        crc.update(bytes);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] bytes(float[][] matrix) {
        ByteBuffer out =
                ByteBuffer.allocate(4 * matrix.length * matrix[0].length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : matrix) {
            for (float value : row) {
                out.putFloat(value);
            }
        }
        return out.array();
    }

    private byte[] module(float[][] first, float[][] second) {
        raw(0x80, 2);
        text("c__torch__\nNet\n)");
        raw(0x81);
        text("}(");
        string("training");
        raw(0x89);
        string("first");
        tensor("0", first);
        string("second");
        tensor("1", second);
        text("ub.");
        return pickle.toByteArray();
    }

    private void tensor(String key, float[][] matrix) {
        text("ctorch._utils\n_rebuild_tensor_v2\n((");
        string("storage");
        text("ctorch\nFloatStorage\n");
        string(key);
        string("cpu");
        number(matrix.length * matrix[0].length);
        text("tQ");
        number(0);
        text("(");
        number(matrix.length);
        number(matrix[0].length);
        text("t(");
        number(matrix[0].length);
        number(1);
        text("t");
        raw(0x89);
        text("ccollections\nOrderedDict\n)RtR");
    }

    private void number(int value) {
        text("J");
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void string(String value) {
        text("X");
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        pickle.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.length)
                .array());
        pickle.writeBytes(bytes);
    }

    private void text(String value) {
        pickle.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void raw(int... bytes) {
        for (int value : bytes) {
            pickle.write(value);
        }
    }
}
