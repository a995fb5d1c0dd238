package io.kdchain.rules.report;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BesideShares;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.ContractTerm;
import io.kdchain.rules.verdict.Attribution.Elsewhere;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.LegalPerson;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.NotLiable.Lacking;
import io.kdchain.rules.verdict.NotLiable.Unmet;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.verdict.Settlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What text and HTML say alike about a verdict, in one language. */
final class Telling {
    private static final Pattern CODE = Pattern.compile("(?<![A-Za-z0-9:_.-])[a-z]+(?:-[a-z]+)*(?![A-Za-z0-9:_.-])");
    private static final Pattern DIGEST = Pattern.compile("@sha256:[0-9a-f]{64}");
    /** It says nothing to a reader; the evidence beside it leads to the act. */
    private static final Pattern EVENT_ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Fields of facts and conclusions that hold the id of a party. */
    private static final Set<String> PARTY_FIELDS = Set.of("party", "other", "holder", "author", "claimant");
    /** Values by which a fact says that something was not said. */
    private static final Set<String> SAYS_NOTHING = Set.of("none", "unstated");

    private final Attribution verdict;
    private final LegalSources sources;
    private final Words words;
    private final UnaryOperator<String> names;

    /** @param names party id to the name to show, already fit for the medium */
    Telling(Attribution verdict, LegalSources sources, Words words, UnaryOperator<String> names) {
        this.verdict = verdict;
        this.sources = sources;
        this.words = words;
        this.names = names;
    }

    /** A phrase. */
    String say(String key, String... values) {
        return words.say(key, values);
    }

    /** A code in words. */
    String code(String code) {
        return words.code(code);
    }

    /** A code of one list in words. */
    String code(String list, String code) {
        return words.code(list, code);
    }

    /** A type of event in words. */
    String event(String type) {
        return words.event(type);
    }

    /** That a person is several parties, and what each of them adds to its share; empty where it is one party. */
    List<String> person(String key) {
        List<String> told = new ArrayList<>();
        for (LegalPerson person : verdict.persons()) {
            if (person.party().equals(key)) {
                List<String> parties = person.parties().stream().map(names).toList();
                told.add(words.say("person", list(parties), person.legalId()));
                person.shares().forEach((item, shares) -> {
                    List<String> parts = new ArrayList<>();
                    shares.forEach((party, share) -> parts.add(names.apply(party) + " " + exact(share)));
                    told.add(words.say("person.shares", item, list(parts)));
                });
            }
        }
        return told;
    }

    /** A claim among debtors in one sentence. */
    String claim(Settlement.Claim c) {
        String from = names.apply(c.from());
        String to = names.apply(c.to());
        String amount = Format.money(c.amount());
        String claim = c.instead().isEmpty()
                ? words.say("settled.claim", from, to, amount)
                : words.say("settled.claim.instead", from, to, amount, names.apply(c.instead()));
        return c.insured().isEmpty()
                ? claim
                : claim + words.say("settled.claim.insured", from, names.apply(c.insured()));
    }

    /** That agreements change the recourse in an item, which a settlement leaves out; empty where none does. */
    String agreementsLeftOut(Settlement settled) {
        return verdict.contracts().stream().anyMatch(c -> c.item().equals(settled.item()))
                ? words.say("settled.contracts", words.say("section.contracts"))
                : "";
    }

    /** That a party is judged by a law that may not be its own. */
    String elsewhere(Elsewhere party) {
        return words.say(
                "elsewhere", names.apply(party.party()), party.jurisdiction(), String.join(" + ", party.judgedBy()));
    }

    /** The verdict in one sentence. */
    String headline() {
        List<LiableParty> liable = verdict.liable();
        if (!verdict.established() || liable.isEmpty()) {
            return words.say("headline.none");
        }
        String name = names.apply(liable.get(0).party());
        Fraction share = liable.get(0).share();
        if (share == null) {
            return liable.size() == 1
                    ? words.say("headline.one", name)
                    : words.say("headline.several", Integer.toString(liable.size()));
        }
        if (liable.size() > 1) {
            Fraction next = liable.get(1).share();
            return next != null && share.compareTo(next) > 0
                    ? words.say("headline.largest", Integer.toString(liable.size()), name, exact(share))
                    : words.say("headline.several", Integer.toString(liable.size()));
        }
        if (share.equals(Fraction.ONE)) {
            return words.say("headline.sole", name);
        }
        return share.isZero() ? words.say("headline.outside", name) : words.say("headline.part", name, exact(share));
    }

