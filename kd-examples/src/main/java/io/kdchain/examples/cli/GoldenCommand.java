package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.core.conformance.ConformanceResult;
import io.kdchain.core.conformance.GoldenLosses;
import io.kdchain.core.conformance.GoldenMetrics;
import io.kdchain.core.conformance.GoldenTraces;
import io.kdchain.examples.engine.EngineSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Checks a file of golden values and says how many hold: what the {@code kd golden-…} commands have in common. */
abstract class GoldenCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(paramLabel = "FILE", description = "A JSON file of inputs and expected values.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    /** Checks the content of the file of this name. */
    abstract ConformanceResult check(byte[] content, String name);

    /** {@code kd golden-losses}. */
    @Command(
            name = "golden-losses",
            description = "Checks the distillation losses and their gradients against golden values.")
    static final class Losses extends GoldenCommand {
        @Override
        ConformanceResult check(byte[] content, String name) {
            return GoldenLosses.read(content, name).check();
        }
    }

    /** {@code kd golden-metrics}. */
    @Command(
            name = "golden-metrics",
            description = "Checks fidelity, calibration, fairness and int8 metrics against golden values.")
    static final class Metrics extends GoldenCommand {
        @Override
        ConformanceResult check(byte[] content, String name) {
            return GoldenMetrics.read(content, name).check();
        }
    }

    /** {@code kd golden-trace}. */
    @Command(
            name = "golden-trace",
            description = "Trains again from golden weights and batches and checks every step's loss.")
    static final class Trace extends GoldenCommand {
        @Override
        ConformanceResult check(byte[] content, String name) {
            return GoldenTraces.read(content, name).check();
        }
    }

    @Override
    public Integer call() throws JsonProcessingException {
        EngineSettings.apply();
        ConformanceResult result = check(content(), file.toString());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = JSON.createObjectNode();
            node.put("passed", result.passed());
            node.put("failed", result.failed());
            result.failures().forEach(node.putArray("failures")::add);
            out.println(JSON.writeValueAsString(node));
        } else {
            result.failures().forEach(out::println);
            out.println(kd.say("%d passed, %d failed", "%d 项通过，%d 项未通过").formatted(result.passed(), result.failed()));
        }
        return result.holds() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private byte[] content() {
        if (!Files.isRegularFile(file)) {
            throw new BadInputException("%s is no file; give a file of golden values.".formatted(file));
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadInputException("%s cannot be read: %s.".formatted(file, e));
        }
    }
}
