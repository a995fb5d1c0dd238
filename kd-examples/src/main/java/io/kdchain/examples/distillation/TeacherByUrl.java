package io.kdchain.examples.distillation;

import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Row;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.data.UnlabelledRows;
import io.kdchain.core.distill.HttpTeacherService;
import io.kdchain.core.distill.RemoteTeacher;
import java.net.URI;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A teacher that is asked by HTTP, as a section of a configuration describes it. Without a standardisation of its own
 * it is asked for rows as they stand in the data.
 */
final class TeacherByUrl {

    /** What such a section may hold beside its standardisation and its kept soft targets. */
    static final List<String> KEYS = List.of(
            "url", "identity", "batchSize", "budget", "attempts", "intervalMillis", "timeoutSeconds", "tokenFile");

    private TeacherByUrl() {}

    /**
     * The teacher; it is not asked yet.
     *
     * @param rows those that it will be asked for
     */
    static RemoteTeacher of(Section section, JobRows rows) {
        List<double[]> all =
                new ArrayList<>(rows.data().rows().stream().map(Row::features).toList());
        UnlabelledRows unlabelled = rows.unlabelled();
        for (int i = 0; unlabelled != null && i < unlabelled.size(); i++) {
            all.add(unlabelled.features(i));
        }
        Map<String, String> headers =
                section.has("tokenFile") ? Map.of("Authorization", "Bearer " + token(section)) : Map.of();
        var service = new HttpTeacherService(
                address(section),
                Duration.ofSeconds(section.count("timeoutSeconds", 30)),
                headers,
                section.has("standardisation") ? TeacherByUrl::doubles : asInTheData(all, rows.standardisation()));
        return new RemoteTeacher(
                service,
                rows.data().classNames().size(),
                ContentDigest.ofText(section.text("identity")),
                new RemoteTeacher.Policy(
                        section.count("batchSize", 32),
                        section.whole("budget", all.size()),
                        section.count("attempts", 5),
                        Duration.ofMillis(section.count("intervalMillis", 0))));
    }

    private static URI address(Section section) {
        try {
            return URI.create(section.text("url"));
        } catch (IllegalArgumentException e) {
            throw section.bad("'url' is no address such as https://example.org/logits: %s".formatted(e.getMessage()));
        }
    }

    private static String token(Section section) {
        String token = new String(NetworkByFile.bytes(section.file("tokenFile")), StandardCharsets.UTF_8).strip();
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw section.bad("'tokenFile' must hold one word, the token");
        }
        return token;
    }

    /**
     * The features of the row that has this input; of an input that is no row's, what the standardisation gives back.
     */
    private static Function<float[], double[]> asInTheData(List<double[]> rows, Standardisation standardisation) {
        Map<FloatBuffer, double[]> features = new HashMap<>();
        for (double[] row : rows) {
            features.putIfAbsent(FloatBuffer.wrap(standardisation.apply(row)), row);
        }
        double[] mean = standardisation.mean();
        double[] sd = standardisation.sd();
        return input -> {
            double[] known = features.get(FloatBuffer.wrap(input));
            if (known != null) {
                return known;
            }
            double[] back = doubles(input);
            for (int i = 0; i < back.length; i++) {
                back[i] = mean[i] + sd[i] * back[i];
            }
            return back;
        };
    }

    private static double[] doubles(float[] input) {
        double[] out = new double[input.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = input[i];
        }
        return out;
    }
}