    /** {@code 3/5 (60%)}. */
    static String exact(Fraction share) {
        return share + " (" + Format.percent(share) + ")";
    }

    /** Why this party is liable, in one sentence; empty if the verdict names no ground. */
    String why(LiableParty party) {
        List<BreachFound> causal =
                party.breaches().stream().filter(BreachFound::causal).toList();
        if (!causal.isEmpty()) {
            List<String> duties =
                    causal.stream().map(b -> duty(b.duty())).distinct().toList();
            return words.say(
                    duties.size() == 1 ? "why.short" : "why.several", names.apply(party.party()), list(duties));
        }
        if (answersUnder(party, Regime.STRICT)) {
            return words.say("why.strict", names.apply(party.party()));
        }
        return answersUnder(party, Regime.PRESUMED_FAULT) ? words.say("why.presumed", names.apply(party.party())) : "";
    }

    private boolean answersUnder(LiableParty party, Regime regime) {
        return verdict.items().stream()
                .anyMatch(i -> i.regime() == regime
                        && i.claimable()
                                        .getOrDefault(party.party(), Fraction.ZERO)
                                        .signum()
                                > 0);
    }

    /** The element of a claim that failed, of which a verdict holds the English words. */
    String failed(String english) {
        return FailedElement.ofEnglish(english)
                .map(e -> chinese() ? e.zh() : e.en())
                .orElse(english);
    }

    /** A duty by its title and number; by its code if the sources do not know it. */
    String duty(String code) {
        return sources.duty(code)
                .map(d -> (chinese() && !d.zh().isEmpty() ? d.zh() : d.en())
                        + (d.number().isEmpty() ? "" : " (" + d.number() + ")"))
                .orElse(code);
    }

    /** A party, the claimant or the other causes. */
    String bearer(String key) {
        return switch (key) {
            case Attribution.CLAIMANT -> words.say("claimant");
            case Attribution.UNATTRIBUTED -> words.say("unattributed");
            default -> names.apply(key);
        };
    }

    /** {@code a, b and c}. */
    String list(List<String> parts) {
        if (parts.isEmpty()) {
            return words.say("nothing");
        }
        String text = parts.get(0);
        for (int i = 1; i < parts.size(); i++) {
            text = words.say(i == parts.size() - 1 ? "list.and" : "list.comma", text, parts.get(i));
        }
        return text;
    }

    /** Who pays instead of whom in one sentence. */
    String insurance(InsurancePayment payment) {
        Money pays = payment.pays();
        Money most = payment.atMost();
        String unknown =
                most == null ? words.say("insurance.amount") : words.say("insurance.atmost", Format.money(most));
        return words.say(
                        "insurance.line",
                        names.apply(payment.insurer()),
                        pays == null ? unknown : Format.money(pays),
                        names.apply(payment.party()),
                        payment.policy())
                + (payment.sharedWith().isEmpty()
                        ? ""
                        : words.say("insurance.shared", String.join(", ", payment.sharedWith())));
    }

    /** Ways to share by name; a name may hold a comma. */
    String ways(List<String> ids) {
        return ids.stream()
                .map(id -> words.code("way", id))
                .reduce((all, next) -> words.say("list.semicolon", all, next))
                .orElseGet(() -> words.say("nothing"));
    }

    /** What an agreement changes in one sentence. */
    String contract(ContractTerm term) {
        return words.say(
                "contract." + term.form(),
                names.apply(term.from()),
                Format.percent(term.share()),
                term.item(),
                names.apply(term.to()),
                Format.sum(term.sum()));
    }

    /** Roles in words; empty for a party whose role nothing shows. */
    String roles(List<String> roles) {
        return roles.isEmpty() ? "" : list(roles.stream().map(words::code).toList());
    }

    /** Indexes of evidence: {@code leaf 4} or {@code leaves 4, 6}; empty for none. */
    String leaves(List<String> indexes) {
        if (indexes.isEmpty()) {
            return "";
        }
        return words.say(indexes.size() == 1 ? "leaf" : "leaves", String.join(", ", indexes));
    }

