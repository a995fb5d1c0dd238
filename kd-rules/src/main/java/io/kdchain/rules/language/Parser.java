package io.kdchain.rules.language;

import io.kdchain.rules.fact.Phase;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recursive descent over the tokens of one file. After a mistake it goes on with the next rule. */
final class Parser {
    static final int MAX_RULES = 500;
    static final String VOCABULARY_PACKAGE = "io.kdchain.rules.fact";

    private static final int MAX_DEPTH = 16;
    private static final int MAX_RULE_NAME = 200;
    /** Values of an annotation or of {@code in}, constraints of a pattern, conclusions of a rule. */
    static final int MAX_VALUES = 40;

    private static final List<String> ANNOTATIONS =
            List.of("legalBasis", "explain_en", "explain_zh", "inForce", "exceptionTo", "burden");

    private final String path;
    private final List<Token> tokens;
    private final List<Problem> problems;
    private int index;
    private int depth;

    Parser(String path, List<Token> tokens, List<Problem> problems) {
        this.path = path;
        this.tokens = tokens;
        this.problems = problems;
    }

    Optional<RuleFile> file() {
        Position packageAt;
        String packageName;
        try {
            packageAt = expect("package", "A rule file begins with its package, as `package rules.cn.civil_code`.")
                    .at();
            packageName = qualified(false);
            skip(";");
            checkPackage(packageAt, packageName);
            while (peek().is("import")) {
                importWord();
            }
        } catch (Refusal e) {
            problems.add(Problem.outside(e.at(), e.reason()));
            return Optional.empty();
        }
        List<Rule> rules = new ArrayList<>();
        while (peek().kind() != Token.Kind.END) {
            if (rules.size() == MAX_RULES) {
                problems.add(Problem.outside(
                        peek().at(),
                        "The file has more than %d rules; split it, one article a file.".formatted(MAX_RULES)));
                break;
            }
            rule(packageName, rules);
        }
        return Optional.of(new RuleFile(path, packageAt, packageName, rules));
    }

    private static void checkPackage(Position at, String name) throws Refusal {
        if (!name.matches("rules(\\.[a-z][a-z0-9_]*)+")) {
            throw new Refusal(
                    at,
                    "Package %s is not one for rules; write rules, then the pack and the law in small letters, as rules.cn.civil_code."
                            .formatted(name));
        }
    }

    private void importWord() throws Refusal {
        Token start = take();
        if (peek().is("static") || peek().is("function") || peek().is("accumulate") || peek().is("acc")) {
            throw new Refusal(
                    start.at(),
                    "`import %s` brings in code; write import %s.* alone."
                            .formatted(peek().text(), VOCABULARY_PACKAGE));
        }
        String name = qualified(true);
        if (!name.startsWith(VOCABULARY_PACKAGE + ".")) {
            throw new Refusal(
                    start.at(),
                    "%s may not be imported: rules know the words of the vocabulary only. Write import %s.*"
                            .formatted(name, VOCABULARY_PACKAGE));
        }
        if (name.indexOf('.', VOCABULARY_PACKAGE.length() + 1) >= 0) {
            throw new Refusal(
                    start.at(),
                    "%s is no word of the vocabulary. Write import %s.*".formatted(name, VOCABULARY_PACKAGE));
        }
        skip(";");
    }

    private String qualified(boolean star) throws Refusal {
        StringBuilder name = new StringBuilder(word("a name").text());
        while (peek().is(".")) {
            take();
            if (star && peek().is("*")) {
                take();
                return name.append(".*").toString();
            }
            name.append('.').append(word("a name").text());
        }
        return name.toString();
    }

    private void rule(String packageName, List<Rule> rules) {
        Header header = new Header();
        int begun = index;
        try {
            Token start = peek();
            if (!start.is("rule")) {
                throw new Refusal(
                        start.at(),
                        Forbidden.reason(start.text())
                                .filter(r -> start.kind() == Token.Kind.WORD)
                                .orElse("%s stands where a rule should begin with the word rule%s."
                                        .formatted(
                                                start.shown(),
                                                Spelling.hint(start.text(), List.of("rule", "import")))));
            }
            take();
            Token name = take();
            if (name.kind() != Token.Kind.STRING || name.text().isBlank()) {
                throw new Refusal(
                        name.at(),
                        "A rule's name stands in double quotes and begins with a norm id, as \"CN-CivilCode-1165-1: fault\"; this is %s."
                                .formatted(name.shown()));
            }
            if (name.text().length() > MAX_RULE_NAME) {
                throw new Refusal(
                        name.at(),
                        "The name has %d characters and may have %d; shorten it."
                                .formatted(name.text().length(), MAX_RULE_NAME));
            }
            header.at = name.at();
            header.name = name.text();
            header(header);
            List<Condition> conditions = conditions();
            List<Insertion> insertions = consequence();
            rules.add(header.rule(packageName, conditions, insertions));
        } catch (Refusal e) {
            problems.add(new Problem(e.at(), header.name, e.reason()));
            recover(begun);
        }
    }

