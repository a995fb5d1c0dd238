package io.kdchain.rules.pack;

import io.kdchain.rules.language.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The criteria by which an association assesses providers, read from a file {@code assessment.yaml}. Immutable.
 *
 * <p>Not in the language of rules, since its facts are of one incident and it neither counts nor divides: a criterion
 * asks for shares, terms and the last word over everything that a log holds of a provider. Here too nothing but what is
 * declared is computed, exactly, and each answer names its entries.
 *
 * @param id of the scheme
 * @param version of it
 * @param title what it is called
 * @param digest SHA-256 of the file, in hexadecimal
 * @param validity how long an assessment holds at most
 * @param passed score from which on a provider passes; 0 to 1
 * @param conditional score from which on it passes under conditions; 0 to {@code passed}
 * @param criteria at least one
 */
public record AssessmentScheme(
        String id,
        String version,
        Label title,
        String digest,
        Duration validity,
        BigDecimal passed,
        BigDecimal conditional,
        List<Criterion> criteria) {
    /** Name of the file in the folder of a pack. */
    public static final String FILE = "assessment.yaml";

    private static final String BUILTIN = "cn-proposal";

    public AssessmentScheme {
        criteria = List.copyOf(criteria);
    }

    /** The scheme that comes with the library: a proposal. */
    public static AssessmentScheme builtin() {
        String path = "/io/kdchain/rules/packs/%s/%s".formatted(BUILTIN, FILE);
        try (InputStream in = AssessmentScheme.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The library lacks %s; its build is broken.".formatted(path));
            }
            return read(BUILTIN + "/" + FILE, in.readAllBytes());
        } catch (IOException e) {
            throw new RulePackException("The assessment scheme of the library cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The scheme of a file, or of a folder with {@code assessment.yaml}.
     *
     * @throws IllegalArgumentException if there is none
     * @throws RulePackException if it has problems
     */
    public static AssessmentScheme load(Path place) {
        Path file = Files.isDirectory(place) ? place.resolve(FILE) : place;
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "There is no scheme at %s; name a file, or a folder that holds %s.".formatted(place, FILE));
        }
        try {
            return read(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new RulePackException("The scheme %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static AssessmentScheme read(String path, byte[] bytes) {
        List<Problem> problems = new ArrayList<>();
        Optional<AssessmentScheme> scheme = AssessmentReader.read(path, bytes, problems);
        if (!problems.isEmpty() || scheme.isEmpty()) {
            throw new RulePackException(
                    "with scheme " + path, problems.stream().sorted().toList());
        }
        return scheme.get();
    }
}
