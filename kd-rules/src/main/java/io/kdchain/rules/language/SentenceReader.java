package io.kdchain.rules.language;

import io.kdchain.rules.fact.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code .rule} file: rules written as sentences, in English or Chinese by the first word of the file. It
 * builds the tree that a {@code .drl} file gives, and no text of that language on the way.
 */
final class SentenceReader {
    /** Rules that cannot be read, after which a file is read no further. */
    private static final int MAX_REFUSED = 20;

    private static final List<String> KEYS =
            List.of("rule", "norms", "step", "inForce", "exceptionTo", "burden", "reasonEn", "reasonZh");

    private final SentenceLanguage language;
    private final Phrases phrases;
    private final Scan scan;
    private final List<Problem> problems;
    private int refused;
    private int at;

    private SentenceReader(SentenceLanguage language, Scan scan, List<Problem> problems) {
        this.language = language;
        this.phrases = language.phrases();
        this.scan = scan;
        this.problems = problems;
    }

    /** A line of a head. */
    private record Line(Position at, String value) {}

    /** The language whose word for a package begins the file. */
    static Optional<SentenceLanguage> language(Scan scan) {
        int start = scan.space(0);
        return Arrays.stream(SentenceLanguage.values())
                .filter(l -> scan.words(start, l.phrases().word("head.package")) >= 0)
                .findFirst();
    }

    /**
     * Reads what it can.
     *
     * @param scan the file
     * @param problems receives what is wrong
     */
    static Optional<RuleFile> read(String path, Scan scan, List<Problem> problems) {
        Optional<SentenceLanguage> language = language(scan);
        if (language.isEmpty()) {
            problems.add(
                    Problem.outside(
                            scan.at(scan.space(0)),
                            "A file of sentences begins with its package, as `package: rules.cn.civil_code`, or in Chinese 规则包：rules.cn.civil_code."));
            return Optional.empty();
        }
        return new SentenceReader(language.get(), scan, problems).file(path);
    }

    private Optional<RuleFile> file(String path) {
        Position packageAt;
        String packageName;
        try {
            at = scan.space(0);
            Line line = line(phrases.word("head.package"));
            packageAt = line.at();
            packageName = line.value();
            if (!packageName.matches("rules(\\.[a-z][a-z0-9_]*)+")) {
                throw refusal(
                        packageAt,
                        "Package %s is not one for rules; write rules, then the pack and the law in small letters, as rules.cn.civil_code."
                                .formatted(packageName),
                        "规则包%s的写法不对；请写 rules，再写规则包与法律的小写名称，如 rules.cn.civil_code。".formatted(packageName));
            }
        } catch (Refusal e) {
            problems.add(Problem.outside(e.at(), e.reason()));
            return Optional.empty();
        }
        List<Rule> rules = new ArrayList<>();
        at = scan.space(at);
        while (at < scan.length() && refused < MAX_REFUSED) {
            if (rules.size() == Parser.MAX_RULES) {
                problems.add(Problem.outside(
                        scan.at(at),
                        language.say(
                                "The file has more than %d rules; split it, one article a file."
                                        .formatted(Parser.MAX_RULES),
                                "文件中的规则超过%d条；请拆分，一条法律一个文件。".formatted(Parser.MAX_RULES))));
                break;
            }
            rule(packageName, rules);
            at = scan.space(at);
        }
        return Optional.of(new RuleFile(path, packageAt, packageName, rules));
    }

    private void rule(String packageName, List<Rule> rules) {
        String name = "";
        int begun = at;
        try {
            Map<String, List<Line>> head = new LinkedHashMap<>();
            while (scan.words(at, phrases.word("when")) < 0 || isKey(at)) {
                String key = key(head);
                if (key.equals("rule")) {
                    name = head.getOrDefault("rule", List.of()).get(0).value();
                }
                at = scan.space(at);
            }
            Rule beginning = head(packageName, head);
            ClauseReader.Body body = new ClauseReader(language, scan, at).body();
            at = body.end();
            if (!scan.text().substring(at, scan.lineEnd(at)).isBlank()) {
                throw refusal(
                        scan.at(at),
                        "After the full stop that ends a rule the line ends; begin the next rule on a line of its own.",
                        "规则以“。”结束后应换行；下一条规则另起一行。");
            }
            Rule rule = new Rule(
                    beginning.at(),
                    packageName,
                    beginning.name(),
                    beginning.legalBasis(),
                    beginning.explainEn(),
                    beginning.explainZh(),
                    beginning.inForce(),
                    beginning.exceptionTo(),
                    beginning.burden(),
                    beginning.phase(),
                    body.conditions(),
                    body.insertions());
            rules.add(rule);
        } catch (Refusal e) {
            problems.add(new Problem(e.at(), name, e.reason()));
            refused++;
            recover(begun);
        }
    }

