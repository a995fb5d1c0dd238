package io.kdchain.rules.language;

import io.kdchain.rules.fact.Vocabulary;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the clauses of a sentence into conditions and conclusions. Every phrase that fits is tried; a clause that two
 * of them read in two ways is refused, so that what it says never depends on the order of the table. Values are names
 * in braces, codes in quotes, numbers, days, yes and no; nothing that an author writes becomes text of another
 * language.
 */
final class ClauseReader {
    private static final int MAX_DEPTH = 16;
    /** Ways to read one clause that are followed at a time. */
    private static final int MAX_WAYS = 64;

    private final SentenceLanguage language;
    private final Phrases phrases;
    private final Scan scan;
    /** What is read where, for the clause at hand; null where no value stands. */
    private final Map<Integer, @Nullable Said> plain = new HashMap<>();

    private int at;
    private int depth;

    ClauseReader(SentenceLanguage language, Scan scan, int at) {
        this.language = language;
        this.phrases = language.phrases();
        this.scan = scan;
        this.at = at;
    }

    /** What a rule says below its head. */
    record Body(List<Condition> conditions, List<Insertion> insertions, int end) {}

    private record Value(Operand operand, int end) {}

    private record Said(Constraint constraint, int end) {}

    private record Way(String type, List<Constraint> constraints, int end) {}

    /** From {@code when} to the full stop. */
    Body body() throws Refusal {
        expect("when");
        List<Condition> conditions = new ArrayList<>();
        add(conditions, condition());
        while (true) {
            sign(';');
            if (skip("then")) {
                break;
            }
            int start = scan.space(at);
            if (skip("unless")) {
                conditions.add(new Condition.Not(scan.at(start), condition()));
            } else {
                expect("and", "unless", "then");
                add(conditions, condition());
            }
        }
        List<Insertion> insertions = new ArrayList<>();
        insertions.add(insertion());
        while (scan.sign(scan.space(at)) == ';') {
            sign(';');
            expect("and");
            insertions.add(insertion());
            few(insertions.size());
        }
        sign('.');
        return new Body(conditions, insertions, at);
    }

    private static void add(List<Condition> conditions, Condition c) {
        if (c instanceof Condition.And and) {
            conditions.addAll(and.parts());
        } else {
            conditions.add(c);
        }
    }

    // ---- conditions

    private Condition condition() throws Refusal {
        if (++depth > MAX_DEPTH) {
            throw refusal(
                    scan.space(at),
                    "Conditions are nested more than %d deep; divide the rule.".formatted(MAX_DEPTH),
                    "条件嵌套超过%d层；请拆分规则。".formatted(MAX_DEPTH));
        }
        try {
            int start = scan.space(at);
            Position where = scan.at(start);
            scan.begin(start);
            if (scan.sign(start) == '(') {
                return bracketed();
            }
            if (opens("not")) {
                return new Condition.Not(where, bracketed());
            }
            if (opens("exists")) {
                return new Condition.Exists(where, bracketed());
            }
            if (opens("forall")) {
                return forAll(where);
            }
            if (opens("over")) {
                return accumulate(where);
            }
            return pattern();
        } finally {
            depth--;
        }
    }

    /** Whether this word and a bracket stand next; then the word is passed. */
    private boolean opens(String key) {
        int end = scan.words(at, phrases.word(key));
        if (end >= 0 && scan.sign(scan.space(end)) == '(') {
            at = end;
            return true;
        }
        return false;
    }

