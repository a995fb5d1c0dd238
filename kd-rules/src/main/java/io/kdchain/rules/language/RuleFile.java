package io.kdchain.rules.language;

import java.util.List;

/**
 * A rule file that was read.
 *
 * @param path inside its pack, with forward slashes
 * @param packageAt where its package is named
 * @param packageName its package
 * @param rules in the order of the file
 */
public record RuleFile(String path, Position packageAt, String packageName, List<Rule> rules) {
    public RuleFile {
        rules = List.copyOf(rules);
    }
}