    /** Goes to the next beginning of a rule behind the one that could not be read. */
    private void recover(int start) {
        depth = 0;
        while (peek().kind() != Token.Kind.END
                && !(index > start && peek().is("rule") && tokens.get(index + 1).kind() == Token.Kind.STRING)) {
            take();
        }
    }

    // ---- head

    private static final class Header {
        @Nullable
        Position at;

        String name = "";
        final Map<String, List<Token>> annotations = new LinkedHashMap<>();

        @Nullable
        Phase phase;

        @Nullable
        InForce inForce;

        Rule rule(String packageName, List<Condition> conditions, List<Insertion> insertions) throws Refusal {
            Position where = at;
            if (where == null) {
                throw new IllegalStateException("A rule without a name got past its reader.");
            }
            if (phase == null) {
                throw new Refusal(
                        where, "The rule has no phase; write agenda-group and one of %s.".formatted(phases()));
            }
            for (String wanted : List.of("legalBasis", "explain_en", "explain_zh")) {
                if (!annotations.containsKey(wanted)) {
                    throw new Refusal(
                            where,
                            "The rule has no @%s; every rule says on which norm it rests and why, in English and Chinese."
                                    .formatted(wanted));
                }
            }
            List<String> legalBasis = split("legalBasis");
            List<String> burden = texts("burden");
            return new Rule(
                    where,
                    packageName,
                    name,
                    legalBasis,
                    texts("explain_en").get(0),
                    texts("explain_zh").get(0),
                    inForce,
                    texts("exceptionTo"),
                    burden.isEmpty() ? null : burden.get(0),
                    phase,
                    conditions,
                    insertions);
        }

        private List<String> texts(String annotation) {
            return annotations.getOrDefault(annotation, List.of()).stream()
                    .map(Token::text)
                    .toList();
        }

        private List<String> split(String annotation) {
            return texts(annotation).stream()
                    .flatMap(t -> Arrays.stream(t.split(",", -1)))
                    .map(String::trim)
                    .toList();
        }
    }

    private static String phases() {
        return String.join(", ", Arrays.stream(Phase.values()).map(Phase::code).toList());
    }

    private void header(Header header) throws Refusal {
        while (true) {
            Token t = peek();
            if (t.is("@")) {
                take();
                annotation(header);
            } else if (t.is("agenda-group")) {
                take();
                phase(header, t);
            } else if (t.is("when")) {
                take();
                return;
            } else if (t.is(",")) {
                take();
            } else {
                throw new Refusal(
                        t.at(),
                        Forbidden.reason(t.text())
                                .filter(r -> t.kind() == Token.Kind.WORD)
                                .orElse("%s stands where annotations, agenda-group or `when` are expected%s."
                                        .formatted(
                                                t.shown(), Spelling.hint(t.text(), List.of("agenda-group", "when")))));
            }
        }
    }

    private void phase(Header header, Token start) throws Refusal {
        if (header.phase != null) {
            throw new Refusal(start.at(), "The rule has two phases; keep one agenda-group.");
        }
        Token value = take();
        if (value.kind() != Token.Kind.STRING) {
            throw new Refusal(value.at(), "The phase is a text in double quotes, one of %s.".formatted(phases()));
        }
        for (Phase p : Phase.values()) {
            if (p.code().equals(value.text())) {
                header.phase = p;
                return;
            }
        }
        throw new Refusal(
                value.at(),
                "\"%s\" is no phase%s. Write one of the phases, which are in this order: %s."
                        .formatted(
                                value.text(),
                                Spelling.hint(
                                        value.text(),
                                        Arrays.stream(Phase.values())
                                                .map(Phase::code)
                                                .toList()),
                                phases()));
    }