    private Condition bracketed() throws Refusal {
        int start = scan.space(at);
        sign('(');
        List<Condition> parts = new ArrayList<>();
        parts.add(condition());
        boolean or = false;
        while (scan.sign(scan.space(at)) == ';') {
            sign(';');
            int word = scan.space(at);
            boolean another = skip("or");
            if (!another) {
                expect("and", "or");
            }
            if (parts.size() > 1 && another != or) {
                throw refusal(
                        word,
                        "\"and\" and \"or\" stand in one bracket; put brackets around what belongs together.",
                        "同一括号内既有“并且”又有“或者”；请用括号把属于一起的部分括起来。");
            }
            or = another;
            parts.add(condition());
            few(parts.size());
        }
        sign(')');
        if (parts.size() == 1) {
            return parts.get(0);
        }
        List<Condition> flat = new ArrayList<>();
        for (Condition part : parts) {
            if (or && part instanceof Condition.Or same) {
                flat.addAll(same.branches());
            } else if (!or && part instanceof Condition.And same) {
                flat.addAll(same.parts());
            } else {
                flat.add(part);
            }
        }
        return or ? new Condition.Or(scan.at(start), flat) : new Condition.And(scan.at(start), flat);
    }

    private Condition forAll(Position where) throws Refusal {
        int start = scan.space(at);
        Condition base = bracketed();
        expect("also");
        Condition also = bracketed();
        List<Condition> parts = also instanceof Condition.And and ? and.parts() : List.of(also);
        List<Condition.Pattern> others = new ArrayList<>();
        for (Condition part : parts) {
            if (part instanceof Condition.Pattern p) {
                others.add(p);
            }
        }
        if (!(base instanceof Condition.Pattern p) || others.size() < parts.size()) {
            throw refusal(
                    start,
                    "\"%s\" goes through the cases of one clause, and for each of them others hold; write neither brackets within it nor \"%s\"."
                            .formatted(phrases.word("forall"), phrases.word("not")),
                    "“%s”后是一个分句的各种情形，“%s”后是须同时成立的分句；其中不得再有括号或“%s”。"
                            .formatted(phrases.word("forall"), phrases.word("also"), phrases.word("not")));
        }
        return new Condition.ForAll(where, p, others);
    }

    private Condition accumulate(Position where) throws Refusal {
        Condition source = bracketed();
        sign(':');
        List<Condition.Aggregate> aggregates = new ArrayList<>();
        List<Condition.ResultTest> tests = new ArrayList<>();
        aggregates.add(aggregate());
        while (scan.sign(scan.space(at)) == ',') {
            sign(',');
            if (skip("where")) {
                tests.add(test());
                while (scan.sign(scan.space(at)) == ',') {
                    sign(',');
                    tests.add(test());
                    few(tests.size());
                }
                break;
            }
            aggregates.add(aggregate());
            few(aggregates.size());
        }
        return new Condition.Accumulate(where, source, aggregates, tests);
    }

    private Condition.Aggregate aggregate() throws Refusal {
        int start = scan.space(at);
        for (AggregateFunction f : AggregateFunction.values()) {
            if (skip(f.code())) {
                String name = name();
                String argument = "";
                if (f != AggregateFunction.COUNT) {
                    expect("of");
                    argument = name();
                }
                return new Condition.Aggregate(scan.at(start), name, f, argument);
            }
        }
        throw expected("count", "sum", "min", "max");
    }

    private Condition.ResultTest test() throws Refusal {
        int start = scan.space(at);
        String name = name();
        Said said = any(at, name);
        if (said == null || !(said.constraint() instanceof Constraint.Compare c)) {
            throw expected("copula", "other", "less", "atmost", "more", "atleast");
        }
        at = said.end();
        return new Condition.ResultTest(scan.at(start), name, c.comparison(), c.value());
    }

    // ---- patterns

