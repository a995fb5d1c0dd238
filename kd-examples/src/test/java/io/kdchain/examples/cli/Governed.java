package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.ModelDeployed;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.event.PlanAdopted;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.Scene;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.KeyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A log in a file, the chain of {@link LogFixture} in it, and the command that is run over it. */
final class Governed {
    private final Path folder;

    Governed(Path folder) {
        this.folder = folder;
    }

    /** What a run of the command said. */
    record Ran(int code, String out, String err) {
        JsonNode json() {
            try {
                return new ObjectMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What is recorded. */
    interface Story {
        void tell(LogFixture fixture);
    }

    String url() {
        return "jdbc:sqlite:" + folder.resolve("chain.db");
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Records the chain and what came after, all on the first day. */
    Governed record(Story story) {
        try (ChainLog log = ChainLog.open(url(), LogFixture.options())) {
            story.tell(LogFixture.begin(log).wholeChain());
        }
        return this;
    }

    /** As {@link #record}, with the clock of today: for what is recorded by the command itself. */
    Governed recordToday(Story story) {
        try (ChainLog log = ChainLog.open(url(), LogFixture.options().clock(Clock.systemUTC()))) {
            story.tell(LogFixture.begin(log).wholeChain());
        }
        return this;
    }

    /** The key of a party of the fixture, in a file. */
    Path key(String party) {
        Path file = folder.resolve(party + ".pem");
        if (!Files.exists(file)) {
            KeyFile.write(file, LogFixture.signer(party));
        }
        return file;
    }

    static Ran kd(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Kd.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Ran(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static LogEntry says(LogFixture fixture, String party, EventBody body) {
        return fixture.record(party, body, List.of(), List.of());
    }

    /** The fixture's deployment, with a model that has a digest, tested by an auditor. */
    static void graded(LogFixture fixture, long violations, long of) {
        fixture.party("auditor", Role.AUDITOR);
        fixture.record(
                "cloud",
                new ModelDeployed(null, null, Scene.MEDICAL, List.of("medical"), List.of(), null),
                List.of("model:student-int8@" + LogFixture.digest(3)),
                List.of("deployment:ct-assist"));
        says(fixture, "cloud", new PlanAdopted(PlanAdopted.Kind.EMERGENCY_RESPONSE, null, "1"));
        says(
                fixture,
                "auditor",
                new ModelEvaluated(
                        EntityId.parse("model:student-int8@" + LogFixture.digest(3)),
                        EntityId.parse("dataset:bank"),
                        List.of(
                                count("safety.violations", violations, of),
                                count("safety.must-refuse", 300, 300),
                                count("safety.over-refusal", 3, 300)),
                        null));
    }

    private static Metric count(String name, long hits, long of) {
        return new Metric(name, BigDecimal.valueOf(hits), null, of);
    }
}
