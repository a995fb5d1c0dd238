package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A packaged application, started as its users start it and called over HTTP; a stranger checks what it serves. The
 * same for each framework.
 */
class AnswersIT {
    private static final Pattern STARTED = Pattern.compile("(?:started on port |Listening on: http://\\S+:)(\\d+)");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> console = new ArrayList<>();

    @TempDir
    Path folder;

    private Process application;
    private URI base;

    @BeforeEach
    void start() throws IOException {
        application = new ProcessBuilder(
                        JAVA,
                        "-Dchain.file=" + folder.resolve("chain.db"),
                        // any free port, as Spring Boot and as Quarkus are told
                        "-Dserver.port=0",
                        "-Dquarkus.http.port=0",
                        "-jar",
                        System.getProperty("application"))
                .redirectErrorStream(true)
                .start();
        BufferedReader out = application.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            console.add(line);
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                base = URI.create("http://localhost:" + started.group(1));
                return;
            }
        }
        throw new IOException("The application ended before it served: " + String.join("\n", console));
    }

    @AfterEach
    void stop() throws InterruptedException {
        application.destroy();
        assertTrue(application.waitFor(20, TimeUnit.SECONDS), "it closes its log and ends");
    }

    private HttpResponse<byte[]> call(HttpRequest.Builder request, String path)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                http.send(request.uri(base.resolve(path)).build(), BodyHandlers.ofByteArray());
        assertEquals(200, response.statusCode(), () -> path + " answers " + new String(response.body()));
        return response;
    }

    private static String kd(Path... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(JAVA, "-jar", System.getProperty("kd.jar"), "label", "verify"));
        command.addAll(List.of("--trust", arguments[0].toString(), "--file", arguments[1].toString()));
        command.add(arguments[2].toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said;
        try (InputStream in = process.getInputStream()) {
            said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        return process.waitFor() + "\n" + said;
    }

    @Test
    void aStrangerAcceptsWhatWasServedAndNothingElse() throws IOException, InterruptedException {
        assertTrue(new File(System.getProperty("kd.jar")).isFile(), "kd-examples is packaged before");
        HttpResponse<byte[]> answer =
                call(HttpRequest.newBuilder().POST(BodyPublishers.ofString("a shadow of 7 mm")), "/answers");
        String location = answer.headers().firstValue("Location").orElseThrow();
        Path served = Files.write(folder.resolve("answer.json"), answer.body());
        Path label = Files.write(
                folder.resolve("label.json"),
                call(HttpRequest.newBuilder(), location + "/label").body());
        Path trust = Files.write(
                folder.resolve("trust.txt"),
                call(HttpRequest.newBuilder(), "/trust").body());
        Path altered = Files.writeString(
                folder.resolve("altered.json"),
                Files.readString(served).replaceFirst("\"finding\":16", "\"finding\":61"));

        String accepted = kd(trust, served, label);
        assertTrue(accepted.startsWith("0\n"), accepted);
        String refused = kd(trust, altered, label);
        assertTrue(refused.startsWith("1\n"), refused);

        String verdict = new String(
                call(HttpRequest.newBuilder(), location + "/liability?amount=180000")
                        .body(),
                StandardCharsets.UTF_8);
        assertTrue(verdict.contains("\"format\":1"), verdict);
    }
}