    /** The title of a norm in this language; empty if the sources do not know it. */
    String title(LegalSources.Norm norm) {
        return chinese() && !norm.titleZh().isEmpty() ? norm.titleZh() : norm.titleEn();
    }

    /** Whether the article is not already part of the title. */
    static boolean hasOwnArticle(LegalSources.Norm norm) {
        return !norm.article().isEmpty() && !norm.titleEn().contains(norm.article());
    }

    /** A norm with title, article, rank and how its text was verified; the id alone if the sources do not know it. */
    String norm(String id) {
        return sources.norm(id)
                .map(n -> {
                    List<String> parts = new ArrayList<>();
                    if (hasOwnArticle(n)) {
                        parts.add(n.article());
                    }
                    parts.add(title(n));
                    parts.add(words.code("rank", n.rank()));
                    parts.add(words.code("verified", n.verified()));
                    return id + " · " + String.join(" · ", parts);
                })
                .orElse(id);
    }

    /** What a rule that did not apply would say, with the name of the party that it was asked about. */
    String sentence(Lacking lacking, String party) {
        String given = words.language() == Language.CHINESE ? lacking.explainZh() : lacking.explainEn();
        return partiesByName(given, List.of(party));
    }

    /** How a condition failed. */
    String unmet(Unmet unmet) {
        String key = "notliable." + unmet.kind().code();
        String word = chinese() ? unmet.wordZh() : unmet.wordEn();
        return switch (unmet.kind()) {
            case MISSING, OPPOSED -> {
                String asked = inWords(unmet.condition(), true);
                yield asked.equals(unmet.condition())
                        ? words.say(key, word) + " {" + unmet.condition() + "}"
                        : words.say(key, asked);
            }
            // of what followed the sentence above has told
            case NOT_FOUNDED, NO_PART -> words.say(key, word);
        };
    }

    /** The sentence of a rule; a fact in words; what has neither as it is. */
    String sentence(Reason reason) {
        String given = chinese() ? reason.explainZh() : reason.explainEn();
        if (!reason.rule().isEmpty() && !given.isEmpty()) {
            return partiesByName(withoutDigest(given), partiesOf(reason));
        }
        String told = inWords(reason.conclusion(), false);
        return told.equals(reason.conclusion()) && !given.isEmpty() ? given : told;
    }

    /** Who has to prove the contrary of what the rule concluded. */
    String burden(Reason reason) {
        String who = reason.burden();
        boolean party = verdict.items().stream().anyMatch(i -> i.shares().containsKey(who));
        return words.say("burden", party ? names.apply(who) : words.code("role", who));
    }