    private Condition.Pattern pattern() throws Refusal {
        int start = scan.space(at);
        scan.begin(start);
        plain.clear();
        List<Way> ways = new ArrayList<>();
        for (Phrase phrase : phrases.heads()) {
            way(phrase, List.of(), start, ways);
        }
        Map<String, Way> whole = new LinkedHashMap<>();
        for (int i = 0; i < ways.size(); i++) {
            Way way = ways.get(i);
            int end = scan.space(way.end());
            switch (scan.sign(end)) {
                case ';', '.', ')' ->
                    whole.put(
                            CanonicalText.of(new Condition.Pattern(scan.at(start), way.type(), way.constraints())),
                            way);
                case ',' -> {
                    few(way.constraints().size());
                    for (Phrase tail : phrases.tails(way.type())) {
                        way(tail, way.constraints(), end, ways);
                    }
                }
                default -> scan.missed(end, phrases.sign(';'));
            }
            if (ways.size() > MAX_WAYS) {
                break;
            }
        }
        if (whole.isEmpty()) {
            throw unreadable(start);
        }
        if (whole.size() > 1) {
            throw refusal(
                    start,
                    "This clause can be read in %d ways, as %s; write the one that is meant with \"%s\" and its fields."
                            .formatted(whole.size(), String.join(" and as ", whole.keySet()), phrases.word("there")),
                    "该分句有%d种读法：%s；请以“%s”及其字段写明所指的一种。"
                            .formatted(whole.size(), String.join("；", whole.keySet()), phrases.word("there")));
        }
        Way way = whole.values().iterator().next();
        at = way.end();
        return new Condition.Pattern(scan.at(start), way.type(), way.constraints());
    }

    private void way(Phrase phrase, List<Constraint> before, int from, List<Way> ways) throws Refusal {
        List<Constraint> constraints = new ArrayList<>(before);
        int i = from;
        for (Phrase.Part part : phrase.parts()) {
            if (part instanceof Phrase.Part.Text text) {
                i = scan.words(i, text.text());
                if (i < 0) {
                    return;
                }
            } else if (part instanceof Phrase.Part.Silent silent) {
                constraints.add(new Constraint.Compare(scan.at(i), silent.field(), Comparison.EQUAL, silent.value()));
            } else {
                Said said = part instanceof Phrase.Part.Slot slot
                        ? plain(i, slot.field())
                        : any(i, ((Phrase.Part.Any) part).field());
                if (said == null) {
                    return;
                }
                constraints.add(said.constraint());
                i = said.end();
            }
        }
        ways.add(new Way(phrase.type(), constraints, i));
    }

    /** A value that the field equals, or its first name. Read once, since many phrases begin with one. */
    private @Nullable Said plain(int from, String field) throws Refusal {
        int start = scan.space(from);
        if (!plain.containsKey(start)) {
            plain.put(start, plainAt(start));
        }
        Said said = plain.get(start);
        if (said == null) {
            return null;
        }
        Constraint constraint = said.constraint() instanceof Constraint.Bind b
                ? new Constraint.Bind(b.at(), b.name(), field)
                : new Constraint.Compare(
                        said.constraint().at(),
                        field,
                        Comparison.EQUAL,
                        ((Constraint.Compare) said.constraint()).value());
        return new Said(constraint, said.end());
    }

    private @Nullable Said plainAt(int start) throws Refusal {
        int some = scan.words(start, phrases.word("some"));
        if (some >= 0 && scan.sign(scan.space(some)) == '{') {
            int before = at;
            at = some;
            String name = name();
            Said said = new Said(new Constraint.Bind(scan.at(start), name, ""), at);
            at = before;
            return said;
        }
        Value value = operand(start);
        return value == null
                ? null
                : new Said(new Constraint.Compare(scan.at(start), "", Comparison.EQUAL, value.operand()), value.end());
    }

    /** Whatever can be said of a field. */
    private @Nullable Said any(int from, String field) throws Refusal {
        int start = scan.space(from);
        int copula = scan.words(start, phrases.word("copula"));
        int value = copula < 0 ? start : scan.space(copula);
        for (Map.Entry<Comparison, String> comparison :
                SentenceText.comparisons().entrySet()) {
            int end = scan.words(value, phrases.word(comparison.getValue()));
            if (end >= 0) {
                Value operand = operand(end);
                return operand == null
                        ? null
                        : new Said(
                                new Constraint.Compare(scan.at(start), field, comparison.getKey(), operand.operand()),
                                operand.end());
            }
        }
        int in = scan.words(value, phrases.word("in"));
        if (in < 0) {
            return copula < 0 ? null : plain(value, field);
        }
        List<Operand> values = new ArrayList<>();
        int end = in;
        do {
            Value one = operand(end);
            if (one == null) {
                return null;
            }
            values.add(one.operand());
            few(values.size());
            in = one.end();
            end = scan.words(in, phrases.word("inor"));
        } while (end >= 0);
        return new Said(new Constraint.In(scan.at(start), field, values), in);
    }

