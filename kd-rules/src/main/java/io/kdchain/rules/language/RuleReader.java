package io.kdchain.rules.language;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a rule file, DRL or sentences, into a tree, or says with places why it cannot. Nothing outside of the language
 * gets through.
 */
public final class RuleReader {
    /** How the name of a file ends that holds rules as sentences. */
    private static final String SENTENCES = ".rule";

    private RuleReader() {}

    /** Whether a file holds rules, by its name: {@code .drl}, or {@code .rule} for sentences. */
    public static boolean isRuleFile(String path) {
        return path.endsWith(".drl") || path.endsWith(SENTENCES);
    }

    /**
     * What was read.
     *
     * @param file the tree of all rules that could be read; empty if the file's head is wrong
     * @param problems in the order of the file; the tree must not be used if there is any
     */
    public record Result(Optional<RuleFile> file, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Reads a file.
     *
     * @param path inside its pack, for the problems
     * @param bytes its content
     */
    public static Result read(String path, byte[] bytes) {
        SourceText.Checked source = SourceText.check(path, bytes, true);
        if (!source.problems().isEmpty()) {
            return new Result(Optional.empty(), source.problems());
        }
        return path.endsWith(SENTENCES) ? sentences(path, source.text()) : drl(path, source.text());
    }

    private static Result drl(String path, String text) {
        List<Problem> problems = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(path, text, problems);
        if (!problems.isEmpty()) {
            return new Result(Optional.empty(), problems);
        }
        Optional<RuleFile> file = new Parser(path, tokens, problems).file();
        problems.sort(null);
        return new Result(file, problems);
    }

    /** Sentences become the tree that DRL becomes, and what a DRL file may not say they may not say either. */
    private static Result sentences(String path, String text) {
        List<Problem> problems = new ArrayList<>();
        Scan scan = new Scan(path, text);
        foreign(scan, problems);
        Optional<RuleFile> read =
                problems.isEmpty() ? SentenceReader.read(path, scan, problems) : Optional.<RuleFile>empty();
        SentenceLanguage language = SentenceReader.language(scan).orElse(SentenceLanguage.ENGLISH);
        Optional<RuleFile> file = read.map(f -> new RuleFile(
                f.path(),
                f.packageAt(),
                f.packageName(),
                f.rules().stream()
                        .filter(rule -> isSound(language, rule, f, problems))
                        .toList()));
        problems.sort(null);
        return new Result(file, problems);
    }

    private static boolean isSound(SentenceLanguage language, Rule rule, RuleFile file, List<Problem> problems) {
        List<Problem> own = new ArrayList<>(SentenceCheck.of(language, rule));
        if (own.isEmpty()) {
            RuleFile alone = new RuleFile(file.path(), file.packageAt(), file.packageName(), List.of(rule));
            String canonical = CanonicalText.of(alone);
            SourceText.Checked checked =
                    SourceText.check(file.path(), canonical.getBytes(StandardCharsets.UTF_8), true);
            Result again = checked.problems().isEmpty()
                    ? drl(file.path(), checked.text())
                    : new Result(Optional.empty(), checked.problems());
            again.problems().forEach(p -> own.add(new Problem(rule.at(), rule.name(), p.message())));
            if (own.isEmpty() && !again.file().map(CanonicalText::of).equals(Optional.of(canonical))) {
                own.add(
                        new Problem(
                                rule.at(),
                                rule.name(),
                                "The rule reads otherwise when it is written as DRL, so that it cannot be used; say it more simply."));
            }
        }
        problems.addAll(own);
        return own.isEmpty();
    }

    /** Letters that look like others are refused wherever they stand, comments excepted. */
    private static void foreign(Scan scan, List<Problem> problems) {
        for (int at = 0; at < scan.length(); at = scan.lineEnd(at) + 1) {
            int end = scan.lineEnd(at);
            if (scan.text().substring(at, end).strip().startsWith("#")) {
                continue;
            }
            for (int i = at; i < end; i = scan.text().offsetByCodePoints(i, 1)) {
                Optional<String> foreign =
                        Lexer.foreign(Character.toString(scan.text().codePointAt(i)));
                if (foreign.isPresent()) {
                    problems.add(Problem.outside(
                            scan.at(i),
                            "Here stands %s, and rules are in Latin and Chinese letters: others look like them and are not. Write it anew on your own keyboard."
                                    .formatted(foreign.get())));
                    return;
                }
            }
        }
    }
}
