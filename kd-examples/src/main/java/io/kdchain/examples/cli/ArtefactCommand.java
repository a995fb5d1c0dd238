package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.artefact.ArtefactFolder;
import io.kdchain.provenance.artefact.ArtefactManifest;
import io.kdchain.provenance.artefact.ArtefactManifest.Difference;
import io.kdchain.provenance.artefact.FileMemory;
import io.kdchain.provenance.event.Digest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd artefact}: folders that are artefacts, such as models in shards. */
@Command(
        name = "artefact",
        description = "Measures folders, such as models in shards: one digest over names, sizes and contents.")
final class ArtefactCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGEST = "sha256:";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), kd.say("A command is missing: manifest or check.", "缺少子命令：manifest 或 check。"));
    }

    @Command(
            name = "manifest",
            description = "Prints the digest of a folder, by which events name it, and writes its manifest.")
    int manifest(
            @Parameters(paramLabel = "DIR") Path folder,
            @Output
                    @Option(
                            names = {"-o", "--out"},
                            paramLabel = "FILE",
                            description = "The manifest: name, size and digest of each file; not in the folder.")
                    @Nullable
                    Path file,
            @Option(
                            names = "--memory",
                            paramLabel = "FILE",
                            description = "Remembers what was measured, and reads only files that were touched since;"
                                    + " by default nothing is trusted and every file is read.")
                    @Nullable
                    Path memory,
            @Option(names = "--json") boolean json)
            throws IOException {
        outside(folder, file, "--out");
        ArtefactFolder measured = measure(folder, memory);
        ArtefactManifest manifest = measured.manifest();
        if (file != null) {
            WholeFile.write(file, new String(manifest.toBytes(), StandardCharsets.UTF_8));
        }
        if (json) {
            out().println(JSON.writeValueAsString(numbers(measured)));
        } else {
            out().println(kd.say("%s  %s: %d files, %d bytes, %d files read", "%s  %s：共 %d 个文件，%d 字节，读取 %d 个文件")
                    .formatted(
                            manifest.digest(),
                            folder,
                            manifest.files().size(),
                            manifest.sizeBytes(),
                            measured.filesRead()));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "check", description = "Compares a folder with a manifest, or with the digest that an event names.")
    int check(
            @Parameters(paramLabel = "DIR") Path folder,
            @Parameters(paramLabel = "MANIFEST|DIGEST", description = "A file that 'manifest' wrote, or sha256:…")
                    String expected,
            @Option(
                            names = "--memory",
                            paramLabel = "FILE",
                            description = "As of 'manifest': believes the file system about files that nobody touched.")
                    @Nullable
                    Path memory,
            @Option(names = "--json") boolean json)
            throws IOException {
        ArtefactManifest manifest =
                expected.startsWith(DIGEST) ? null : ArtefactManifest.parse(Files.readAllBytes(Path.of(expected)));
        Digest digest = manifest == null ? Digest.parse(expected) : manifest.digest();
        ArtefactFolder measured = measure(folder, memory);
        boolean same = measured.manifest().digest().equals(digest);
        List<Difference> differences = manifest == null ? List.of() : manifest.differences(measured.manifest());
        if (json) {
            ObjectNode root = numbers(measured).put("ok", same).put("expected", digest.toString());
            ArrayNode all = root.putArray("differences");
            differences.forEach(one -> {
                ObjectNode node = all.addObject().put("code", one.kind().code()).put("path", one.path());
                if (one.other() != null) {
                    node.put("contentOf", one.other());
                }
            });
            out().println(JSON.writeValueAsString(root));
        } else {
            differences.forEach(
                    one -> out().println("%s: %s".formatted(one.kind().code(), describe(one))));
            out().println(
                            same
                                    ? kd.say("%s is %s.", "%s 与 %s 一致。").formatted(folder, digest)
                                    : kd.say("%s is %s, and not %s.", "%s 的摘要为 %s，而不是 %s。")
                                            .formatted(
                                                    folder, measured.manifest().digest(), digest));
        }
        return same ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private String describe(Difference one) {
        return switch (one.kind()) {
            case MISSING -> kd.say("%s is not there.", "缺少 %s。").formatted(one.path());
            case EXTRA -> kd.say("%s is not in the manifest.", "%s 不在清单中。").formatted(one.path());
            case CHANGED -> kd.say("%s holds something else.", "%s 的内容不同。").formatted(one.path());
            case MISPLACED ->
                kd.say("%s holds what %s should.", "%s 的内容应属于 %s。").formatted(one.path(), one.other());
            case RENAMED ->
                kd.say("%s holds what %s should, which is not there.", "%s 的内容应属于 %s，而后者不存在。")
                        .formatted(one.path(), one.other());
        };
    }

    private static ArtefactFolder measure(Path folder, @Nullable Path memory) throws IOException {
        if (memory == null) {
            return ArtefactFolder.measure(folder);
        }
        outside(folder, memory, "--memory");
        FileMemory known = FileMemory.read(memory);
        ArtefactFolder measured = ArtefactFolder.measure(folder, known, Clock.systemUTC());
        known.write(memory);
        return measured;
    }

    /** What is written into the folder would change what is measured. */
    private static void outside(Path folder, @Nullable Path file, String option) throws IOException {
        Path place = file == null ? null : file.toAbsolutePath().getParent();
        if (place != null
                && Files.isDirectory(place)
                && Files.isDirectory(folder)
                && place.toRealPath().startsWith(folder.toRealPath())) {
            throw new BadInputException("%s %s lies in %s and would change what is measured. Name another place."
                    .formatted(option, file, folder));
        }
    }

    private static ObjectNode numbers(ArtefactFolder measured) {
        ArtefactManifest manifest = measured.manifest();
        return JSON.createObjectNode()
                .put("digest", manifest.digest().toString())
                .put("files", manifest.files().size())
                .put("bytes", manifest.sizeBytes())
                .put("filesRead", measured.filesRead());
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
