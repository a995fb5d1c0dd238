package io.kdchain.rules.pack;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.RuleForms;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.language.RuleReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever bytes stand in a file: it is read, or refused with places inside the file, and nothing else happens. */
class HostilePackProperties {
    private static final byte[] RULES = (PackFixture.HEAD + RuleForms.ALL).getBytes(StandardCharsets.UTF_8);
    private static final List<String> PIECES = List.of(
            "eval(",
            "\"",
            "\\",
            "\\u0041",
            "/*",
            "*/",
            "//",
            "(",
            ")",
            "{",
            "}",
            "$",
            "@",
            "when",
            "then",
            "end",
            "rule \"",
            "System",
            "new ",
            ";",
            ",",
            "\u202E",
            "\uFEFF",
            "\0",
            "\r",
            "not ",
            "or ",
            "accumulate(",
            "99999999999999999999",
            "-",
            "==",
            "&a ",
            "*a",
            "!!x ",
            "? ",
            "- ",
            "[",
            "]",
            ": ",
            "|\n",
            "'",
            "%",
            "<script>",
            "\uD83D\uDE00");
    private static Path folder = Path.of("");

    @BeforeContainer
    static void aPack() throws IOException {
        folder = PackFixture.pack().rules(RuleForms.ALL).in(Files.createTempDirectory("pack"));
    }

    @AfterContainer
    static void remove() throws IOException {
        try (var all = Files.walk(folder)) {
            for (Path p : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(p);
            }
        }
    }

    @Property(tries = 600, seed = "20261129")
    void aRuleFileIsReadOrRefused(@ForAll long seed) {
        byte[] changed = changed(RULES, new Random(seed));

        RuleReader.Result result = RuleReader.read("law/x.drl", changed);

        long lines = 1
                + new String(changed, StandardCharsets.UTF_8)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        for (Problem p : result.problems()) {
            assertThat(p.at().line()).isBetween(1, (int) lines);
            assertThat(p.message()).isNotBlank().hasSizeLessThan(3_000);
        }
        assertThat(result.file().isPresent() || !result.problems().isEmpty()).isTrue();
    }

    @Property(tries = 200, seed = "20261130")
    void aPackIsLoadedOrRefused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<String> files = List.of("pack.yaml", "norms.yaml", "duties.yaml", "parameters.yaml", "standards.csv");
        Path file = folder.resolve(files.get(random.nextInt(files.size())));
        byte[] before = Files.readAllBytes(file);
        Files.write(file, changed(before, random));
        try {
            assertThat(RulePack.load(folder).digest()).isNotEmpty();
        } catch (RulePackException e) {
            assertThat(e.problems()).isNotEmpty();
        } finally {
            Files.write(file, before);
        }
    }

    /** Some bytes deleted, doubled, exchanged or inserted, at random places. */
    private static byte[] changed(byte[] bytes, Random random) {
        List<Byte> all = new ArrayList<>(bytes.length);
        for (byte b : bytes) {
            all.add(b);
        }
        for (int n = 1 + random.nextInt(4); n > 0 && !all.isEmpty(); n--) {
            int at = random.nextInt(all.size());
            switch (random.nextInt(4)) {
                case 0 ->
                    all.subList(at, Math.min(all.size(), at + 1 + random.nextInt(20)))
                            .clear();
                case 1 -> all.addAll(at, List.copyOf(all.subList(at, Math.min(all.size(), at + random.nextInt(60)))));
                case 2 -> all.set(at, (byte) random.nextInt(256));
                default -> {
                    String piece = PIECES.get(random.nextInt(PIECES.size())).repeat(1 + random.nextInt(3));
                    int index = at;
                    for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
                        all.add(index++, b);
                    }
                }
            }
        }
        byte[] result = new byte[all.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = all.get(i);
        }
        return result;
    }
}
