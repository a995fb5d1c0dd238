package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.event.MalformedEventException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd jcs-vectors}: published vectors of RFC 8785. */
@Command(
        name = "jcs-vectors",
        description =
                "Checks canonical JSON (RFC 8785) against vectors: folders 'input' beside 'output' or 'outhex', and"
                        + " files of lines HEX-OF-DOUBLE,TEXT.")
final class JcsVectorsCommand implements Callable<Integer> {
    private static final Pattern NUMBER_LINE = Pattern.compile("[0-9a-fA-F]{1,16},\\S+");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "Folder; those below it are searched.")
    private Path place = Path.of("");

    @Override
    public Integer call() throws IOException {
        Vectors vectors = new Vectors(spec.commandLine().getOut());
        for (Path file : Vectors.files(place)) {
            Path folder = file.toAbsolutePath().getParent();
            String kind = folder == null ? "" : String.valueOf(folder.getFileName());
            if (folder != null && kind.equals("input")) {
                document(vectors, file, folder.resolveSibling("output"), folder.resolveSibling("outhex"));
            } else if (!kind.equals("output") && !kind.equals("outhex") && isNumbers(file)) {
                numbers(vectors, file);
            }
        }
        return vectors.finish(place);
    }

    private static void document(Vectors vectors, Path input, Path output, Path outhex) throws IOException {
        String name = String.valueOf(input.getFileName());
        Path expected = output.resolve(name);
        Path expectedHex = outhex.resolve(name.replaceFirst("\\.json$", ".txt"));
        byte[] ours;
        try {
            ours = Jcs.canonicalize(Files.readAllBytes(input));
        } catch (MalformedEventException e) {
            vectors.check(false, "%s: %s".formatted(input, e.getMessage()));
            return;
        }
        boolean found = Files.exists(expected) || Files.exists(expectedHex);
        boolean same = !Files.exists(expected) || Arrays.equals(ours, Files.readAllBytes(expected));
        boolean sameHex = !Files.exists(expectedHex) || Arrays.equals(ours, hex(Files.readString(expectedHex)));
        vectors.check(
                found && same && sameHex,
                found
                        ? "%s gives %s".formatted(input, new String(ours, StandardCharsets.UTF_8))
                        : "%s has no output beside it".formatted(input));
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static boolean isNumbers(Path file) throws IOException {
        if (!String.valueOf(file.getFileName()).endsWith(".txt")) {
            return false;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String first = lines.readLine();
            return first != null && NUMBER_LINE.matcher(first).matches();
        }
    }

    private static void numbers(Vectors vectors, Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    vectors.check(number(line), "%s:%d:1: %s".formatted(file, number, line));
                }
            }
        }
    }

    private static boolean number(String line) {
        if (!NUMBER_LINE.matcher(line).matches()) {
            return false;
        }
        int comma = line.indexOf(',');
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(line.substring(0, comma), 16));
        if (!Double.isFinite(value)) {
            return false;
        }
        byte[] written = Jcs.write(JsonNodeFactory.instance.numberNode(value));
        return new String(written, StandardCharsets.US_ASCII).equals(line.substring(comma + 1));
    }
}