    /** Goes to the next line that begins a rule, behind the one that could not be read. */
    private void recover(int begun) {
        at = scan.lineEnd(Math.max(begun, 0));
        while (at < scan.length()) {
            at++;
            if (scan.space(at) > scan.lineEnd(at)) {
                at = scan.lineBreakBefore(scan.space(at)); // blank lines and notes are gone through once
                continue;
            }
            int end = scan.words(at, phrases.word("head.rule"));
            if (end >= 0 && scan.space(at) < scan.lineEnd(at) && scan.sign(end, ':') >= 0) {
                return;
            }
            at = scan.lineEnd(at);
        }
    }

    // ---- head

    /** Whether a line of a head stands here, such as a key that begins with the word for {@code when}. */
    private boolean isKey(int offset) {
        return KEYS.stream().anyMatch(k -> {
            int end = scan.words(offset, phrases.word("head." + k));
            return end >= 0 && scan.sign(scan.space(end)) == ':';
        });
    }

    private String key(Map<String, List<Line>> head) throws Refusal {
        int start = at;
        for (String key : KEYS) {
            int end = scan.words(at, phrases.word("head." + key));
            if (end < 0 || scan.sign(scan.space(end)) != ':') {
                continue;
            }
            if (head.isEmpty() != key.equals("rule")) {
                throw refusal(
                        scan.at(start),
                        "A rule begins with its name, as `rule: CN-CivilCode-1165-1: fault`, and ends with a full stop.",
                        "每条规则以名称开头，如“规则：CN-CivilCode-1165-1：过错”，并以“。”结束。");
            }
            Line line = line(phrases.word("head." + key));
            List<Line> lines = head.computeIfAbsent(key, k -> new ArrayList<>());
            if (!lines.isEmpty() && !key.equals("exceptionTo")) {
                throw refusal(
                        scan.at(start),
                        "\"%s\" stands twice; keep one.".formatted(phrases.word("head." + key)),
                        "“%s”出现两次；请保留一个。".formatted(phrases.word("head." + key)));
            }
            lines.add(line);
            if (lines.size() > Parser.MAX_VALUES) {
                throw refusal(
                        scan.at(start),
                        "More than %d exceptions stand here; divide the rule.".formatted(Parser.MAX_VALUES),
                        "例外超过%d个；请拆分规则。".formatted(Parser.MAX_VALUES));
            }
            return key;
        }
        List<String> words = KEYS.stream().map(k -> phrases.word("head." + k)).toList();
        String shown = scan.shown(start);
        String word = shown.split("[:：]", 2)[0].strip();
        throw refusal(
                scan.at(start),
                "\"%s\" is no line of a rule's head, which has %s, and then \"%s\"%s."
                        .formatted(shown, String.join(", ", words), phrases.word("when"), Spelling.hint(word, words)),
                "“%s”不是规则开头的行；可写：%s，然后是“%s”%s。"
                        .formatted(
                                shown,
                                String.join("、", words),
                                phrases.word("when"),
                                Spelling.nearest(word, words)
                                        .map(w -> "；您是否想写：" + w + "？")
                                        .orElse("")));
    }

