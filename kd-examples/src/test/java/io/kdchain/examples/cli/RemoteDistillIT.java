package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Distillation from a teacher that a service on this machine answers for, and from what was kept of its answers. */
class RemoteDistillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROWS = 600;

    @TempDir
    private Path folder = Path.of("");

    private final Set<String> rows = new TreeSet<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final AtomicInteger questions = new AtomicInteger();
    private volatile int failAfter = Integer.MAX_VALUE;
    private volatile String form = "logits";
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        Random random = new Random(4);
        StringBuilder csv = new StringBuilder("id,a,b,class\n");
        for (int i = 0; i < ROWS; i++) {
            double a = Math.rint(10 * (random.nextGaussian() + 2 * (i % 2))) / 10 + i / 1e6;
            double b = Math.rint(100 * random.nextGaussian());
            rows.add(a + "," + b);
            csv.append(String.format(Locale.ROOT, "p%d,%s,%s,%s%n", i, a, b, i % 2 == 0 ? "healthy" : "ill"));
        }
        Files.writeString(folder.resolve("rows.csv"), csv);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/logits", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    /** Says ill above a = 1. */
    private void answer(HttpExchange exchange) throws IOException {
        JsonNode inputs =
                JSON.readTree(exchange.getRequestBody().readAllBytes()).path("inputs");
        boolean failed = questions.incrementAndGet() > failAfter;
        ObjectNode reply = JSON.createObjectNode();
        ArrayNode answers = reply.putArray("answers");
        for (JsonNode input : inputs) {
            double a = input.get(0).asDouble();
            asked.add(a + "," + input.get(1).asDouble());
            ObjectNode answer = answers.addObject();
            switch (form) {
                case "logits" -> answer.putArray("logits").add(1 - a).add(a - 1);
                case "top" -> {
                    answer.putArray("classes").add(a > 1 ? 1 : 0);
                    answer.putArray("probabilities").add(0.9);
                }
                case "label" -> answer.put("label", a > 1 ? 1 : 0);
                default -> answer.putArray("logits").add(1).add(2).add(3);
            }
        }
        byte[] body = failed ? new byte[0] : JSON.writeValueAsBytes(reply);
        exchange.sendResponseHeaders(failed ? 500 : 200, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private String config(String more) throws IOException {
        String text = """
                data: {csv: rows.csv, id: id}
                teacher: {url: "http://127.0.0.1:%d/logits", identity: m 1, attempts: 2, batchSize: 64%s}
                student: {hidden: [4]}
                training: {epochs: 8, batchSize: 32, seed: 3}
                out: made
                """.formatted(server.getAddress().getPort(), more);
        return Files.writeString(folder.resolve("config.yaml"), text).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits", "top", "label"})
    void aServiceTeachesByWhateverItTellsAndIsAskedForTheRowsAsTheyStandInTheData(String told) throws IOException {
        form = told;

        Ran ran = kd("distill", config(""), "--json");

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode result = JSON.readTree(ran.out());
        assertThat(result.path("agreement").asDouble()).isGreaterThan(0.9);
        assertThat(asked).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void whatWasAnsweredBeforeAFailureIsKeptAndTheRestAskedLater() throws IOException {
        failAfter = 5;
        Ran stopped = kd("distill", config(", softTargets: kept.safetensors"));
        int before = asked.size();
        assertThat(stopped.code()).isEqualTo(2);
        assertThat(stopped.err()).contains("2 attempts", "status 500").doesNotContain("epoch 1 of");
        assertThat(folder.resolve("kept.safetensors")).exists();

        failAfter = Integer.MAX_VALUE;
        questions.set(0);
        asked.clear();
        Ran later = kd("distill", config(", softTargets: kept.safetensors"), "--json");

        assertThat(later.code()).as(later.err()).isZero();
        assertThat(before).isGreaterThan(256);
        assertThat(asked).hasSize(ROWS - 256);
        server.stop(0);
        Ran without =
                kd("distill", config(", softTargets: kept.safetensors").replace("out: made", "out: again"), "--json");
        assertThat(JSON.readTree(without.out()).path("student"))
                .as(without.err())
                .isEqualTo(JSON.readTree(later.out()).path("student"));
    }

    @Test
    void keptAnswersOfAnotherTeacherOrForOtherRowsAreRefused() throws IOException {
        assertThat(kd("distill", config(", softTargets: kept.safetensors")).code())
                .isZero();
        questions.set(0);

        String text = Files.readString(Path.of(config(", softTargets: kept.safetensors")));
        Ran other = kd(
                "distill",
                Files.writeString(folder.resolve("config.yaml"), text.replace("m 1", "m 2"))
                        .toString());
        String csv = Files.readString(folder.resolve("rows.csv"));
        Files.writeString(
                folder.resolve("rows.csv"),
                csv.replace("p1,", "p0-,").replace("p0,", "p1,").replace("p0-,", "p0,"));
        Ran renamed = kd("distill", config(", softTargets: kept.safetensors"));

        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).contains("kept.safetensors holds soft targets of the teacher");
        assertThat(renamed.code()).isEqualTo(2);
        assertThat(renamed.err()).contains("sample p1 has another input");
        assertThat(questions).hasValue(0);
    }

    @Test
    void aServiceThatCannotTeachIsRefusedBeforeAnythingIsTrained() throws IOException {
        Ran poor = kd("distill", config(", budget: 100"));
        int none = questions.get();
        form = "other classes";
        Ran classes = kd("distill", config(""));
        Ran nameless = kd("distill", config(", hidden: [4]"));

        assertThat(poor.err()).contains("the budget is 100");
        assertThat(none).isZero();
        assertThat(classes.err()).contains("3 logits for 2 classes");
        assertThat(nameless.err()).contains("a teacher behind a url has no file, hidden or filters");
        assertThat(poor.err() + classes.err() + nameless.err()).doesNotContain("epoch 1 of", "should not happen");
    }
}
