package io.kdchain.core.data;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Reads images from a folder that has one folder a class, with the images of the class in it: PNG, JPEG, GIF or BMP,
 * all of one size. Each pixel is a feature, its luma by ITU-R BT.601 from 0 to 1. Classes and images are in the order
 * of their names; an image's id is its path below the folder.
 */
public final class ImageFolderReader {

    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");

    private ImageFolderReader() {}

    /**
     * Reads the folder.
     *
     * @throws ArtefactException if it cannot be read, has fewer than two classes, or an image of another size
     */
    public static Dataset read(Path folder) {
        List<Path> classes =
                children(folder).stream().filter(Files::isDirectory).toList();
        if (classes.size() < 2) {
            throw bad(folder, "it has %d folders; one a class is needed, at least two".formatted(classes.size()));
        }
        List<Row> rows = new ArrayList<>();
        int width = 0;
        int height = 0;
        for (int label = 0; label < classes.size(); label++) {
            for (Path file : children(classes.get(label))) {
                if (ENDINGS.stream().noneMatch(file.toString().toLowerCase(Locale.ROOT)::endsWith)) {
                    continue;
                }
                BufferedImage image = image(file);
                if (rows.isEmpty()) {
                    width = image.getWidth();
                    height = image.getHeight();
                } else if (image.getWidth() != width || image.getHeight() != height) {
                    throw bad(
                            file,
                            "it is %d x %d, the first image is %d x %d; bring all to one size"
                                    .formatted(image.getWidth(), image.getHeight(), width, height));
                }
                rows.add(new Row(folder.relativize(file).toString().replace('\\', '/'), luma(image), label));
            }
        }
        if (rows.isEmpty()) {
            throw bad(folder, "there is no image (%s) in its folders".formatted(String.join(", ", ENDINGS)));
        }
        int columns = width;
        return new Dataset(
                IntStream.range(0, width * height)
                        .mapToObj(p -> "pixel-%d-%d".formatted(p / columns, p % columns))
                        .toList(),
                "folder",
                classes.stream().map(path -> String.valueOf(path.getFileName())).toList(),
                rows);
    }

    private static List<Path> children(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new ArtefactException(
                    "The image folder %s cannot be read: %s. Check that it exists."
                            .formatted(folder, ArtefactException.reason(e)),
                    e);
        }
    }

    private static BufferedImage image(Path file) {
        try {
            BufferedImage image = ImageIO.read(file.toFile());
            if (image == null) {
                throw bad(file, "it is no image that can be read");
            }
            return image;
        } catch (IOException e) {
            throw new ArtefactException(
                    "The image %s cannot be read: %s.".formatted(file, ArtefactException.reason(e)), e);
        }
    }

    private static double[] luma(BufferedImage image) {
        double[] features = new double[image.getWidth() * image.getHeight()];
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                features[y * image.getWidth() + x] =
                        (0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF)) / 255;
            }
        }
        return features;
    }

    private static ArtefactException bad(Path file, String problem) {
        return new ArtefactException("%s cannot be used: %s.".formatted(file, problem));
    }
}