    private Insertion insertion() throws Refusal {
        int start = scan.space(at);
        Condition.Pattern said = pattern();
        Map<String, Operand> values = new HashMap<>();
        for (Constraint c : said.constraints()) {
            if (!(c instanceof Constraint.Compare e) || e.comparison() != Comparison.EQUAL) {
                throw refusalAt(
                        c.at(),
                        "A conclusion gives each field one value: a name that was met, as \"the {party}\", or a code.",
                        "结论中每个字段只有一个值：已出现的名称（如“该{当事人}”）或代码。");
            }
            if (values.put(c.field(), e.value()) != null) {
                throw refusalAt(
                        c.at(),
                        "The conclusion gives %s twice; keep one.".formatted(phrases.field(c.field())),
                        "结论两次给出“%s”；请保留一个。".formatted(phrases.field(c.field())));
            }
        }
        List<Operand> arguments = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (Vocabulary.Field field : Words.entry(said.type()).fields()) {
            Operand value = values.get(field.name());
            if (value == null) {
                missing.add(phrases.field(field.name()));
            } else {
                arguments.add(value);
            }
        }
        if (!missing.isEmpty()) {
            throw refusal(
                    start,
                    "The conclusion lacks %s; add \", whose %s is ...\"."
                            .formatted(String.join(", ", missing), missing.get(0)),
                    "结论缺少“%s”；请加上“，其%s为……”。".formatted(String.join("、", missing), missing.get(0)));
        }
        return new Insertion(scan.at(start), said.type(), arguments);
    }

    // ---- values

    private @Nullable Value operand(int from) throws Refusal {
        int start = scan.space(from);
        char first = scan.sign(start);
        if (first == '{') {
            throw refusal(
                    start,
                    "%s stands without \"some\" or \"the\": write \"some\" where a name is first met, and \"the\" for the same one again."
                            .formatted(scan.shown(start)),
                    "%s之前没有“某”或“该”：名称首次出现时写“某”，再指同一个时写“该”。".formatted(scan.shown(start)));
        }
        if (first == '"' || first == '“' || first == '”') {
            return quoted(start);
        }
        if ((first >= '0' && first <= '9') || (first == '-' && digit(start + 1))) {
            return number(start);
        }
        int the = scan.words(start, phrases.word("the"));
        if (the >= 0 && scan.sign(scan.space(the)) == '{') {
            int before = at;
            at = the;
            Value value = new Value(new Operand.Variable(name()), at);
            at = before;
            return value;
        }
        int yes = scan.words(start, phrases.word("yes"));
        if (yes >= 0) {
            return new Value(new Operand.Truth(true), yes);
        }
        int no = scan.words(start, phrases.word("no"));
        return no < 0 ? null : new Value(new Operand.Truth(false), no);
    }

    private boolean digit(int offset) {
        char c = scan.sign(offset);
        return c >= '0' && c <= '9';
    }