    private void annotation(Header header) throws Refusal {
        Token name = word("the name of an annotation");
        if (!ANNOTATIONS.contains(name.text())) {
            throw new Refusal(
                    name.at(),
                    "@%s is not one of the annotations @%s%s. Use one of them or delete it."
                            .formatted(
                                    name.text(),
                                    String.join(", @", ANNOTATIONS),
                                    Spelling.hint(name.text(), ANNOTATIONS)));
        }
        if (header.annotations.containsKey(name.text())) {
            throw new Refusal(name.at(), "@%s stands twice; keep one, with all its values.".formatted(name.text()));
        }
        expect("(", "An annotation has its value in brackets.");
        List<Token> values = new ArrayList<>();
        do {
            Token value = take();
            if (value.kind() != Token.Kind.STRING) {
                throw new Refusal(
                        value.at(),
                        "The value of @%s is %s and must be a text; write it in double quotes, since anything else would be run as code while rules are compiled."
                                .formatted(name.text(), value.shown()));
            }
            if (value.text().isBlank()) {
                throw new Refusal(value.at(), "The value of @%s is empty; write it.".formatted(name.text()));
            }
            values.add(value);
            few(values.size(), "@" + name.text(), value.at());
        } while (skip(","));
        expect(")", "The value of @%s ends with a closing bracket.".formatted(name.text()));
        boolean several = name.text().equals("legalBasis") || name.text().equals("exceptionTo");
        if (!several && values.size() > 1) {
            throw new Refusal(values.get(1).at(), "@%s has one value; drop the others.".formatted(name.text()));
        }
        if (name.text().equals("inForce")) {
            try {
                header.inForce = InForce.parse(values.get(0).text());
            } catch (IllegalArgumentException e) {
                throw new Refusal(values.get(0).at(), String.valueOf(e.getMessage()));
            }
        }
        header.annotations.put(name.text(), values);
    }

    // ---- when

    private List<Condition> conditions() throws Refusal {
        List<Condition> conditions = new ArrayList<>();
        while (!peek().is("then")) {
            Condition c = or();
            if (c instanceof Condition.And and) {
                conditions.addAll(and.parts());
            } else {
                conditions.add(c);
            }
            skip(";");
        }
        Token then = take();
        if (conditions.isEmpty()) {
            throw new Refusal(then.at(), "The rule has no conditions; a conclusion follows from something.");
        }
        return conditions;
    }

    private Condition or() throws Refusal {
        Position at = peek().at();
        List<Condition> branches = new ArrayList<>();
        do {
            Condition c = and();
            if (c instanceof Condition.Or or) {
                branches.addAll(or.branches());
            } else {
                branches.add(c);
            }
        } while (skip("or"));
        return branches.size() == 1 ? branches.get(0) : new Condition.Or(at, branches);
    }

    private Condition and() throws Refusal {
        Position at = peek().at();
        List<Condition> parts = new ArrayList<>();
        do {
            Condition c = unary();
            if (c instanceof Condition.And and) {
                parts.addAll(and.parts());
            } else {
                parts.add(c);
            }
        } while (skip("and"));
        if (peek().is("&&") || peek().is("||")) {
            throw new Refusal(peek().at(), "Write `and` and `or` as words.");
        }
        return parts.size() == 1 ? parts.get(0) : new Condition.And(at, parts);
    }

    private Condition unary() throws Refusal {
        if (++depth > MAX_DEPTH) {
            throw new Refusal(
                    peek().at(), "Conditions are nested more than %d deep; divide the rule.".formatted(MAX_DEPTH));
        }
        try {
            Token t = peek();
            if (t.is("not")) {
                take();
                Condition inner = unary();
                if (inner instanceof Condition.Not || inner instanceof Condition.Exists) {
                    throw new Refusal(
                            t.at(),
                            "`not` directly before `not` or `exists`; write `exists` for not-not and `not` for not-exists.");
                }
                return new Condition.Not(t.at(), inner);
            }
            if (t.is("exists")) {
                take();
                Condition inner = unary();
                if (inner instanceof Condition.Not || inner instanceof Condition.Exists) {
                    throw new Refusal(t.at(), "`exists` directly before `not` or `exists`; drop the `exists`.");
                }
                return new Condition.Exists(t.at(), inner);
            }
            if (t.is("forall")) {
                return forAll();
            }
            if (t.is("accumulate") || t.is("acc")) {
                return accumulate();
            }
            if (t.is("(")) {
                take();
                Condition inner = or();
                expect(")", "This bracket closes the conditions opened at line %d.".formatted(t.at().line()));
                return inner;
            }
            return pattern();
        } finally {
            depth--;
        }
    }

