package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.workbench.PackLint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd lint}: says what is wrong with a rule pack, and what is probably not meant. */
@Command(
        name = "lint",
        description = "Checks a rule pack, or each pack in a folder: syntax, vocabulary, forbidden constructs, legal"
                + " bases, and rules that do nothing.")
final class LintCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PACK_FILE = "pack.yaml";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(paramLabel = "DIR", description = "Folder of a rule pack, or of several.")
    private Path folder = Path.of("");

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Map<Path, PackLint> packs = new LinkedHashMap<>();
        for (Path pack : folders()) {
            packs.put(pack, PackLint.of(pack));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(document(packs));
        } else {
            packs.forEach((pack, found) -> tell(pack, found, out));
        }
        boolean usable =
                packs.values().stream().allMatch(found -> found.problems().isEmpty());
        return usable ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private List<Path> folders() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BadInputException("%s is no folder; name the folder of a rule pack.".formatted(folder));
        }
        if (Files.exists(folder.resolve(PACK_FILE))) {
            return List.of(folder);
        }
        try (Stream<Path> inside = Files.list(folder)) {
            List<Path> packs = inside.filter(one -> Files.exists(one.resolve(PACK_FILE)))
                    .sorted()
                    .toList();
            if (packs.isEmpty()) {
                throw new BadInputException("%s holds neither %s nor a folder with one; name the folder of a rule pack."
                        .formatted(folder, PACK_FILE));
            }
            return packs;
        }
    }

    private void tell(Path pack, PackLint found, PrintWriter out) {
        found.problems().forEach(out::println);
        found.remarks()
                .forEach(remark -> out.println(
                        "%s [%s]".formatted(remark.problem(), remark.check().code())));
        if (found.problems().isEmpty()) {
            out.println(kd.say(
                    "%s can be used; %s."
                            .formatted(pack, counted(found.remarks().size(), "remark")),
                    "%s可以使用；提示%d条。".formatted(pack, found.remarks().size())));
        } else {
            out.println(kd.say(
                    "%s cannot be used: %s."
                            .formatted(pack, counted(found.problems().size(), "problem")),
                    "%s不能使用：问题%d个。".formatted(pack, found.problems().size())));
        }
    }

    private static String counted(int number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }

    private static String document(Map<Path, PackLint> packs) throws JsonProcessingException {
        ObjectNode root = JSON.createObjectNode().put("format", 1);
        ArrayNode all = root.putArray("packs");
        packs.forEach((pack, found) -> {
            ObjectNode node = all.addObject().put("folder", pack.toString());
            node.put("usable", found.problems().isEmpty());
            ArrayNode problems = node.putArray("problems");
            found.problems().forEach(problem -> put(problem, problems.addObject()));
            ArrayNode remarks = node.putArray("remarks");
            found.remarks()
                    .forEach(remark -> put(
                            remark.problem(),
                            remarks.addObject().put("check", remark.check().code())));
        });
        return JSON.writeValueAsString(root);
    }

    private static void put(Problem problem, ObjectNode node) {
        node.put("file", problem.at().file());
        node.put("line", problem.at().line());
        node.put("column", problem.at().column());
        if (!problem.rule().isEmpty()) {
            node.put("rule", problem.rule());
        }
        node.put("message", problem.message());
    }
}