    private Value quoted(int start) throws Refusal {
        String text = scan.text();
        char close = text.charAt(start) == '"' ? '"' : '”';
        StringBuilder value = new StringBuilder();
        int i = start + 1;
        while (i < text.length() && text.charAt(i) != close && text.charAt(i) != '\n') {
            if (text.charAt(i) == '\\') {
                i++;
                if (i >= text.length() || (text.charAt(i) != close && text.charAt(i) != '\\')) {
                    throw refusal(
                            i - 1,
                            "In a text only \\%s and \\\\ are escapes.".formatted(close),
                            "文本中只有\\%s和\\\\可作转义。".formatted(close));
                }
            }
            value.append(text.charAt(i));
            i++;
        }
        if (i >= text.length() || text.charAt(i) != close) {
            throw refusal(
                    start,
                    "This text has no end; close it with %s on the same line.".formatted(close),
                    "该文本没有结束；请在同一行以%s结束。".formatted(close));
        }
        if (value.length() > Lexer.MAX_STRING) {
            throw refusal(
                    start,
                    "This text has %d characters and may have %d; shorten it."
                            .formatted(value.length(), Lexer.MAX_STRING),
                    "该文本有%d个字符，最多%d个；请缩短。".formatted(value.length(), Lexer.MAX_STRING));
        }
        return new Value(new Operand.Text(value.toString()), i + 1);
    }

    private Value number(int start) throws Refusal {
        String text = scan.text();
        int i = start + 1;
        while (i < text.length() && (digit(i) || (text.charAt(i) == '-' && digit(i + 1)))) {
            i++;
        }
        String number = text.substring(start, i);
        try {
            return number.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
                    ? new Value(new Operand.Day(LocalDate.parse(number)), i)
                    : new Value(new Operand.Whole(Integer.parseInt(number)), i);
        } catch (DateTimeException | NumberFormatException e) {
            String shown = number.length() > 20 ? number.substring(0, 20) + "..." : number;
            throw refusal(
                    start,
                    "%s is neither a whole number of 32 bits nor a day as 2026-01-31; correct it.".formatted(shown),
                    "%s既不是32位整数，也不是2026-01-31形式的日期；请更正。".formatted(shown));
        }
    }

    /** A name in braces; the reader moves behind it. */
    private String name() throws Refusal {
        int open = scan.space(at);
        if (scan.sign(open) != '{') {
            throw refusal(
                    open,
                    "%s stands where a name in braces is expected, as {party}.".formatted(found(open)),
                    "此处应为花括号中的名称，如{当事人}，而现为%s。".formatted(found(open)));
        }
        String text = scan.text();
        int close = open + 1;
        while (close < text.length() && scan.sign(close) != '}' && text.charAt(close) != '\n') {
            close++;
        }
        String name = text.substring(open + 1, close).strip();
        if (scan.sign(close) != '}' || name.length() > Lexer.MAX_NAME || !Lexer.isName(name)) {
            throw refusal(
                    open,
                    "%s is no name in braces: write Latin letters and digits, or Chinese characters, at most %d of them, as {party}."
                            .formatted(found(open), Lexer.MAX_NAME),
                    "%s不是花括号中的名称：请用拉丁字母和数字或汉字，最多%d个，如{当事人}。".formatted(found(open), Lexer.MAX_NAME));
        }
        at = close + 1;
        return name;
    }

    // ---- words and messages

    private boolean skip(String key) {
        int end = scan.words(at, phrases.word(key));
        if (end < 0) {
            return false;
        }
        at = end;
        return true;
    }

    private void expect(String... keys) throws Refusal {
        if (!skip(keys[0])) {
            throw expected(keys);
        }
    }

    private Refusal expected(String... keys) {
        List<String> words = new ArrayList<>();
        for (String key : keys) {
            words.add(language.say("\"", "“") + phrases.word(key) + language.say("\"", "”"));
        }
        int here = scan.space(at);
        return refusal(
                here,
                "%s stands where %s is expected.".formatted(found(here), String.join(" / ", words)),
                "此处应为%s，而现为%s。".formatted(String.join(" / ", words), found(here)));
    }

    private void sign(char sign) throws Refusal {
        int end = scan.sign(at, sign);
        if (end < 0) {
            int here = scan.space(at);
            throw refusal(
                    here,
                    "%s stands where %s is expected: clauses are divided by ; and the rule ends with a full stop."
                            .formatted(found(here), phrases.sign(sign)),
                    "此处应为%s，而现为%s：分句以“；”分隔，规则以“。”结束。".formatted(phrases.sign(sign), found(here)));
        }
        at = end;
    }