    private Condition forAll() throws Refusal {
        Token start = take();
        expect("(", "`forall` has its patterns in brackets.");
        Condition.Pattern base = pattern();
        List<Condition.Pattern> others = new ArrayList<>();
        while (!peek().is(")")) {
            skip(",");
            others.add(pattern());
        }
        take();
        if (others.isEmpty()) {
            throw new Refusal(
                    start.at(),
                    "`forall` has one pattern and needs two or more: what is gone through, then what must match for each.");
        }
        return new Condition.ForAll(start.at(), base, others);
    }

    private Condition accumulate() throws Refusal {
        Token start = take();
        expect("(", "`accumulate` has its parts in brackets.");
        Condition source = or();
        if (!skip(";") && !skip(",")) {
            throw new Refusal(
                    peek().at(), "After the conditions of `accumulate` stands a semicolon, then $name : count(1).");
        }
        List<Condition.Aggregate> aggregates = new ArrayList<>();
        do {
            aggregates.add(aggregate());
            few(aggregates.size(), "`accumulate`", start.at());
        } while (skip(","));
        List<Condition.ResultTest> tests = new ArrayList<>();
        if (skip(";") && !peek().is(")")) {
            do {
                tests.add(resultTest());
                few(tests.size(), "`accumulate`", start.at());
            } while (skip(","));
        }
        expect(")", "`accumulate` ends with a closing bracket.");
        return new Condition.Accumulate(start.at(), source, aggregates, tests);
    }

    private Condition.Aggregate aggregate() throws Refusal {
        Token name = binding("the name of a result, as $n : count(1)");
        expect(":", "Between the name of a result and its function stands a colon.");
        Token function = word("count, sum, min or max");
        List<String> codes = Arrays.stream(AggregateFunction.values())
                .map(AggregateFunction::code)
                .toList();
        if (!codes.contains(function.text())) {
            throw new Refusal(
                    function.at(),
                    "%s is not one of the functions %s%s."
                            .formatted(
                                    function.text(), String.join(", ", codes), Spelling.hint(function.text(), codes)));
        }
        AggregateFunction f = AggregateFunction.valueOf(function.text().toUpperCase(Locale.ROOT));
        expect("(", "A function has its argument in brackets.");
        String argument = "";
        if (f == AggregateFunction.COUNT) {
            if (peek().kind() == Token.Kind.BINDING || peek().kind() == Token.Kind.NUMBER) {
                take();
            }
        } else {
            argument = binding("the binding that is used").text();
        }
        expect(")", "A function ends with a closing bracket.");
        return new Condition.Aggregate(name.at(), name.text(), f, argument);
    }

    private Condition.ResultTest resultTest() throws Refusal {
        Token name = binding("a result, as $n >= 2");
        Comparison comparison = comparison();
        return new Condition.ResultTest(name.at(), name.text(), comparison, operand());
    }

    private Condition.Pattern pattern() throws Refusal {
        Token type = peek();
        if (type.kind() == Token.Kind.BINDING) {
            throw new Refusal(
                    type.at(),
                    "$%s names a whole fact; bind a field instead, as Party( $party : party ).".formatted(type.text()));
        }
        if (type.kind() != Token.Kind.WORD) {
            throw new Refusal(
                    type.at(),
                    "%s stands where a condition is expected; write a pattern, as Party( ... )."
                            .formatted(type.shown()));
        }
        Optional<String> reason = Forbidden.reason(type.text());
        if (reason.isPresent()) {
            throw new Refusal(type.at(), reason.get());
        }
        take();
        if (peek().is(".")) {
            throw new Refusal(
                    peek().at(),
                    "A word of the vocabulary is written without a package, and a condition calls nothing.");
        }
        if (!peek().is("(")) {
            throw new Refusal(
                    peek().at(),
                    "%s stands where the bracket of pattern %s should open; write %s( ... )."
                            .formatted(peek().shown(), type.text(), type.text()));
        }
        take();
        List<Constraint> constraints = new ArrayList<>();
        if (!peek().is(")")) {
            do {
                constraints.add(constraint());
                few(constraints.size(), "Pattern " + type.text(), type.at());
            } while (skip(","));
        }
        expect(
                ")",
                "Pattern %s ends with a closing bracket; constraints are divided by commas.".formatted(type.text()));
        Token after = peek();
        if (after.is("from") || after.is("over") || after.is(".") || after.is("?") || after.is("[")) {
            throw new Refusal(
                    after.at(),
                    Forbidden.reason(after.text())
                            .orElse("A pattern ends here; %s is not part of the language.".formatted(after.shown())));
        }
        return new Condition.Pattern(type.at(), type.text(), constraints);
    }

