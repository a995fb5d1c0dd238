package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.checkpoint.Cosigner;
import io.kdchain.provenance.checkpoint.KeptCheckpoints;
import io.kdchain.provenance.checkpoint.NoteKey;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.checkpoint.Witness;
import io.kdchain.provenance.checkpoint.witness.WitnessServer;
import io.kdchain.provenance.sign.KeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kd log witness}: cosigns the checkpoints of other parties' logs. */
@Command(
        name = "witness",
        description =
                "Cosigns checkpoints of logs that only grow, over HTTP (C2SP tlog-witness). Runs until it is ended.")
final class WitnessCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ADDRESS = Pattern.compile("(?:(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]*):)?([0-9]{1,5})");
    private static final int MAX_PORT = 65535;
    /** Seconds in which a request must have arrived, so that a slow sender holds no thread. */
    private static final int REQUEST_SECONDS = 30;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "ADDR",
            description = "HOST:PORT, or PORT for this machine only; port 0 lets the system choose.")
    private String listen = "";

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "A key that serves nothing else.")
    private Path key = Path.of("");

    @Option(
            names = "--state",
            required = true,
            paramLabel = "FILE",
            description = "What was cosigned before; made if missing. Never delete it.")
    private Path state = Path.of("");

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "The keys of the logs, one a line; the name of a key is that of its log.")
    private @Nullable Path trust;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Name of the witness, such as witness.example/w1; by default that of the key file.")
    private @Nullable String name;

    @Option(names = "--json")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Trust trusted = trust == null ? Trust.NONE : Trust.read(trust);
        List<NoteKey> logs = Stream.concat(
                        trusted.keys().stream().map(NoteKey::of),
                        trusted.policy().logs().stream().map(Policy.Log::key))
                .distinct()
                .toList();
        Cosigner cosigner = Cosigner.ed25519(KeyCommand.holder(key, name), KeyFile.read(key));
        // the server of the JDK reads it once, when it is first used
        System.setProperty("sun.net.httpserver.maxReqTime", String.valueOf(REQUEST_SECONDS));
        try (KeptCheckpoints kept = KeptCheckpoints.open(state);
                WitnessServer server =
                        WitnessServer.start(new Witness(cosigner, logs, kept, Clock.systemUTC()), address(listen))) {
            tell(server, cosigner, logs.size());
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandLine.ExitCode.OK;
        }
    }

    private void tell(WitnessServer server, Cosigner cosigner, int logs) throws IOException {
        InetSocketAddress at = server.address();
        String host = at.getAddress().getHostAddress();
        String url = "http://%s:%d/".formatted(host.indexOf(':') < 0 ? host : "[" + host + "]", at.getPort());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(JSON.createObjectNode()
                    .put("address", url)
                    .put("key", cosigner.publicKey().toString())
                    .put("logs", logs)));
        } else {
            out.println(url);
            out.println(cosigner.publicKey());
        }
        out.flush();
        if (logs == 0) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "kd: no log is known, so every request is refused; give the keys of logs with --trust FILE.");
        }
    }

    static InetSocketAddress address(String text) throws IOException {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches() || Integer.parseInt(parts.group(2)) > MAX_PORT) {
            throw new BadInputException("'%s' is no address; it must be HOST:PORT or PORT.".formatted(text));
        }
        String host = parts.group(1);
        InetAddress address =
                host == null || host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
        return new InetSocketAddress(address, Integer.parseInt(parts.group(2)));
    }
}
