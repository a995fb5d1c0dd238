package io.kdchain.rules.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a rule file into a tree, or says with places why it cannot. Nothing outside of the language gets through. */
public final class RuleReader {
    private RuleReader() {}

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
        List<Problem> problems = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(path, source.text(), problems);
        if (!problems.isEmpty()) {
            return new Result(Optional.empty(), problems);
        }
        Optional<RuleFile> file = new Parser(path, tokens, problems).file();
        problems.sort(null);
        return new Result(file, problems);
    }
}
