package io.kdchain.provenance.checkpoint.witness;

import io.kdchain.provenance.checkpoint.WitnessAnswer;
import io.kdchain.provenance.checkpoint.WitnessEndpoint;
import io.kdchain.provenance.checkpoint.WitnessUnreachableException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A witness behind HTTP. */
public final class HttpWitness implements WitnessEndpoint {
    /** A witness answers at once; who waits longer waits for nothing. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    /** Signature lines are short. */
    private static final int MAX_ANSWER_BYTES = 1 << 16;

    private final URI address;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    private HttpWitness(URI address) {
        this.address = address;
    }

    /**
     * A witness.
     *
     * @param prefix its submission prefix, such as {@code https://witness.example/}
     * @throws IllegalArgumentException if it is no http or https address
     */
    public static HttpWitness at(String prefix) {
        URI uri = URI.create((prefix.endsWith("/") ? prefix : prefix + "/") + "add-checkpoint");
        if (uri.getHost() == null || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "'%s' is no address of a witness; it begins with https:// or http://.".formatted(prefix));
        }
        return new HttpWitness(uri);
    }

    @Override
    public WitnessAnswer addCheckpoint(byte[] request) {
        HttpRequest post = HttpRequest.newBuilder(address)
                .timeout(TIMEOUT)
                .header("Content-Type", "text/plain; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(post, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream in = response.body()) {
                String body = new String(in.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
                return new WitnessAnswer(
                        response.statusCode(),
                        response.headers().firstValue("Content-Type").orElse(""),
                        body);
            }
        } catch (IOException e) {
            throw new WitnessUnreachableException("The witness at %s gives no answer: %s.".formatted(address, e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WitnessUnreachableException(
                    "Waiting for the witness at %s was interrupted.".formatted(address), e);
        }
    }

    @Override
    public String toString() {
        return "witness at " + address;
    }
}