    /** The value behind a key and a colon; the reader moves to the next line. */
    private Line line(String key) throws Refusal {
        int colon = scan.sign(scan.words(at, key), ':');
        if (colon < 0) {
            throw refusal(
                    scan.at(at),
                    "After \"%s\" stands a colon and its value.".formatted(key),
                    "“%s”之后应为冒号及其值。".formatted(key));
        }
        int end = scan.lineEnd(at);
        int start = colon;
        while (start < end && Scan.blank(scan.text().charAt(start))) {
            start++;
        }
        String value = start >= end ? "" : scan.text().substring(start, end).strip();
        if (value.length() > 1 && value.charAt(0) == '"') {
            value = unquoted(start, value);
        }
        if (value.isBlank()) {
            throw refusal(
                    scan.at(at),
                    "The value of \"%s\" is empty; write it on the same line.".formatted(key),
                    "“%s”没有值；请写在同一行。".formatted(key));
        }
        if (value.length() > Lexer.MAX_STRING) {
            throw refusal(
                    scan.at(start),
                    "This text has %d characters and may have %d; shorten it."
                            .formatted(value.length(), Lexer.MAX_STRING),
                    "该文本有%d个字符，最多%d个；请缩短。".formatted(value.length(), Lexer.MAX_STRING));
        }
        at = end;
        return new Line(scan.at(start), value);
    }

    private String unquoted(int start, String value) throws Refusal {
        StringBuilder text = new StringBuilder();
        int i = 1;
        while (i < value.length() && value.charAt(i) != '"') {
            if (value.charAt(i) == '\\' && i + 1 < value.length()) {
                i++;
            }
            text.append(value.charAt(i));
            i++;
        }
        if (i != value.length() - 1) {
            throw refusal(
                    scan.at(start),
                    "A value that begins with a quote ends with it; write \\\" for a quote within.",
                    "以引号开头的值应以引号结束；其中的引号写作\\\"。");
        }
        return text.toString();
    }

    /** The head as a rule that has no body yet. */
    private Rule head(String packageName, Map<String, List<Line>> head) throws Refusal {
        Line name = one(head, "rule", at);
        Line step = one(head, "step", at);
        Phase phase = phrases.step(step.value()).orElseThrow(() -> {
            List<String> steps =
                    Arrays.stream(Phase.values()).map(phrases::step).toList();
            return refusal(
                    step.at(),
                    "\"%s\" is no step%s. The steps, in their order: %s."
                            .formatted(step.value(), Spelling.hint(step.value(), steps), String.join(", ", steps)),
                    "“%s”不是判断的步骤。各步骤依次为：%s。".formatted(step.value(), String.join("、", steps)));
        });
        return new Rule(
                name.at(),
                packageName,
                name.value(),
                Arrays.stream(one(head, "norms", at).value().split("[,，、]", -1))
                        .map(String::strip)
                        .toList(),
                one(head, "reasonEn", at).value(),
                one(head, "reasonZh", at).value(),
                days(head),
                head.getOrDefault("exceptionTo", List.of()).stream()
                        .map(Line::value)
                        .toList(),
                head.containsKey("burden") ? one(head, "burden", at).value() : null,
                phase,
                List.of(),
                List.of());
    }

    private @Nullable InForce days(Map<String, List<Line>> head) throws Refusal {
        if (!head.containsKey("inForce")) {
            return null;
        }
        Line line = one(head, "inForce", at);
        try {
            return InForce.parse(line.value());
        } catch (IllegalArgumentException e) {
            throw refusal(
                    line.at(),
                    String.valueOf(e.getMessage()),
                    "“%s”不是效力期间；请写作 2021-01-01/2026-12-31，未定的一端写作 .. 。".formatted(line.value()));
        }
    }

    private Line one(Map<String, List<Line>> head, String key, int when) throws Refusal {
        List<Line> lines = head.getOrDefault(key, List.of());
        if (lines.isEmpty()) {
            throw refusal(
                    scan.at(when),
                    "The rule has no line \"%s: ...\"; every rule has a name, norms, a step and its reason in English and Chinese."
                            .formatted(phrases.word("head." + key)),
                    "规则没有“%s：……”这一行；每条规则都有名称、依据、步骤和中英文理由。".formatted(phrases.word("head." + key)));
        }
        return lines.get(0);
    }

    private Refusal refusal(Position where, String en, String zh) {
        return new Refusal(where, language.say(en, zh));
    }
}
