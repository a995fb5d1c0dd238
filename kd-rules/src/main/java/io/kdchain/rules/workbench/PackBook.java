package io.kdchain.rules.workbench;

import io.kdchain.rules.language.Rule;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.Label;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.CodeWords;
import io.kdchain.rules.report.RuleBook;
import io.kdchain.rules.report.RuleBook.Chapter;
import io.kdchain.rules.report.RuleBook.Line;
import io.kdchain.rules.report.RuleBook.RuleText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Makes a book of a pack: its norms, each with the rules in words, the duties and the scenarios. */
public final class PackBook {
    private final RulePack pack;
    private final Collection<Scenario> scenarios;
    private final CodeWords words;

    private PackBook(RulePack pack, Collection<Scenario> scenarios, CodeWords words) {
        this.pack = pack;
        this.scenarios = scenarios;
        this.words = words;
    }

    /**
     * The book.
     *
     * @param pack a single pack; what it builds on is not in the book
     * @param scenarios those of the pack; by what they expect to be cited, none is judged
     * @param locale language of the book: Chinese or English
     */
    public static RuleBook of(RulePack pack, Collection<Scenario> scenarios, Locale locale) {
        PackBook book = new PackBook(pack, List.copyOf(scenarios), CodeWords.of(locale));
        return new RuleBook(
                book.label(pack.title()),
                pack.id(),
                pack.version(),
                pack.norms().values().stream()
                        .filter(n -> n.pack().equals(pack.id()))
                        .map(book::chapter)
                        .toList());
    }

    private String label(Label label) {
        return words.isChinese() ? label.zh() : label.en();
    }

    private SentenceLanguage language() {
        return words.isChinese() ? SentenceLanguage.CHINESE : SentenceLanguage.ENGLISH;
    }

    private Chapter chapter(Norm norm) {
        List<Line> facts = new ArrayList<>();
        facts.add(
                new Line(words.say("book.rank"), words.code("rank", norm.rank().name())));
        facts.add(new Line(words.say("book.inforce"), norm.inForce().toString()));
        facts.add(new Line(
                words.say("book.verified"),
                words.code("verified", norm.verified().name())));
        if (!norm.note().isEmpty()) {
            facts.add(new Line(words.say("book.note"), norm.note()));
        }
        return new Chapter(
                norm.id(),
                label(norm.title()),
                norm.paraphrase(),
                facts,
                pack.rules().stream()
                        .filter(r -> pack.normOf(r).filter(norm::equals).isPresent())
                        .map(this::rule)
                        .toList(),
                pack.duties().values().stream()
                        .filter(d -> d.norms().contains(norm.id()))
                        .map(this::duty)
                        .toList(),
                scenarios.stream()
                        .filter(s -> expects(s, norm.id()))
                        .map(s -> new Line(s.id(), s.title()))
                        .toList());
    }

    private RuleText rule(Rule rule) {
        Sentences sentences = new Sentences(pack, words, rule);
        List<Line> facts = new ArrayList<>();
        facts.add(new Line(
                words.say("book.phase"), words.say("book.phase." + rule.phase().code())));
        facts.add(new Line(words.say("book.reason"), sentences.reason()));
        facts.add(new Line(
                words.say("book.cites"),
                words.listed(rule.legalBasis().stream()
                        .map(id -> pack.norm(id).map(n -> label(n.title())).orElse(id))
                        .toList())));
        rule.exceptionTo().forEach(name -> facts.add(new Line(words.say("book.exception"), name)));
        String burden = rule.burden();
        if (burden != null) {
            facts.add(new Line(
                    words.say("book.burden"), words.code("role", language().field(burden))));
        }
        if (rule.inForce() != null) {
            facts.add(new Line(words.say("book.inforce"), String.valueOf(rule.inForce())));
        }
        return new RuleText(
                rule.name(),
                rule.at().file() + ":" + rule.at().line(),
                sentences.conditions(),
                sentences.conclusions(),
                facts);
    }

    private Line duty(Duty duty) {
        String roles = words.listed(
                duty.roles().stream().sorted().map(r -> words.code("role", r)).toList());
        return new Line(duty.id(), words.say("book.duty", label(duty.title()), roles));
    }

    /** Whether the scenario expects the norm to be cited; the id of an article stands for all its paragraphs. */
    private static boolean expects(Scenario scenario, String norm) {
        return scenario.expectations().stream()
                .filter(e -> e.key().equals("cites") || e.key().endsWith(".cites"))
                .anyMatch(e -> norm.equals(e.expected()) || norm.startsWith(e.expected() + "-"));
    }
}
