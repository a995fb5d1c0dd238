package io.kdchain.core.distill;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * A teacher's service that is asked by HTTP, with JSON (RFC 8259) both ways. A request is a {@code POST} of
 *
 * <pre>{"inputs": [[5.1, 3.5], [6.2, 2.9]]}</pre>
 *
 * and is answered with status 200 and one answer an input, in the order of the inputs:
 *
 * <pre>{"answers": [{"logits": [1.5, -0.2, 0.1]}, {"classes": [2, 0], "probabilities": [0.7, 0.2]}, {"label": 2}]}
 * </pre>
 *
 * <p>that is, all logits; the likeliest classes, counted from 0, with their probabilities; or the decision alone.
 * Status 408, 425, 429 and 500 to 599, no connection and no whole answer in time are failures after which a
 * {@link RemoteTeacher} asks again; any other status, a redirect among them, and an answer of another form are not.
 */
public final class HttpTeacherService implements RemoteTeacher.Service {

    private final HttpClient client;
    private final URI address;
    private final Duration timeout;
    private final Map<String, String> headers;
    private final Function<float[], double[]> features;

    /**
     * A service at this address.
     *
     * @param address of scheme http or https
     * @param timeout from the request to the whole answer, above 0
     * @param headers sent with every request, such as {@code Authorization}; they show in no message
     * @param features what the service is asked for an input, such as the row's features before pre-processing
     */
    public HttpTeacherService(
            URI address, Duration timeout, Map<String, String> headers, Function<float[], double[]> features) {
        if (address.getHost() == null || !List.of("http", "https").contains(String.valueOf(address.getScheme()))) {
            throw new IllegalArgumentException(
                    "the teacher's address is '%s'; give one such as https://example.org/logits"
                            .formatted(place(address)));
        }
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("timeout is %s; it must be above 0".formatted(timeout));
        }
        this.client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        this.address = address;
        this.timeout = timeout;
        this.headers = Map.copyOf(headers);
        this.features = features;
    }

    @Override
    public List<RemoteTeacher.Answer> ask(float[][] inputs) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question(inputs)));
        headers.forEach(request::header);
        HttpResponse<byte[]> response = send(request.build());
        int status = response.statusCode();
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            throw new IOException("%s answered with status %d".formatted(place(address), status));
        }
        if (status != 200) {
            throw new RemoteTeacherException(
                    "the teacher's service %s refused with status %d; check its address, and the token if it asks for one"
                            .formatted(place(address), status));
        }
        return answers(new String(response.body(), StandardCharsets.UTF_8));
    }

    private String question(float[][] inputs) {
        JsonArray rows = new JsonArray();
        for (float[] input : inputs) {
            JsonArray row = new JsonArray();
            for (double feature : features.apply(input)) {
                row.add(feature);
            }
            rows.add(row);
        }
        JsonObject body = new JsonObject();
        body.add("inputs", rows);
        return body.toString();
    }

    /** The timeout of a request would end with the head of its answer; this one ends with the body. */
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("%s did not answer within %s".formatted(place(address), timeout), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException) {
                throw new IOException("no connection to %s".formatted(place(address)), e);
            }
            throw new IOException("%s broke off: %s".formatted(place(address), String.valueOf(e.getCause())), e);
        } finally {
            answer.cancel(true);
        }
    }

    private List<RemoteTeacher.Answer> answers(String json) {
        try {
            List<RemoteTeacher.Answer> all = new ArrayList<>();
            for (JsonElement answer : array(JsonParser.parseString(json).getAsJsonObject(), "answers")) {
                all.add(answer(answer.getAsJsonObject()));
            }
            return all;
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException e) {
            throw new RemoteTeacherException(
                    "the teacher's service %s answered what cannot be read: %s. It must answer {\"answers\": [...]} with logits, classes with probabilities, or a label for each input."
                            .formatted(place(address), e.getMessage()));
        }
    }

    private static RemoteTeacher.Answer answer(JsonObject answer) {
        if (answer.has("logits")) {
            return new RemoteTeacher.Answer.Logits(numbers(answer, "logits", JsonElement::getAsDouble));
        }
        if (answer.has("classes")) {
            return new RemoteTeacher.Answer.TopK(
                    numbers(answer, "classes", JsonElement::getAsInt).stream()
                            .map(Double::intValue)
                            .toList(),
                    numbers(answer, "probabilities", JsonElement::getAsDouble));
        }
        if (answer.has("label")) {
            return new RemoteTeacher.Answer.Label(answer.get("label").getAsInt());
        }
        throw new IllegalArgumentException("an answer has none of logits, classes and label");
    }

    private static JsonArray array(JsonObject object, String name) {
        if (object.get(name) instanceof JsonArray array) {
            return array;
        }
        throw new IllegalArgumentException("'%s' is no list".formatted(name));
    }

    private static List<Double> numbers(JsonObject answer, String name, ToDoubleFunction<JsonElement> read) {
        List<Double> all = new ArrayList<>();
        array(answer, name).forEach(element -> all.add(read.applyAsDouble(element)));
        return all;
    }

    /** The address without what may be secret in it. */
    private static String place(URI address) {
        return "%s://%s%s%s"
                .formatted(
                        address.getScheme(),
                        address.getHost(),
                        address.getPort() < 0 ? "" : ":" + address.getPort(),
                        address.getPath() == null ? "" : address.getPath());
    }
}