    /** The parties of whom a rule's sentence can speak: those of its conclusion and of its premises; longest first. */
    private static List<String> partiesOf(Reason reason) {
        return Stream.concat(Stream.of(reason), reason.because().stream())
                .flatMap(r -> TermText.parse(r.conclusion()).stream())
                .flatMap(t -> t.fields().stream())
                .filter(f -> PARTY_FIELDS.contains(f.name()) && !f.not())
                .flatMap(f -> f.values().stream())
                .filter(v -> !SAYS_NOTHING.contains(v))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** The sentence with names for the ids that its rule took over from the facts, and in Chinese words for codes. */
    private String partiesByName(String sentence, List<String> parties) {
        if (parties.isEmpty()) {
            return codesInWords(sentence);
        }
        Matcher id = Pattern.compile("(?<![A-Za-z0-9:_.-])(?:%s)(?![A-Za-z0-9:_-]|\\.[A-Za-z0-9])"
                        .formatted(parties.stream().map(Pattern::quote).collect(Collectors.joining("|"))))
                .matcher(sentence);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (id.find()) {
            out.append(codesInWords(sentence.substring(from, id.start()))).append(bearer(id.group()));
            from = id.end();
        }
        return out.append(codesInWords(sentence.substring(from))).toString();
    }

    /**
     * Codes that a rule's sentence took over from its facts, in words; ids of items stay. English reads them as they
     * are.
     */
    private String codesInWords(String sentence) {
        return chinese()
                ? CODE.matcher(sentence)
                        .replaceAll(m -> Matcher.quoteReplacement(isId(m.group()) ? m.group() : words.code(m.group())))
                : sentence;
    }

    private boolean isId(String word) {
        return verdict.items().stream()
                .anyMatch(i -> i.item().equals(word) || i.shares().containsKey(word));
    }

    /** Whether the canonical form of a conclusion says more than its sentence. */
    boolean needsCanonical(Reason reason) {
        return reason.rule().isEmpty() && inWords(reason.conclusion(), false).equals(reason.conclusion());
    }

    /**
     * A fact or a conclusion in words, or what a condition asks for; as it is if it is more than one plain term, or its
     * word is unknown.
     *
     * @param asked whether a condition asks for it: then also that something was not said matters, a binding without a
     *     value asks for nothing, and whether it must be there or must not is said before it
     */
    private String inWords(String conclusion, boolean asked) {
        Optional<TermText> term = TermText.parse(conclusion);
        Optional<String> label = term.flatMap(t -> sources.word(t.word(), words.language()));
        if (label.isEmpty()) {
            return conclusion;
        }
        List<String> values = new ArrayList<>();
        for (TermText.Field field : term.get().fields()) {
            List<String> shown = field.values().stream()
                    .filter(v -> asked ? !v.startsWith("$") : field.not() || !SAYS_NOTHING.contains(v))
                    .filter(v -> !EVENT_ID.matcher(v).matches())
                    .map(v -> value(field.name(), v))
                    .toList();
            if (!field.name().equals("act") && !shown.isEmpty()) {
                String all = String.join(" / ", shown);
                values.add(field.not() ? words.say("fact.not", all) : all);
            }
        }
        String text = values.isEmpty() ? label.get() : words.say("colon", label.get(), String.join(" · ", values));
        return term.get().negative() && !asked ? words.say("fact.none", text) : text;
    }

    private String value(String field, String value) {
        if (PARTY_FIELDS.contains(field)) {
            return bearer(value);
        }
        return switch (field) {
            case "duty" -> duty(value);
            // a name that the claimant chose, even where it reads as a code
            case "item" -> value;
            default ->
                value.equals("true") || value.equals("false")
                        ? words.say("colon", words.code("field", field), words.code(value))
                        : words.code(withoutDigest(value));
        };
    }

    /** An entity without the digest of its bytes, which the record shows. */
    static String withoutDigest(String entity) {
        return DIGEST.matcher(entity).replaceAll("");
    }

    /** What follows if a question is answered yes. */
    String ifYes(OpenQuestion question) {
        return answered(question, question.ifYes(), question.yesBeside());
    }

    /** What follows if a question is answered no. */
    String ifNo(OpenQuestion question) {
        return answered(question, question.ifNo(), question.noBeside());
    }

    private String answered(OpenQuestion question, SortedMap<String, Fraction> shares, List<BesideShares> beside) {
        String text = shares(now(question), shares);
        if (!question.sharesOf().isEmpty()) {
            text = words.say("open.item", question.sharesOf(), text);
        }
        for (BesideShares one : beside) {
            String told = beside(one);
            if (!told.isEmpty()) {
                boolean isNamed = verdict.items().size() == 1;
                text = words.say("list.semicolon", text, isNamed ? told : words.say("open.item", one.item(), told));
            }
        }
        return text;
    }

    /** The shares of the verdict with which those of an answer compare; empty if it has none. */
    private Map<String, Fraction> now(OpenQuestion question) {
        if (!question.sharesOf().isEmpty()) {
            return verdict.item(question.sharesOf()).shares();
        }
        return verdict.shares() == null ? Map.of() : verdict.shares();
    }

    /** All parts, the largest first, so that they add up; with those that fall to nothing. */
    private String shares(Map<String, Fraction> now, SortedMap<String, Fraction> then) {
        Set<String> keys = new TreeSet<>(now.keySet());
        keys.addAll(then.keySet());
        if (keys.stream()
                .allMatch(k -> then.getOrDefault(k, Fraction.ZERO).equals(now.getOrDefault(k, Fraction.ZERO)))) {
            return words.say("open.same");
        }
        if (then.values().stream().allMatch(Fraction::isZero)) {
            return words.say("status.not-established");
        }
        return keys.stream()
                .filter(k -> !then.getOrDefault(k, Fraction.ZERO).isZero()
                        || !now.getOrDefault(k, Fraction.ZERO).isZero())
                .sorted(Comparator.comparing((String k) -> then.getOrDefault(k, Fraction.ZERO))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .map(k -> words.say("colon", bearer(k), exact(then.getOrDefault(k, Fraction.ZERO))))
                .reduce((all, next) -> words.say("list.comma", all, next))
                .orElse("");
    }

    private String beside(BesideShares one) {
        List<String> parts = new ArrayList<>();
        if (verdict.items().size() > 1 && !one.status().isEmpty()) {
            parts.add(words.say("status." + one.status()));
        }
        if (!one.claimable().isEmpty()) {
            parts.add(words.say(
                    "open.claimable",
                    one.claimable().entrySet().stream()
                            .map(e -> bearer(e.getKey()) + " " + exact(e.getValue()))
                            .reduce((all, next) -> words.say("list.comma", all, next))
                            .orElse("")));
        }
        List<List<String>> groups = one.groups();
        if (groups != null) {
            parts.add(
                    groups.isEmpty()
                            ? words.say("open.joint.none")
                            : words.say(
                                    "open.joint",
                                    groups.stream()
                                            .map(g -> list(g.stream().map(names).toList()))
                                            .collect(Collectors.joining(" / "))));
        }
        List<String> second = one.second();
        if (second != null) {
            parts.add(
                    second.isEmpty()
                            ? words.say("open.second.none")
                            : words.say(
                                    "open.second",
                                    list(second.stream().map(names).toList())));
        }
        if (one.recourse()) {
            parts.add(words.say("open.recourse"));
        }
        return parts.stream()
                .reduce((all, next) -> words.say("list.semicolon", all, next))
                .orElse("");
    }

    /** All norms that the verdict cites, sorted. */
    static Set<String> cited(Attribution verdict) {
        Set<String> ids = new TreeSet<>();
        verdict.items().forEach(i -> {
            ids.addAll(i.cites());
            i.solidarity().forEach(s -> ids.addAll(s.cites()));
            i.supplementary().forEach(s -> ids.addAll(s.cites()));
            i.recourse().forEach(r -> ids.addAll(r.cites()));
        });
        verdict.liable().forEach(p -> {
            ids.addAll(p.cites());
            p.breaches().forEach(b -> ids.addAll(b.cites()));
        });
        verdict.punitive().forEach(p -> ids.addAll(p.cites()));
        verdict.measures().forEach(m -> ids.addAll(m.cites()));
        verdict.reasons().forEach(r -> cited(r, ids));
        return ids;
    }

    /** The same, with those of rules that came near for who is not liable. */
    static Set<String> cited(ReportInput input) {
        Set<String> ids = cited(input.verdict());
        input.notLiable().forEach(n -> cited(n.lacking(), ids));
        return ids;
    }

    private static void cited(Lacking lacking, Set<String> ids) {
        ids.addAll(lacking.cites());
        for (Unmet unmet : lacking.unmet()) {
            unmet.shown().forEach(r -> cited(r, ids));
            Lacking deeper = unmet.deeper();
            if (deeper != null) {
                cited(deeper, ids);
            }
        }
    }

    private static void cited(Reason reason, Set<String> ids) {
        ids.addAll(reason.cites());
        reason.because().forEach(r -> cited(r, ids));
    }

    /**
     * Same text for the same reason, so that it is told once: also where a rule draws two conclusions from the same
     * premises and says both in one sentence.
     */
    static String key(Reason reason) {
        if (!reason.rule().isEmpty() && !reason.explainEn().isEmpty()) {
            return reason.rule()
                    + '\n'
                    + reason.explainEn()
                    + '\n'
                    + reason.evidence()
                    + '\n'
                    + reason.because().stream().map(Reason::conclusion).toList();
        }
        return reason.conclusion() + '\n' + reason.rule() + '\n' + reason.explainEn() + '\n' + reason.evidence();
    }

    private boolean chinese() {
        return words.language() == Language.CHINESE;
    }
}