    private Constraint constraint() throws Refusal {
        Token first = peek();
        if (first.kind() == Token.Kind.BINDING) {
            take();
            expect(":", "After $%s stands a colon and the field it names.".formatted(first.text()));
            Token field = field();
            endOfConstraint("A binding stands alone; write $%s : %s, %s ..."
                    .formatted(first.text(), field.text(), field.text()));
            return new Constraint.Bind(first.at(), first.text(), field.text());
        }
        Token field = field();
        if (peek().is("in")) {
            take();
            expect("(", "`in` has its values in brackets.");
            List<Operand> values = new ArrayList<>();
            do {
                values.add(operand());
                few(values.size(), "`in`", field.at());
            } while (skip(","));
            expect(")", "The values of `in` end with a closing bracket.");
            endOfConstraint("Constraints are divided by commas.");
            return new Constraint.In(field.at(), field.text(), values);
        }
        if (peek().is("not")) {
            throw new Refusal(peek().at(), "`not in` is not part of the language; write one != for each value.");
        }
        Comparison comparison = comparison();
        Operand value = operand();
        endOfConstraint("A constraint compares one field with one value; further constraints follow after a comma.");
        return new Constraint.Compare(field.at(), field.text(), comparison, value);
    }

    private void endOfConstraint(String message) throws Refusal {
        Token t = peek();
        if (!t.is(",") && !t.is(")")) {
            throw new Refusal(
                    t.at(),
                    Forbidden.reason(t.text())
                            .filter(r -> t.kind() == Token.Kind.WORD)
                            .orElse("%s is not expected here. %s".formatted(t.shown(), message)));
        }
    }

    private Token field() throws Refusal {
        Token t = peek();
        if (t.kind() != Token.Kind.WORD) {
            throw new Refusal(
                    t.at(), "%s stands where a field is expected, as role == \"consumer\".".formatted(t.shown()));
        }
        Optional<String> reason = Forbidden.reason(t.text());
        if (reason.isPresent()) {
            throw new Refusal(t.at(), reason.get());
        }
        take();
        if (peek().is("(") || peek().is(".") || peek().is("[") || peek().is("#") || peek().is("!")) {
            throw new Refusal(
                    peek().at(),
                    "%s%s calls or looks into something; write a field of the pattern alone."
                            .formatted(t.text(), peek().text()));
        }
        return t;
    }

    private Comparison comparison() throws Refusal {
        Token t = peek();
        Optional<Comparison> c = t.kind() == Token.Kind.SIGN ? Comparison.of(t.text()) : Optional.empty();
        if (c.isEmpty()) {
            throw new Refusal(
                    t.at(),
                    Forbidden.reason(t.text())
                            .filter(r -> t.kind() == Token.Kind.WORD)
                            .orElse(
                                    t.is("=")
                                            ? "= assigns; write == to compare."
                                            : "%s is no comparison; use one of == != < <= > >= in."
                                                    .formatted(t.shown())));
        }
        take();
        return c.get();
    }

    private Operand operand() throws Refusal {
        Token t = peek();
        Operand value = switch (t.kind()) {
            case BINDING -> new Operand.Variable(t.text());
            case STRING -> new Operand.Text(t.text());
            case NUMBER -> new Operand.Whole(whole(t));
            case DAY -> new Operand.Day(day(t));
            case DECIMAL ->
                throw new Refusal(
                        t.at(),
                        "%s is no whole number; the language has none but whole ones. Numbers of law stand in parameters.yaml."
                                .formatted(t.text()));
            case WORD -> truth(t);
            case SIGN, END ->
                throw new Refusal(
                        t.at(),
                        "%s stands where a value is expected; write a text, a whole number, true, false or a $binding."
                                .formatted(t.shown()));
        };
        take();
        Token after = peek();
        if (after.kind() == Token.Kind.SIGN
                && "+-*/%.[#^?".contains(after.text().substring(0, 1))) {
            throw new Refusal(after.at(), "%s computes or calls; write the value alone.".formatted(after.text()));
        }
        return value;
    }

