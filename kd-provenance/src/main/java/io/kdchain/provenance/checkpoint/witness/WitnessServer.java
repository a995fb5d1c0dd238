package io.kdchain.provenance.checkpoint.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.checkpoint.StateFileException;
import io.kdchain.provenance.checkpoint.Witness;
import io.kdchain.provenance.checkpoint.WitnessAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a witness: {@code POST /add-checkpoint}, and {@code GET /HASH/checkpoint} for whoever wants to compare. Speaks
 * plain HTTP; put a proxy with TLS before it where the network is not trusted.
 */
public final class WitnessServer implements AutoCloseable {
    /** Threads that answer; a request is short. */
    private static final int THREADS = 8;
    /** As much as a request can have, and one byte to see that it has more. */
    private static final int MAX_BODY_BYTES = (1 << 20) + 4096;

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    private static final Pattern CHECKPOINT = Pattern.compile("/([0-9a-f]{64})/checkpoint");
    private static final Logger LOG = LoggerFactory.getLogger(WitnessServer.class);

    private final Witness witness;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private WitnessServer(Witness witness, HttpServer server) {
        this.witness = witness;
        this.server = server;
    }

    /**
     * Begins to serve.
     *
     * @param address where to listen; port 0 lets the system choose
     * @throws IOException if the address is taken or not this machine's
     */
    public static WitnessServer start(Witness witness, InetSocketAddress address) throws IOException {
        WitnessServer started = new WitnessServer(witness, HttpServer.create(address, 0));
        started.server.setExecutor(started.threads);
        started.server.createContext("/", started::handle);
        started.server.start();
        return started;
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher checkpoint = CHECKPOINT.matcher(path);
            WitnessAnswer answer;
            if (path.equals("/add-checkpoint")) {
                answer = exchange.getRequestMethod().equals("POST") ? add(exchange) : onlyBy(exchange, "POST");
            } else if (checkpoint.matches()) {
                answer =
                        exchange.getRequestMethod().equals("GET") ? last(checkpoint.group(1)) : onlyBy(exchange, "GET");
            } else {
                answer = text(WitnessAnswer.NOT_FOUND, "There is POST /add-checkpoint and GET /HASH/checkpoint.");
            }
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private WitnessAnswer add(HttpExchange exchange) throws IOException {
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(MAX_BODY_BYTES + 1);
        }
        if (body.length > MAX_BODY_BYTES) {
            return text(WitnessAnswer.BAD_REQUEST, "A request has at most %d bytes.".formatted(MAX_BODY_BYTES));
        }
        try {
            return witness.addCheckpoint(body);
        } catch (StateFileException e) {
            // what is not on the disk is not cosigned
            LOG.warn("not cosigned: {}", e.getMessage());
            return text(UNAVAILABLE, "The witness cannot keep the checkpoint, so it does not cosign it.");
        }
    }

    private WitnessAnswer last(String originHash) {
        Optional<SignedNote> note = witness.checkpoint(originHash);
        return note.map(known -> new WitnessAnswer(
                        WitnessAnswer.COSIGNED,
                        "text/plain; charset=utf-8",
                        new String(known.toBytes(), StandardCharsets.UTF_8)))
                .orElseGet(() -> text(WitnessAnswer.NOT_FOUND, "No checkpoint of such a log was cosigned."));
    }

    private static WitnessAnswer onlyBy(HttpExchange exchange, String method) {
        exchange.getResponseHeaders().set("Allow", method);
        return text(METHOD_NOT_ALLOWED, "This is asked by %s.".formatted(method));
    }

    private static WitnessAnswer text(int status, String body) {
        return new WitnessAnswer(status, "text/plain; charset=utf-8", body + "\n");
    }

    /** Ends after the requests that are being answered. */
    @Override
    public void close() {
        server.stop(1);
        threads.shutdown();
    }
}
