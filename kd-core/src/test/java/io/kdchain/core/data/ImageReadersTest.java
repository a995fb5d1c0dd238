package io.kdchain.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageReadersTest {

    @TempDir
    private Path folder = Path.of("");

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] images(int magic, int count, int... pixels) {
        ByteBuffer bytes = ByteBuffer.allocate(16 + pixels.length)
                .putInt(magic)
                .putInt(count)
                .putInt(1)
                .putInt(2);
        for (int pixel : pixels) {
            bytes.put((byte) pixel);
        }
        return bytes.array();
    }

    private static byte[] labels(int... labels) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + labels.length).putInt(2049).putInt(labels.length);
        for (int label : labels) {
            bytes.put((byte) label);
        }
        return bytes.array();
    }

    @Test
    void idxFilesGiveOneRowAnImagePlainOrCompressed() throws IOException {
        Path plain = file("images", images(2051, 2, 0, 255, 51, 102));
        Path packed = folder.resolve("images.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(plain, out);
        }
        Path labels = file("labels", labels(3, 0));

        Dataset data = IdxReader.read(plain, labels);

        assertThat(data.rows()).extracting(Row::label).containsExactly(3, 0);
        assertThat(data.rows().get(1).features()).containsExactly(new double[] {0.2, 0.4}, within(1e-15));
        assertThat(data.classNames()).containsExactly("0", "1", "2", "3");
        assertThat(data.featureNames()).containsExactly("pixel-0-0", "pixel-0-1");
        assertThat(IdxReader.read(packed, labels)).isEqualTo(data);
    }

    @Test
    void idxFilesThatDoNotFitAreRefusedByName() throws IOException {
        Path good = file("good", images(2051, 1, 1, 2));
        Path label = file("label", labels(1));

        assertThatThrownBy(() -> IdxReader.read(label, label)).hasMessageContaining("must be 2051");
        assertThatThrownBy(() -> IdxReader.read(good, good)).hasMessageContaining("must be 2049");
        assertThatThrownBy(() -> IdxReader.read(good, file("two", labels(1, 2))))
                .hasMessageContaining("2 labels");
        assertThatThrownBy(() -> IdxReader.read(file("cut", images(2051, 3, 1, 2)), label))
                .hasMessageContaining("3 images");
        assertThatThrownBy(() -> IdxReader.read(folder.resolve("none"), label))
                .isInstanceOf(ArtefactException.class)
                .hasMessageContaining("none");
    }

    private void image(String name, int width, int rgb) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        var image = new BufferedImage(width, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(1, 0, rgb);
        ImageIO.write(image, "png", file.toFile());
    }

    @Test
    void foldersOfImagesAreClasses() throws IOException {
        image("set/cat/1.png", 2, 0xFFFFFF);
        image("set/dog/1.png", 2, 0x0000FF);
        Files.writeString(folder.resolve("set/dog/notes.txt"), "no image");

        Dataset data = ImageFolderReader.read(folder.resolve("set"));

        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.rows()).extracting(Row::id).containsExactly("cat/1.png", "dog/1.png");
        assertThat(data.rows().get(0).features()).containsExactly(new double[] {0, 1, 0, 0}, within(1e-12));
        assertThat(data.rows().get(1).feature(1)).isEqualTo(0.114, within(1e-12));
    }

    @Test
    void imagesThatDoNotFitAreRefusedByName() throws IOException {
        image("one/cat/1.png", 2, 0);
        assertThatThrownBy(() -> ImageFolderReader.read(folder.resolve("one"))).hasMessageContaining("1 folders");

        image("odd/cat/1.png", 2, 0);
        image("odd/dog/2.png", 3, 0);
        assertThatThrownBy(() -> ImageFolderReader.read(folder.resolve("odd"))).hasMessageContaining("2.png");

        image("bad/cat/1.png", 2, 0);
        image("bad/dog/1.png", 2, 0);
        Files.writeString(folder.resolve("bad/dog/1.png"), "no image");
        assertThatThrownBy(() -> ImageFolderReader.read(folder.resolve("bad"))).hasMessageContaining("no image");
    }
}