    private String found(int offset) {
        String shown = scan.shown(offset);
        return offset >= scan.length() || shown.isEmpty()
                ? language.say("the end", "结尾")
                : language.say("\"" + shown + "\"", "“" + shown + "”");
    }

    private void few(int count) throws Refusal {
        if (count > Parser.MAX_VALUES) {
            throw refusal(
                    scan.space(at),
                    "More than %d parts stand here; divide the rule.".formatted(Parser.MAX_VALUES),
                    "此处超过%d个部分；请拆分规则。".formatted(Parser.MAX_VALUES));
        }
    }

    /** No phrase fits: where the nearest one ends, and which was probably meant. */
    private Refusal unreadable(int start) {
        int here = scan.furthest();
        Optional<String> near = scan.text().substring(start, here).matches("(?s).*[,，].*") ? here(here) : head(start);
        return refusal(
                here,
                "No sentence of the rule language reads so, from %s on%s."
                        .formatted(
                                found(here),
                                near.map(n -> "; did you mean: %s?".formatted(n))
                                        .orElse("; rules/sentences.md lists them all")),
                "自%s起没有这样的规则语句%s。"
                        .formatted(
                                found(here),
                                near.map(n -> "；您是否想写：%s？".formatted(n)).orElse("；全部语句见 rules/sentences.md")));
    }

    /** The sentence that is like the whole clause. */
    private Optional<String> head(int start) {
        Map<String, Phrase> shapes = new LinkedHashMap<>();
        phrases.heads().forEach(p -> shapes.putIfAbsent(p.shape(), p));
        return Spelling.nearest(shape(start), shapes.keySet()).map(shapes::get).map(p -> p.example(phrases));
    }

    /** What could stand here and begins like what does. */
    private Optional<String> here(int offset) {
        String written = scan.shown(offset).split("[ ，,；;：:]", 2)[0];
        return scan.expected().size() == 1
                        && Character.isLetter(scan.expected().first().codePointAt(0))
                ? Optional.of(scan.expected().first())
                : scan.expected().stream()
                        .filter(words -> words.length() > 2)
                        .filter(words -> Spelling.nearest(written, List.of(words.split(" ", 2)[0]))
                                .isPresent())
                        .findFirst();
    }

    /** The clause with dots for values, cut where it surely ends. */
    private String shape(int start) {
        String text = scan.text();
        StringBuilder shape = new StringBuilder();
        int i = start;
        while (i < text.length() && shape.length() < 90) {
            char c = scan.sign(i);
            if (c == ';' || c == '.' || c == ',' || c == ')') {
                break;
            }
            int end = c == '{'
                    ? text.indexOf('}', i)
                    : c == '"' ? text.indexOf('"', i + 1) : c == '“' ? text.indexOf('”', i) : -1;
            if (end > 0) {
                String before = shape.toString().stripTrailing();
                for (String article : List.of(phrases.word("some"), phrases.word("the"))) {
                    if (before.endsWith(article)) {
                        before = before.substring(0, before.length() - article.length())
                                .stripTrailing();
                        break;
                    }
                }
                shape.setLength(0);
                shape.append(before).append("...");
                i = end + 1;
                while (i < text.length() && Scan.blank(text.charAt(i))) {
                    i++;
                }
                continue;
            }
            shape.append(Scan.blank(text.charAt(i)) ? ' ' : text.charAt(i));
            i++;
        }
        return shape.toString().strip();
    }

    private Refusal refusal(int offset, String en, String zh) {
        return refusalAt(scan.at(offset), en, zh);
    }

    private Refusal refusalAt(Position where, String en, String zh) {
        return new Refusal(where, language.say(en, zh));
    }
}
