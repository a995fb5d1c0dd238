package io.kdchain.rules.pack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Small packs in folders, for tests. */
public final class PackFixture {
    /** Head of a rule file of the pack {@code test}. */
    public static final String HEAD = "package rules.test.law\nimport io.kdchain.rules.fact.*\n";

    private final Map<String, String> files = new TreeMap<>();

    private PackFixture() {
        with("pack.yaml", """
                id: test
                title: {en: A pack for tests, zh: 测试}
                jurisdiction: CN
                version: "1"
                """);
        with("norms.yaml", """
                - {id: T-1, title: One, titleZh: 一, article: "1", paraphrase: first, rank: L, inForceFrom: 2021-01-01, verified: T}
                - {id: T-2, title: Two, article: "2", paraphrase: second, rank: D, inForceFrom: 2022-01-01, inForceTo: 2024-12-31, verified: S, note: press}
                - {id: T-3, title: Three, article: "3", paraphrase: third, rank: J, verified: M}
                """);
        with("duties.yaml", """
                - {id: D17, code: verify-equivalence, title: {en: Equivalence, zh: 等效}, roles: [hardware-adapter], protects: [bodily-injury, property], norms: [T-1]}
                - {id: D09, code: examine-bias, title: {en: Bias, zh: 偏见}, roles: [teacher-developer], protects: [any], absence: A-OWN, norms: [T-1, T-2]}
                - {id: D25, code: act-on-notice, title: {en: Notice, zh: 通知}, role: deployment-platform, protects: [any, aggravated], norms: [T-3]}
                - {id: D24, code: complaint-channel, title: {en: Complaints, zh: 投诉}, roles: [deployment-platform], organisational: true, norms: []}
                """);
        with("parameters.yaml", """
                weight.gross:
                  - {value: 4, unit: weight, from: 2021-01-01}
                  - {value: "9/2", unit: weight, from: 2024-01-01, norm: T-1}
                notice.deadline:
                  - {value: 72, unit: hours, norm: T-2, fixedByLaw: true}
                """);
        with("standards.csv", """
                measure,industry,region,since,source
                examine-bias,medical,CN,2023-06-01,\"Guideline, part \"\"two\"\"\"
                filters,*,US-CA,2020-01-01,Practice
                """);
    }

    /** A pack without rules. */
    public static PackFixture pack() {
        return new PackFixture();
    }

    /** With a file, replacing one of the same path. */
    public PackFixture with(String path, String content) {
        files.put(path, content);
        return this;
    }

    /** Without a file. */
    public PackFixture without(String path) {
        files.remove(path);
        return this;
    }

    /** With one rule file; the head is added. */
    public PackFixture rules(String rules) {
        return with("law/art-1.drl", HEAD + rules);
    }

    /** A rule with all that every rule needs. */
    public static String rule(String name, String phase, String when, String then) {
        return """

                rule "%s"
                    @legalBasis("%s")
                    @explain_en("Because.")
                    @explain_zh("因为。")
                    agenda-group "%s"
                when
                %s
                then
                %s
                end
                """.formatted(name, name.substring(0, name.indexOf(':')), phase, when.indent(4), then.indent(4));
    }

    /** Writes the pack into a folder. */
    public Path in(Path folder) {
        try {
            for (Map.Entry<String, String> e : files.entrySet()) {
                Path file = folder.resolve(e.getKey());
                Files.createDirectories(file.getParent() == null ? folder : file.getParent());
                Files.write(file, e.getValue().getBytes(StandardCharsets.UTF_8));
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads the pack by way of a folder that is deleted again. */
    public RulePack load() {
        try {
            Path folder = Files.createTempDirectory("pack");
            try {
                return RulePack.load(in(folder.resolve("test")));
            } finally {
                try (var all = Files.walk(folder)) {
                    for (Path p : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                        Files.delete(p);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
