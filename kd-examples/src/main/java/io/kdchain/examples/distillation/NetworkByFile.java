package io.kdchain.examples.distillation;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.Samples;
import io.kdchain.core.distill.Architecture;
import io.kdchain.core.distill.BlockDefinition;
import io.kdchain.core.distill.BlockNetwork;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.ModelFileTeacher;
import io.kdchain.core.distill.Network;
import io.kdchain.core.distill.Teacher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The networks that a configuration names: what a student is built like, and teachers that lie in files. */
final class NetworkByFile {

    private NetworkByFile() {}

    /** A perceptron by {@code hidden}, or a convolutional network by {@code filters} and the shape of an image. */
    static Architecture architecture(Section section, Samples samples) {
        if (!section.has("filters")) {
            List<Integer> sizes = new ArrayList<>();
            sizes.add(samples.width());
            sizes.addAll(counts(section, "hidden", true));
            sizes.add(samples.classes());
            return new MlpDefinition(sizes);
        }
        if (section.has("hidden")) {
            throw section.bad("both hidden (a perceptron) and filters (a convolutional network) are given; give one");
        }
        List<Integer> image = counts(section, "image", true);
        if (image.size() != 3 || image.stream().reduce(1, Math::multiplyExact) != samples.width()) {
            throw section.bad(
                    "'image' is %s for inputs of %d numbers; give channels, height and width, such as [1, 28, 28]"
                            .formatted(image, samples.width()));
        }
        return BlockDefinition.convolutional(
                image.get(0), image.get(1), image.get(2), counts(section, "filters", true), samples.classes());
    }

    /** A teacher from its file, by the file's ending; {@code .pt} and {@code .onnx} were made elsewhere. */
    static Teacher teacher(Section section, Samples samples) {
        Path file = section.file("file");
        String name = section.text("file").toLowerCase(Locale.ROOT);
        if (name.endsWith(".pt") || name.endsWith(".onnx")) {
            List<Integer> image = counts(section, "image", false);
            List<Integer> input = image.isEmpty() ? List.of(samples.width()) : image;
            if (input.stream().reduce(1, Math::multiplyExact) != samples.width()) {
                throw section.bad("'image' is %s for inputs of %d numbers".formatted(image, samples.width()));
            }
            return name.endsWith(".pt")
                    ? ModelFileTeacher.torchScript(file, input, samples.classes())
                    : ModelFileTeacher.onnx(file, input, samples.classes());
        }
        byte[] bytes = bytes(file);
        if (section.has("filters")) {
            return BlockNetwork.fromBytes(
                    (BlockDefinition) architecture(section, samples), bytes, section.text("file"));
        }
        Mlp read = Mlp.fromBytes(bytes, section.text("file"));
        if (read.definition().features() != samples.width() || read.classes() != samples.classes()) {
            throw section.bad("the teacher %s does not fit data of %d features and %d classes"
                    .formatted(read.definition(), samples.width(), samples.classes()));
        }
        return read;
    }

    /** A network that an earlier run made. */
    static Network read(Architecture architecture, Path path) {
        byte[] bytes = bytes(path);
        String name = path.toString();
        return architecture instanceof BlockDefinition blocks
                ? BlockNetwork.fromBytes(blocks, bytes, name)
                : Mlp.fromBytes(bytes, name);
    }

    static byte[] bytes(Path path) {
        try {
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ArtefactException(
                    "%s cannot be read: %s. Check that it exists.".formatted(path, ArtefactException.reason(e)), e);
        }
    }

    private static List<Integer> counts(Section section, String key, boolean needed) {
        if (needed && !section.has(key)) {
            throw section.bad("'%s' is missing".formatted(key));
        }
        List<Integer> all = new ArrayList<>();
        for (double size : section.numbers(key)) {
            if (size != Math.rint(size) || size < 1 || size > 1 << 20) {
                throw section.bad("'%s' holds %s; units are counted from 1".formatted(key, size));
            }
            all.add((int) size);
        }
        return all;
    }
}
