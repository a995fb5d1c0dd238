package io.kdchain.core.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import io.kdchain.core.audit.Decisions;
import io.kdchain.core.data.ContentDigest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTeacherServiceTest {

    private static final float[][] INPUTS = {{1, 0.5f}, {0, 2}, {2, -1}};
    private static final Duration LONG = Duration.ofSeconds(60);

    private record Reply(int status, String body) {}

    private final List<Reply> replies = new CopyOnWriteArrayList<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/logits", exchange -> {
            questions.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            Reply reply = replies.size() > 1 ? replies.remove(0) : replies.get(0);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        // sends the head of its answer and nothing more
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().flush();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private RemoteTeacher teacher(String path, Duration timeout, int attempts, long budget) {
        URI address = URI.create(
                "http://127.0.0.1:%d%s?key=secret".formatted(server.getAddress().getPort(), path));
        var service = new HttpTeacherService(address, timeout, Map.of("Authorization", "Bearer abc"), input ->
                new double[] {10.0 * input[0], input[1]});
        return new RemoteTeacher(
                service, 3, ContentDigest.ofText("m 1"), new RemoteTeacher.Policy(2, budget, attempts, Duration.ZERO));
    }

    private RemoteTeacher teacher() {
        return teacher("/logits", LONG, 3, 100);
    }

    @Test
    void itIsAskedForFeaturesInBatchesAndAnswersInThreeForms() {
        replies.add(
                new Reply(
                        200,
                        "{\"answers\": [{\"logits\": [0.5, 2.25, -1]}, {\"classes\": [2, 0], \"probabilities\": [0.7, 0.2]}]}"));
        replies.add(new Reply(200, "{\"answers\": [{\"label\": 1}]}"));

        double[][] logits = teacher().logits(INPUTS);

        assertThat(logits[0]).containsExactly(0.5, 2.25, -1);
        assertThat(Decisions.of(logits)).containsExactly(1, 2, 1);
        assertThat(questions).hasSize(2);
        JsonObject first = JsonParser.parseString(questions.get(0)).getAsJsonObject();
        assertThat(first.getAsJsonArray("inputs").toString()).isEqualTo("[[10.0,0.5],[0.0,2.0]]");
        assertThat(tokens).containsOnly("Bearer abc");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 429, 408})
    void aPassingFailureIsTriedAgain(int status) {
        replies.add(new Reply(status, "busy"));
        replies.add(new Reply(200, "{\"answers\": [{\"label\": 2}]}"));

        assertThat(Decisions.of(teacher().logits(new float[][] {{1, 1}}))).containsExactly(2);
        assertThat(questions).hasSize(2);
    }

    @Test
    void aServiceThatGoesOnFailingIsGivenUpWithItsPlaceButNotItsSecrets() {
        replies.add(new Reply(500, ""));

        assertThatThrownBy(() -> teacher().logits(INPUTS))
                .isInstanceOf(RemoteTeacherException.class)
                .hasMessageContainingAll("3 attempts", "/logits answered with status 500")
                .message()
                .doesNotContain("secret", "abc");
        assertThat(questions).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 404, 302})
    void aRefusalIsNotTriedAgain(int status) {
        replies.add(new Reply(status, ""));

        assertThatThrownBy(() -> teacher().logits(INPUTS)).hasMessageContaining("refused with status " + status);
        assertThat(questions).hasSize(1);
    }

    @Test
    void aServiceThatDoesNotFinishItsAnswerInTimeOrIsNotThereIsGivenUp() {
        assertThatThrownBy(
                        () -> teacher("/slow", Duration.ofMillis(200), 2, 100).logits(INPUTS))
                .hasMessageContainingAll("2 attempts", "did not answer within PT0.2S");
        RemoteTeacher gone = teacher();
        server.stop(0);
        assertThatThrownBy(() -> gone.logits(INPUTS)).hasMessageContaining("no connection to http://127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"answers\": [{\"logits\": [1, 2]}, {\"label\": 1}]}",
                "{\"answers\": [{\"label\": 3}, {\"label\": 1}]}",
                "{\"answers\": [{\"classes\": [0, 0], \"probabilities\": [0.5, 0.5]}, {\"label\": 1}]}",
                "{\"answers\": [{\"classes\": [0], \"probabilities\": [1.5]}, {\"label\": 1}]}",
                "{\"answers\": [{\"classes\": [0]}, {\"label\": 1}]}",
                "{\"answers\": [{\"logits\": [1, 2, \"NaN\"]}, {\"label\": 1}]}",
                "{\"answers\": [{\"logits\": [1, 2, \"much\"]}, {\"label\": 1}]}",
                "{\"answers\": [{\"label\": 1}]}",
                "{\"answers\": 7}",
                "{\"results\": []}",
                "[]",
                "<html>",
                ""
            })
    void anAnswerOfAnotherFormIsRefused(String body) {
        replies.add(new Reply(200, body));

        assertThatThrownBy(() -> teacher().logits(INPUTS))
                .isInstanceOf(RemoteTeacherException.class)
                .hasMessageContaining("the teacher's service");
        assertThat(questions).hasSize(1);
    }

    @Test
    void noMoreInputsAreAskedThanTheBudgetAllows() {
        replies.add(new Reply(200, "{\"answers\": [{\"label\": 2}]}"));
        RemoteTeacher teacher = teacher("/logits", LONG, 1, 1);

        assertThatThrownBy(() -> teacher.logits(INPUTS)).hasMessageContaining("the budget is 1");
        assertThat(questions).isEmpty();
        assertThat(teacher.logits(new float[][] {{1, 1}})).hasDimensions(1, 3);
        assertThatThrownBy(() -> teacher.announce(1)).hasMessageContaining("1 were");
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        List<String> wrong = new ArrayList<>(List.of("ftp://example.org/x", "logits", "http:///x"));
        for (String address : wrong) {
            assertThatThrownBy(
                            () -> new HttpTeacherService(URI.create(address), LONG, Map.of(), input -> new double[0]))
                    .hasMessageContaining("the teacher's address");
        }
    }
}