    private static Operand truth(Token t) throws Refusal {
        if (t.text().equals("true") || t.text().equals("false")) {
            return new Operand.Truth(t.text().equals("true"));
        }
        throw new Refusal(
                t.at(),
                Forbidden.reason(t.text())
                        .orElse("%s is no value; write a text in double quotes, or a binding with $."
                                .formatted(t.text())));
    }

    private static int whole(Token t) throws Refusal {
        try {
            return Integer.parseInt(t.text());
        } catch (NumberFormatException e) {
            throw new Refusal(
                    t.at(), "%s is no whole number between -2147483648 and 2147483647; write one.".formatted(t.text()));
        }
    }

    private static LocalDate day(Token t) throws Refusal {
        try {
            return LocalDate.parse(t.text());
        } catch (DateTimeException e) {
            throw new Refusal(t.at(), "%s is no day of the calendar; correct it.".formatted(t.text()));
        }
    }

    // ---- then

    private List<Insertion> consequence() throws Refusal {
        List<Insertion> insertions = new ArrayList<>();
        while (!peek().is("end")) {
            insertions.add(insertion());
            few(insertions.size(), "`then`", insertions.get(0).at());
        }
        Token end = take();
        skip(";");
        if (insertions.isEmpty()) {
            throw new Refusal(end.at(), "The rule concludes nothing; write insertLogical( new Conclusion( ... ) );");
        }
        return insertions;
    }

    private Insertion insertion() throws Refusal {
        Token verb = peek();
        if (!verb.is("insertLogical")) {
            throw new Refusal(
                    verb.at(),
                    Forbidden.reason(verb.text())
                            .filter(r -> verb.kind() == Token.Kind.WORD)
                            .orElse(
                                    "%s is not allowed in `then`%s; the one thing a rule does is insertLogical( new Conclusion( ... ) );"
                                            .formatted(
                                                    verb.shown(),
                                                    Spelling.hint(verb.text(), List.of("insertLogical", "end")))));
        }
        take();
        expect("(", "insertLogical has its conclusion in brackets.");
        expect("new", "A conclusion is made with `new`, as insertLogical( new Breach( ... ) );");
        Token type = word("a conclusion of the vocabulary");
        expect(
                "(",
                "Conclusion %s has its values in brackets; it is written without a package.".formatted(type.text()));
        List<Operand> arguments = new ArrayList<>();
        if (!peek().is(")")) {
            do {
                arguments.add(operand());
                few(arguments.size(), type.text(), type.at());
            } while (skip(","));
        }
        expect(")", "The values of %s end with a closing bracket and are divided by commas.".formatted(type.text()));
        expect(")", "insertLogical ends with a closing bracket.");
        expect(";", "A conclusion ends with a semicolon.");
        return new Insertion(type.at(), type.text(), arguments);
    }

    private static void few(int count, String what, Position at) throws Refusal {
        if (count > MAX_VALUES) {
            throw new Refusal(at, "%s lists more than %d parts; divide the rule.".formatted(what, MAX_VALUES));
        }
    }

    // ---- tokens

    private Token peek() {
        return tokens.get(index);
    }

    private Token take() {
        Token t = tokens.get(index);
        if (t.kind() != Token.Kind.END) {
            index++;
        }
        return t;
    }

    private boolean skip(String word) {
        if (peek().is(word)) {
            take();
            return true;
        }
        return false;
    }

    private Token expect(String word, String message) throws Refusal {
        Token t = peek();
        if (!t.is(word)) {
            throw new Refusal(
                    t.at(), "%s stands where %s is expected; write it there. %s".formatted(t.shown(), word, message));
        }
        return take();
    }

    private Token word(String what) throws Refusal {
        Token t = peek();
        if (t.kind() != Token.Kind.WORD) {
            throw new Refusal(t.at(), "%s stands where %s is expected; write it there.".formatted(t.shown(), what));
        }
        return take();
    }

    private Token binding(String what) throws Refusal {
        Token t = peek();
        if (t.kind() != Token.Kind.BINDING) {
            throw new Refusal(t.at(), "%s stands where %s is expected; write it there.".formatted(t.shown(), what));
        }
        return take();
    }
}
