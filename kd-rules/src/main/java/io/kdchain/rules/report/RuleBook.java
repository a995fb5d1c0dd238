package io.kdchain.rules.report;

import static io.kdchain.rules.report.Element.el;

import java.util.List;
import java.util.Locale;

/**
 * A book of the rules of a pack, to be read by people. Texts come from the pack; where they are put into HTML they are
 * escaped.
 *
 * @param title title of the pack
 * @param id id of the pack
 * @param version version of the pack
 * @param chapters one for each norm
 */
public record RuleBook(String title, String id, String version, List<Chapter> chapters) {
    public RuleBook {
        chapters = List.copyOf(chapters);
    }

    /**
     * A norm and what rests on it.
     *
     * @param id id of the norm
     * @param title its title
     * @param paraphrase what it says
     * @param facts rank, days, verification and note: label and value
     * @param rules the rules that are named after it
     * @param duties the duties that rest on it
     * @param scenarios the scenarios that expect it to be cited: id, and title
     */
    public record Chapter(
            String id,
            String title,
            String paraphrase,
            List<Line> facts,
            List<RuleText> rules,
            List<Line> duties,
            List<Line> scenarios) {
        public Chapter {
            facts = List.copyOf(facts);
            rules = List.copyOf(rules);
            duties = List.copyOf(duties);
            scenarios = List.copyOf(scenarios);
        }
    }

    /** Something short, and what there is to say of it. */
    public record Line(String label, String text) {}

    /**
     * A rule in words.
     *
     * @param name its name
     * @param at its file and line
     * @param conditions all must hold
     * @param conclusions what follows then
     * @param facts step, exceptions, burden, citations and the sentence of a verdict: label and value
     */
    public record RuleText(
            String name, String at, List<String> conditions, List<String> conclusions, List<Line> facts) {
        public RuleText {
            conditions = List.copyOf(conditions);
            conclusions = List.copyOf(conclusions);
            facts = List.copyOf(facts);
        }
    }

    private static final String STYLE = """
            body { margin: 0 auto; max-width: 52rem; padding: 1.5rem; font: 1rem/1.6 Georgia, "Noto Serif CJK SC", "Songti SC", SimSun, serif; color: #1c2530; background: #fbfaf6; }
            h1, h2, h3, nav, dt { font-family: system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
            h2 { margin-top: 3rem; border-top: 1px solid #d9d6cc; padding-top: 1rem; }
            h3 { font-size: 1rem; margin-bottom: .3rem; }
            code, .at { font: .8rem ui-monospace, Consolas, monospace; color: #55606d; }
            dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; font-size: .9rem; }
            dt { color: #55606d; } dd { margin: 0; }
            .rule { background: #fff; border: 1px solid #d9d6cc; border-radius: 6px; padding: .6rem 1rem; margin: 1rem 0; break-inside: avoid; }
            .rule ul { margin: .2rem 0; } .word { color: #55606d; margin: .4rem 0 0; }
            nav ul { columns: 2; font-size: .85rem; padding-left: 1.1rem; }
            @media print { body { background: #fff; max-width: none; } nav { break-after: page; } }
            """;

    /** One HTML page in the language of a locale: no script, nothing from elsewhere. */
    public String html(Locale locale) {
        Words words = Words.of(Language.of(locale));
        Element body = el("body").add(el("h1").text(title), el("p").text(words.say("book.intro", version)), contents());
        for (Chapter chapter : chapters) {
            body.add(chapter(chapter, words));
        }
        Element page = el("html")
                .attr("lang", Language.of(locale).tag())
                .add(
                        el("head")
                                .add(
                                        el("meta").attr("charset", "utf-8"),
                                        el("meta")
                                                .attr("name", "viewport")
                                                .attr("content", "width=device-width, initial-scale=1"),
                                        el("title").text(words.say("book.title", id)),
                                        el("style").resource(STYLE)),
                        body);
        return "<!DOCTYPE html>\n" + page + "\n";
    }

    private Element contents() {
        Element list = el("ul");
        for (Chapter chapter : chapters) {
            list.add(el("li").add(el("a").attr("href", "#" + chapter.id()).text(chapter.title())));
        }
        return el("nav").add(list);
    }

    private static Element chapter(Chapter chapter, Words words) {
        Element section = el("section").attr("id", chapter.id());
        section.add(
                el("h2").text(chapter.title()),
                el("p").add(el("code").text(chapter.id())),
                el("blockquote").attr("title", words.say("book.paraphrase")).text(chapter.paraphrase()),
                lines(chapter.facts()));
        if (chapter.rules().isEmpty()) {
            section.add(el("p", "word").text(words.say("book.norules")));
        }
        chapter.rules().forEach(rule -> section.add(rule(rule, words)));
        if (!chapter.duties().isEmpty()) {
            section.add(el("h3").text(words.say("book.duties")), lines(chapter.duties()));
        }
        if (!chapter.scenarios().isEmpty()) {
            section.add(el("h3").text(words.say("book.scenarios")), lines(chapter.scenarios()));
        }
        return section;
    }

    private static Element rule(RuleText rule, Words words) {
        return el("div", "rule")
                .add(
                        el("h3").text(rule.name()),
                        el("div", "at").text(rule.at()),
                        el("p", "word").text(words.say("book.when")),
                        list(rule.conditions()),
                        el("p", "word").text(words.say("book.then")),
                        list(rule.conclusions()),
                        lines(rule.facts()));
    }

    private static Element list(List<String> items) {
        Element list = el("ul");
        items.forEach(item -> list.add(el("li").text(item)));
        return list;
    }

    private static Element lines(List<Line> lines) {
        Element list = el("dl");
        lines.forEach(line -> list.add(el("dt").text(line.label()), el("dd").text(line.text())));
        return list;
    }
}
