package io.kdchain.rules.report;

import static io.kdchain.rules.report.Element.el;

import io.kdchain.rules.report.ChainView.Detail;
import io.kdchain.rules.report.ChainView.EventView;
import io.kdchain.rules.report.ChainView.LogView;
import io.kdchain.rules.report.ReportInput.Alternative;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.Elsewhere;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Measure;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.NotLiable.Lacking;
import io.kdchain.rules.verdict.NotLiable.Unmet;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.verdict.Settlement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A verdict as one HTML file in two languages; it runs without a script and loads nothing. */
final class VerdictHtml {
    /** Stand around a name within a sentence until the sentence becomes markup; data cannot forge more than them. */
    private static final char NAME_STARTS = '\uE000';

    private static final char NAME_ENDS = '\uE001';
    /** Stands between a name and its id. */
    private static final char ID_STARTS = '\uE002';
    /** Colours for shares; further bearers share the last. */
    private static final int SHARE_COLOURS = 6;
    /** Reasons are open down to this depth. */
    private static final int OPEN_DEPTH = 1;

    /** A number of more characters than this may be broken over lines. */
    private static final int LONGEST_UNBROKEN = 24;

    private final ReportInput input;
    private final Attribution verdict;
    private final Language first;
    private final Telling english;
    private final Telling chinese;
    private final ChainGraph graph;
    private final Map<Long, Long> leaves = new HashMap<>();
    private final Set<Long> known = new HashSet<>();
    private final Map<String, Integer> colours = new HashMap<>();

    private VerdictHtml(ReportInput input, Language first) {
        this.input = input;
        this.verdict = input.verdict();
        this.first = first;
        this.english = new Telling(verdict, input.sources(), Words.of(Language.ENGLISH), this::marked);
        this.chinese = new Telling(verdict, input.sources(), Words.of(Language.CHINESE), this::marked);
        this.graph = new ChainGraph(input);
        input.chain().events().forEach(e -> {
            leaves.put(e.index(), e.leaf());
            known.add(e.index());
        });
        bearersByShare().forEach(b -> colours.put(b, Math.min(colours.size(), SHARE_COLOURS - 1)));
    }

    static String of(ReportInput input, Language first) {
        return "<!DOCTYPE html>\n" + new VerdictHtml(input, first).document() + "\n";
    }

    // ---- the page

    private Element document() {
        String style = resource("report.css");
        String script = resource("report.js");
        Element head = el("head")
                .add(el("meta").attr("charset", "utf-8"))
                .add(el("meta")
                        .attr("http-equiv", "Content-Security-Policy")
                        .attr(
                                "content",
                                "default-src 'none'; style-src '%s'; script-src '%s'; base-uri 'none'; form-action 'none'"
                                        .formatted(hash(style), hash(script))))
                .add(el("meta").attr("name", "viewport").attr("content", "width=device-width, initial-scale=1"))
                .add(el("meta").attr("name", "referrer").attr("content", "no-referrer"))
                .add(el("meta").attr("name", "color-scheme").attr("content", "light dark"))
                .add(el("title")
                        .text("%s · %s · %s"
                                .formatted(
                                        verdict.incident(),
                                        Words.of(Language.ENGLISH).say("title"),
                                        Words.of(Language.CHINESE).say("title"))))
                .add(el("style").resource(style));
        Element body = el("body");
        body.add(el("a", "skip").attr("href", "#verdict").addAll(say("skip")));
        body.add(top());
        Element main = el("main");
        main.add(verdictFirst());
        main.add(contents());
        main.add(chain());
        verdict.items().forEach(i -> main.add(item(i)));
        main.add(liable());
        main.add(reasons());
        if (!input.notLiable().isEmpty()) {
            main.add(notLiable());
        }
        main.add(record());
        main.add(evidence());
        main.add(open());
        main.add(measures());
        if (!input.settled().isEmpty()) {
            main.add(settled());
        }
        moneyBeside().forEach(main::add);
        if (!input.comparisons().isEmpty()) {
            main.add(comparison());
        }
        if (hasOtherWays()) {
            main.add(otherWays());
        }
        main.add(norms());
        main.add(verify());
        body.add(main);
        body.add(el("footer").add(el("p").addAll(say("footer")), el("p").addAll(say("proposal"))));
        body.add(el("script").resource(script));
        return el("html").attr("lang", first.tag()).add(head, body);
    }

    private static String radioId(Language language) {
        return language == Language.ENGLISH ? "show-en" : "show-zh";
    }

    private Element top() {
        Element choice = el("div", "switch")
                .attr("role", "radiogroup")
                .attr(
                        "aria-label",
                        Words.of(Language.ENGLISH).say("switch.label") + " · "
                                + Words.of(Language.CHINESE).say("switch.label"));
        for (Language language : Language.values()) {
            Element radio = el("input", "lang-radio")
                    .attr("type", "radio")
                    .attr("name", "language")
                    .attr("id", radioId(language));
            choice.add(
                    language == first ? radio.attr("checked", "") : radio,
                    el("label")
                            .attr("for", radioId(language))
                            .attr("lang", language.tag())
                            .text(language == Language.ENGLISH ? "English" : "中文"));
        }
        return el("header", "top")
                .add(el("p", "brand").text("kdchain").add(el("span").addAll(say("title"))), choice);
    }

    private Element contents() {
        Element list = el("ul");
        for (String key : sections()) {
            list.add(el("li").add(el("a").attr("href", "#" + anchor(key)).addAll(say(key))));
        }
        return el("nav", "contents")
                .attr(
                        "aria-label",
                        Words.of(Language.ENGLISH).say("contents") + " · "
                                + Words.of(Language.CHINESE).say("contents"))
                .add(list);
    }

    private Set<String> sections() {
        Set<String> keys = new LinkedHashSet<>(List.of(
                "section.chain",
                "section.shares",
                "section.liable",
                "section.reasons",
                "section.notliable",
                "section.record",
                "section.evidence",
                "section.open",
                "section.measures"));
        if (input.notLiable().isEmpty()) {
            keys.remove("section.notliable");
        }
        if (!input.settled().isEmpty()) {
            keys.add("section.settled");
        }
        if (!verdict.contracts().isEmpty()) {
            keys.add("section.contracts");
        }
        if (!verdict.insurance().isEmpty()) {
            keys.add("section.insurance");
        }
        if (!verdict.punitive().isEmpty()) {
            keys.add("section.punitive");
        }
        if (!input.comparisons().isEmpty()) {
            keys.add("section.compare");
        }
        if (hasOtherWays()) {
            keys.add("section.ways");
        }
        keys.add("section.norms");
        keys.add("section.verify");
        if (verdict.items().isEmpty()) {
            keys.remove("section.shares");
        }
        return keys;
    }

    private static String anchor(String key) {
        return key.substring(key.indexOf('.') + 1);
    }

    private Element section(String key) {
        String id = anchor(key);
        return el("section")
                .attr("id", id)
                .attr("aria-labelledby", "h-" + id)
                .add(el("h2").attr("id", "h-" + id).addAll(say(key)));
    }

    // ---- the verdict

    private Element verdictFirst() {
        Element s = el("section", "verdict").attr("id", "verdict").attr("aria-labelledby", "h-verdict");
        s.add(el("p", "kicker").addAll(say("verdict")).add(el("span", "id").text(verdict.incident())));
        s.add(el("h1").attr("id", "h-verdict").addAll(both(Telling::headline)));
        if (verdict.shares() == null && verdict.established()) {
            s.add(el("p", "lead").addAll(say("headline.items")));
        }
        person(s, Attribution.CLAIMANT);
        for (LiableParty party : verdict.liable()) {
            if (!english.why(party).isEmpty()) {
                s.add(el("p", "lead").addAll(both(t -> t.why(party))));
            }
        }
        for (Elsewhere party : verdict.elsewhere()) {
            s.add(el("p").addAll(both(t -> t.elsewhere(party))));
        }
        if (verdict.shares() != null && verdict.established()) {
            s.add(shareBar(verdict.shares()), legend(verdict.shares()));
        }
        s.add(facts());
        return s.add(el("p", "proposal").addAll(say("proposal")));
    }

    /** The shares as one bar. */
    private Element shareBar(SortedMap<String, Fraction> shares) {
        Element svg = el("svg", "sharebar")
                .attr("viewBox", "0 0 1000 26")
                .attr("preserveAspectRatio", "none")
                .attr("aria-hidden", "true");
        Fraction from = Fraction.ZERO;
        for (String bearer : bearersByShare()) {
            Fraction share = shares.getOrDefault(bearer, Fraction.ZERO);
            if (share.signum() > 0) {
                svg.add(el("rect", colour(bearer))
                        .attr("x", permille(from))
                        .attr("y", 0)
                        .attr("width", permille(share))
                        .attr("height", 26));
                from = from.plus(share);
            }
        }
        return svg;
    }

    private Element legend(SortedMap<String, Fraction> shares) {
        Element list = el("ul", "legend");
        for (String bearer : bearersByShare()) {
            Fraction share = shares.getOrDefault(bearer, Fraction.ZERO);
            if (share.signum() <= 0) {
                continue;
            }
            Element entry = el("li").add(
                            el("span", "dot " + colour(bearer)), el("strong").addAll(bearer(bearer)))
                    .add(el("span", "num").text(share + " = " + percentSign(share)));
            total(bearer).ifPresent(m -> entry.add(el("span", "num").text(Format.money(m))));
            list.add(entry);
        }
        return list;
    }

    /** The amount of a bearer where all items have amounts in one currency. */
    private java.util.Optional<Money> total(String bearer) {
        List<Money> amounts = new ArrayList<>();
        for (ItemVerdict item : verdict.items()) {
            Money m = item.amounts().get(bearer);
            if (m != null) {
                amounts.add(m);
            }
        }
        if (amounts.isEmpty()
                || amounts.stream().map(Money::currency).distinct().count() > 1) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(new Money(
                amounts.stream().map(Money::amount).reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add),
                amounts.get(0).currency()));
    }

    private Element facts() {
        Element dl = el("dl", "facts");
        Incident incident = input.incident();
        if (incident != null) {
            dl.add(fact("claimant.of", List.of(partyCell(incident.claimant()))));
            List<Element> claims = new ArrayList<>();
            for (DamageItem item : incident.items()) {
                Element value = el("span", "line").addAll(both(t -> t.code(item.kind())));
                claims.add(item.amount() == null ? value : value.text(" ").add(value(Format.money(item.amount()))));
            }
            dl.add(fact("damage.total", claims));
            dl.add(fact(
                    "outputs",
                    List.of(code(String.join(
                            ", ",
                            incident.about().stream()
                                    .map(Telling::withoutDigest)
                                    .toList())))));
            dl.add(fact("occurred", List.of(time(incident.occurredAt()))));
        }
        Set<String> regimes = new TreeSet<>();
        verdict.items().stream()
                .map(ItemVerdict::regime)
                .filter(Objects::nonNull)
                .forEach(r -> regimes.add(r.code()));
        List<Element> names = new ArrayList<>();
        for (String regime : regimes) {
            names.add(el("span", "comma").addAll(both(t -> t.say("regime." + regime))));
        }
        if (!names.isEmpty()) {
            dl.add(fact("regime", names));
        }
        dl.add(fact("law.as.of", List.of(el("span").text(verdict.lawAsOf().toString()))));
        dl.add(fact(
                "evidence.short",
                List.of(el("span")
                        .addAll(say(
                                "evidence.count",
                                Integer.toString(verdict.evidence().admitted().size()),
                                Integer.toString(allEvidence()))))));
        return dl;
    }

    private Element fact(String key, List<Element> value) {
        return el("div").add(el("dt").addAll(say(key)), el("dd").addAll(value));
    }

    private int allEvidence() {
        EvidenceSummary e = verdict.evidence();
        return e.admitted().size() + e.rejected().size() + e.notUnderstood().size();
    }

    // ---- the chain

    private Element chain() {
        Element s = section("section.chain");
        if (graph.isEmpty()) {
            return s.add(el("p").addAll(say("chain.none")));
        }
        s.add(el("p", "note")
                .attr("id", "chain-caption")
                .addAll(say(graph.hasCause() ? "chain.caption" : "chain.caption.clean")));
        s.add(el("div", "figure").add(ChainGraph.markers(), graph.wide(this), graph.tall(this)));
        if (!graph.external().isEmpty()) {
            s.add(el("p", "note").addAll(say("chain.open", String.join(", ", graph.external()))));
        }
        return s;
    }

    // ---- shares

    private Element item(ItemVerdict item) {
        boolean isFirst = item.equals(verdict.items().get(0));
        Element s = isFirst ? section("section.shares") : el("section");
        DamageItem claimed = claimed(item.item());
        Element heading = el("h3", "item").add(code(item.item()));
        if (claimed != null) {
            heading.add(el("span").addAll(both(t -> t.code(claimed.kind()))));
            if (claimed.amount() != null) {
                heading.add(el("span", "num").text(Format.money(claimed.amount())));
            }
        }
        s.add(heading);
        List<Element> chips = new ArrayList<>();
        chips.add(el("li", item.established() ? "chip on" : "chip")
                .addAll(say(item.established() ? "status.established" : "status.not-established")));
        if (item.regime() != null) {
            chips.add(el("li", "chip").addAll(say("regime." + item.regime().code())));
        }
        chips.add(el("li", "chip").addAll(say("law.as.of")).text(" " + item.lawAsOf()));
        if (item.imposed()) {
            chips.add(el("li", "chip warn").addAll(say("item.imposed")));
        }
        if (claimed != null && claimed.aggravated()) {
            chips.add(el("li", "chip").addAll(say("item.aggravated")));
        }
        if (claimed != null && claimed.nonEconomic()) {
            chips.add(el("li", "chip").addAll(say("item.non-economic")));
        }
        s.add(el("ul", "chips").addAll(chips));
        if (!item.established()) {
            return s.add(el("p").addAll(both(t -> t.say("item.failed", t.failed(item.failed())))));
        }
        s.add(sharesTable(item));
        item.solidarity()
                .forEach(g -> s.add(el("p").addAll(both(t -> t.say(
                                "solidarity",
                                t.list(g.parties().stream().map(this::marked).toList()))))
                        .add(cites(g.cites()))));
        item.recourse()
                .forEach(r -> s.add(el("p").addAll(both(t -> t.say(
                                "recourse",
                                marked(r.from()),
                                marked(r.to()),
                                r.share().toString())))
                        .add(cites(r.cites()))));
        item.supplementary()
                .forEach(o ->
                        s.add(el("p").addAll(both(t -> t.say("supplementary", marked(o.party()), marked(o.primary()))))
                                .add(cites(o.cites()))));
        if (!item.cites().isEmpty()) {
            s.add(el("p", "note").addAll(say("norms.of.item")).text(": ").add(cites(item.cites())));
        }
        return s;
    }

    private @Nullable DamageItem claimed(String id) {
        return input.incident() == null
                ? null
                : input.incident().items().stream()
                        .filter(i -> i.id().equals(id))
                        .findFirst()
                        .orElse(null);
    }

    private Element sharesTable(ItemVerdict item) {
        boolean money = !item.amounts().isEmpty();
        List<String> keys = new ArrayList<>(List.of("party", "share", "range", "claimable"));
        if (money) {
            keys.add(2, "amount");
        }
        Element headings = el("tr");
        keys.forEach(k -> headings.add(
                el("th", k.equals("party") ? "" : "n").attr("scope", "col").addAll(say(k))));
        Element body = el("tbody");
        List<String> without = new ArrayList<>();
        for (Map.Entry<String, Fraction> e : byShare(item.shares())) {
            String key = e.getKey();
            Fraction share = e.getValue();
            Fraction claimable = item.claimable().getOrDefault(key, Fraction.ZERO);
            Bounds bounds = item.bounds().get(key);
            if (share.isZero()
                    && claimable.isZero()
                    && (bounds == null || bounds.high().isZero())) {
                without.add(key);
                continue;
            }
            Element row = el("tr");
            row.add(el("th").attr("scope", "row")
                    .add(el("span", "dot " + colour(key)))
                    .addAll(bearerCell(key)));
            row.add(cell("share")
                    .add(value(share.toString()).add(el("small").text(percentSign(share))))
                    .add(bar(key, share, bounds)));
            if (money) {
                Money m = item.amounts().get(key);
                row.add(cell("amount").add(value(m == null ? "–" : Format.money(m))));
            }
            row.add(cell("range")
                    .add(
                            bounds == null
                                    ? value("–")
                                    : el("span")
                                            .addAll(say(
                                                    "range.to",
                                                    bounds.low().toString(),
                                                    bounds.high().toString()))));
            row.add(cell("claimable").add(value(claimable.isZero() ? "–" : claimable.toString())));
            body.add(row);
        }
        Element table = el("table", "shares").add(el("thead").add(headings), body);
        Element div = el("div").add(table);
        if (!without.isEmpty()) {
            div.add(el("p", "note")
                    .addAll(both(t -> t.say(
                            "zero.parties",
                            t.list(without.stream().map(t::bearer).toList())))));
        }
        return div.add(el("p", "note small")
                .addAll(both(t -> t.say("colon", t.say("range"), t.say("range.help"))))
                .text(" · ")
                .addAll(both(t -> t.say("colon", t.say("claimable"), t.say("claimable.help")))));
    }

    private Element cell(String key) {
        return el("td", "n c-" + key)
                .add(el("span", "key").attr("aria-hidden", "true").addAll(say(key)));
    }

    private Element bar(String bearer, Fraction share, @Nullable Bounds bounds) {
        Element svg = el("svg", "bar")
                .attr("viewBox", "0 0 1000 8")
                .attr("preserveAspectRatio", "none")
                .attr("aria-hidden", "true")
                .add(el("rect", "ground").attr("width", 1000).attr("height", 8));
        if (bounds != null && bounds.high().compareTo(bounds.low()) > 0) {
            svg.add(el("rect", "band")
                    .attr("x", permille(bounds.low()))
                    .attr("width", permille(bounds.high().minus(bounds.low())))
                    .attr("height", 8));
        }
        return svg.add(el("rect", colour(bearer))
                .attr("y", 2)
                .attr("width", permille(share))
                .attr("height", 4));
    }

    // ---- who is liable

    private Element liable() {
        Element s = section("section.liable");
        if (verdict.liable().isEmpty()) {
            return s.add(el("p").addAll(say("headline.none")));
        }
        for (LiableParty p : verdict.liable()) {
            Element card = el("article", "card");
            Element heading =
                    el("h3").add(el("span", "dot " + colour(p.party()))).addAll(bearerCell(p.party()));
            if (p.share() != null) {
                heading.add(el("span", "num").text(p.share() + " = " + percentSign(p.share())));
            }
            card.add(heading);
            Element facts = el("dl", "facts tight");
            if (!p.roles().isEmpty()) {
                facts.add(fact("role", List.of(el("span").addAll(both(t -> t.roles(p.roles()))))));
            }
            card.add(facts.add(fact("fault", List.of(el("span").addAll(both(t -> t.code(p.fault()))))))
                    .add(fact("causation", List.of(el("span").addAll(both(t -> t.code(p.causation())))))));
            person(card, p.party());
            if (p.breaches().isEmpty()) {
                card.add(el("p").addAll(both(t -> t.why(p))));
            } else {
                Element list = el("ul", "breaches");
                p.breaches().forEach(b -> list.add(breach(b)));
                card.add(el("h4").addAll(say("breaches")), list);
            }
            if (!p.defences().isEmpty()) {
                card.add(el("p").addAll(say("defences"))
                        .text(": ")
                        .addAll(both(
                                t -> t.list(p.defences().stream().map(t::code).toList()))));
            }
            if (!p.cites().isEmpty()) {
                card.add(el("h4").addAll(say("norms")), normList(p.cites()));
            }
            s.add(card);
        }
        return s;
    }

    /** That a person is several parties, and what each adds to its share. */
    private void person(Element to, String key) {
        for (int i = 0; i < english.person(key).size(); i++) {
            int line = i;
            to.add(el("p", "note").addAll(both(t -> t.person(key).get(line))));
        }
    }

    private Element breach(BreachFound b) {
        Element li = el("li", b.causal() ? "causal" : "").add(el("strong").addAll(both(t -> t.duty(b.duty()))));
        li.add(el("span", b.causal() ? "chip warn" : "chip")
                .addAll(say(b.causal() ? "breach.causal" : "breach.notcausal")));
        Element line = el("p", "note").addAll(both(t -> t.say("breach.grade", t.code(b.grade()))));
        if (!b.silence().isEmpty()) {
            line.text(" · ").addAll(both(t -> t.say("silence", t.code("silence", b.silence()))));
        }
        if (!b.evidence().isEmpty()) {
            line.text(" · ").add(evidenceLinks(b.evidence()));
        }
        li.add(line);
        return b.cites().isEmpty() ? li : li.add(normList(b.cites()));
    }

    private Element normList(List<String> ids) {
        Element list = el("ul", "norms");
        for (String id : ids) {
            Element li = el("li").add(
                            el("a", "cite").attr("href", "#" + normAnchor(id)).text(id));
            input.sources().norm(id).ifPresent(n -> {
                li.text(Telling.hasOwnArticle(n) ? " " + n.article() + " · " : " ")
                        .addAll(both(t -> t.title(n)));
                li.add(rank(n));
            });
            list.add(li);
        }
        return list;
    }

    private Element rank(LegalSources.Norm n) {
        return el("span", "rank rank-" + (n.rank().equals("P") ? "p" : "x"))
                .addAll(both(t -> t.code("rank", n.rank()) + " · " + t.code("verified", n.verified())));
    }

    // ---- reasons

    private Element reasons() {
        Element s = section("section.reasons");
        if (verdict.reasons().isEmpty()) {
            return s.add(el("p").addAll(say("reasons.none")));
        }
        s.add(el("p", "note").addAll(say("reasons.intro")));
        s.add(el("p", "tools")
                .attr("hidden", "")
                .add(
                        el("button")
                                .attr("type", "button")
                                .attr("data-open", "yes")
                                .addAll(say("expand")),
                        el("button")
                                .attr("type", "button")
                                .attr("data-open", "no")
                                .addAll(say("collapse"))));
        Element list = el("ul", "tree");
        Set<String> told = new HashSet<>();
        for (Reason r : verdict.reasons()) {
            if (!told.contains(Telling.key(r))) {
                list.add(reason(r, told, 0));
            }
        }
        return s.add(list);
    }

    private Element reason(Reason r, Set<String> told, int depth) {
        boolean again = !told.add(Telling.key(r));
        boolean opens = !again && !r.because().isEmpty();
        Element text = el("span", r.rule().isEmpty() ? "said fact" : "said");
        if (english.sentence(r).equals(r.conclusion())) {
            text.add(code(r.conclusion()));
        } else {
            text.addAll(both(t -> t.sentence(r)));
        }
        Element meta = el("span", "meta");
        if (!r.rule().isEmpty()) {
            meta.add(el("span", "rule").addAll(say("rule")).text(" ").add(code(r.rule())));
        }
        if (english.needsCanonical(r) && !english.sentence(r).equals(r.conclusion())) {
            meta.add(code(r.conclusion()));
        }
        r.cites()
                .forEach(id -> meta.add(
                        el("a", "cite").attr("href", "#" + normAnchor(id)).text(id)));
        if (!r.evidence().isEmpty()) {
            meta.add(evidenceLinks(r.evidence()));
        }
        if (!r.note().isEmpty()) {
            meta.add(el("span").addAll(both(t -> t.say("silence", t.code("silence", r.note())))));
        }
        if (!r.burden().isEmpty()) {
            meta.add(el("span").addAll(both(t -> t.burden(r))));
        }
        if (again && !r.because().isEmpty()) {
            meta.add(el("span", "seen").addAll(say("seen")));
        }
        if (!opens) {
            return el("li", "leaf").add(text, meta);
        }
        Element details = el("details").add(el("summary").add(text), meta);
        if (depth < OPEN_DEPTH) {
            details.attr("open", "");
        }
        Element list = el("ul");
        r.because().forEach(b -> list.add(reason(b, told, depth + 1)));
        return el("li").add(details.add(list));
    }

    // ---- who is not liable

    private Element notLiable() {
        Element s = section("section.notliable").add(el("p", "note").addAll(say("notliable.intro")));
        Element list = el("ul", "tree");
        for (NotLiable one : input.notLiable()) {
            Element details = el("details")
                    .add(el("summary")
                            .add(el("span", "said")
                                    .addAll(both(t -> t.say("notliable.party", t.bearer(one.party()), one.item())))));
            list.add(el("li").add(details.add(el("ul").add(lacking(one.lacking(), one.party(), new HashSet<>())))));
        }
        return s.add(list);
    }

    private Element lacking(Lacking lacking, String party, Set<String> told) {
        Element text =
                el("span", "said").addAll(both(t -> t.say("notliable.nearest") + ": " + t.sentence(lacking, party)));
        Element meta = el("span", "meta")
                .add(el("span", "rule").addAll(say("rule")).text(" ").add(code(lacking.rule())));
        lacking.cites()
                .forEach(id -> meta.add(
                        el("a", "cite").attr("href", "#" + normAnchor(id)).text(id)));
        Element conditions = el("ul");
        for (Unmet unmet : lacking.unmet()) {
            Element one = el("li").add(el("span", "said").addAll(both(t -> t.unmet(unmet))));
            if (!unmet.about().isEmpty()) {
                one.add(el("span", "meta").addAll(say("concerns", "")).add(evidenceLinks(unmet.about())));
            }
            Element below = el("ul");
            unmet.shown().forEach(r -> below.add(reason(r, told, OPEN_DEPTH)));
            Lacking deeper = unmet.deeper();
            if (deeper != null) {
                below.add(lacking(deeper, party, told));
            }
            conditions.add(unmet.shown().isEmpty() && deeper == null ? one : one.add(below));
        }
        return el("li").add(text, meta, conditions);
    }

    private static boolean isRegime(String label) {
        return Arrays.stream(Regime.values()).anyMatch(regime -> regime.code().equals(label));
    }

    // ---- the record

    private Element record() {
        Element s = section("section.record");
        List<EventView> events = input.chain().events();
        if (events.isEmpty()) {
            return s.add(el("p").addAll(say("record.none")));
        }
        s.add(el("p", "note").addAll(say("record.intro")));
        Element list = el("ol", "record");
        events.stream()
                .sorted(Comparator.comparing(EventView::at).thenComparingLong(EventView::index))
                .forEach(e -> list.add(event(e)));
        return s.add(list);
    }

    private Element event(EventView e) {
        Element when = el("div", "when").add(time(e.at()));
        if (e.recordedAt() != null && !Format.moment(e.recordedAt()).equals(Format.moment(e.at()))) {
            when.add(el("small").addAll(say("recorded", Format.moment(e.recordedAt()))));
        }
        Element what = el("div", "what")
                .add(el("p").add(el("strong").addAll(both(t -> t.event(e.type()))))
                        .add(el("span", "by").add(partyCell(e.actor()))));
        Element edges = el("p", "note");
        edge(edges, "uses", e.uses());
        edge(edges, "generates", e.generates());
        edge(edges, "about", e.about());
        what.add(edges);
        Element details = el("p", "note details");
        Element digests = el("ul");
        for (Detail d : e.details()) {
            if (d.value().startsWith("sha256:")) {
                digests.add(el("li").text(d.name() + " ").add(code(d.value())));
            } else {
                details.add(el("span").text(d.name() + " ").add(code(d.value())));
            }
        }
        what.add(details);
        if (e.details().stream().anyMatch(d -> d.value().startsWith("sha256:"))) {
            what.add(el("details", "digests").add(el("summary").addAll(say("digests")), digests));
        }
        String state = switch (e.admission()) {
            case ADMITTED -> "ok";
            case REJECTED -> "rejected";
            case NOT_UNDERSTOOD -> "unknown";
        };
        Element badge = el("div", "state " + state).add(el("span", "mark").addAll(say("verified." + state)));
        if (!e.reason().isEmpty()) {
            badge.add(el("small").text(e.reason()));
        }
        return el("li", state + (graph.isOrigin(e) ? " origin" : ""))
                .attr("id", "leaf-" + e.leaf())
                .add(el("div", "index").text("#" + e.leaf()), when, what, badge);
    }

    private void edge(Element to, String key, List<String> entities) {
        if (!entities.isEmpty()) {
            to.add(el("span").addAll(say(key, String.join(", ", entities))));
        }
    }

    private Element evidence() {
        Element s = section("section.evidence");
        EvidenceSummary e = verdict.evidence();
        s.add(el("p").add(el("strong")
                        .addAll(say(
                                "evidence.count",
                                Integer.toString(e.admitted().size()),
                                Integer.toString(allEvidence()))))
                .text(" ")
                .addAll(say("verified.ok.help"))
                .text(": ")
                .add(el("span", "leafref")
                        .text(VerdictText.ranges(
                                e.admitted().stream().map(this::leafOf).sorted().toList()))));
        if (e.rejected().isEmpty()) {
            s.add(el("p").addAll(say("rejected.none")));
        } else {
            Element list = el("ul", "rejected");
            e.rejected()
                    .forEach(r -> list.add(el("li").add(el("span", "chip warn").addAll(say("rejected")))
                            .add(evidenceLinks(List.of(r.event())))
                            .text(" " + r.reason())));
            s.add(list);
        }
        if (!input.chain().findings().isEmpty()) {
            Element list = el("ul", "rejected");
            input.chain().findings().forEach(f -> list.add(el("li").text(f)));
            s.add(el("h3").addAll(say("findings")), list);
        }
        if (!e.notUnderstood().isEmpty()) {
            Element list = el("ul", "rejected");
            e.notUnderstood()
                    .forEach(i -> list.add(
                            el("li").addAll(say("not.understood.line", leafOf(i).toString()))));
            s.add(list);
        }
        return s;
    }

    // ---- what is open, what is due

    private Element open() {
        Element s = section("section.open");
        if (verdict.open().isEmpty()) {
            return s.add(el("p").addAll(say("open.none")));
        }
        s.add(el("p", "note").addAll(say("open.intro")));
        for (OpenQuestion q : verdict.open()) {
            Element card = el("article", "card question");
            card.add(el("h3").addAll(pair(q.questionEn(), q.questionZh())));
            if (!q.party().isEmpty()) {
                card.add(el("p", "note").addAll(say("concerns", marked(q.party()))));
            }
            card.add(el("dl", "facts tight")
                    .add(fact("open.yes", List.of(el("span").addAll(both(t -> t.ifYes(q))))))
                    .add(fact("open.no", List.of(el("span").addAll(both(t -> t.ifNo(q)))))));
            card.add(el("p", "note").addAll(say("open.try", "--answer " + q.id() + "=yes|no")));
            s.add(card);
        }
        return s;
    }

    private Element measures() {
        Element s = section("section.measures");
        if (verdict.measures().isEmpty()) {
            return s.add(el("p").addAll(say("measures.none")));
        }
        Element list = el("ol", "measures");
        for (Measure m : verdict.measures()) {
            Element due = el("div", "when");
            if (m.due() == null) {
                due.addAll(say("at.once"));
            } else {
                due.add(time(m.due()));
            }
            due.add(el("small").addAll(say(m.fixedByLaw() ? "by.law" : "by.parameter")));
            Element what = el("div", "what")
                    .add(el("p").add(el("strong").addAll(both(t -> t.code(m.measure()))))
                            .add(el("span", "by").add(partyCell(m.party()))));
            Element note = el("p", "note");
            if (!m.trigger().isEmpty()) {
                note.add(el("span").addAll(say("trigger")).text(" " + m.trigger()));
            }
            what.add(note.add(cites(m.cites())));
            list.add(el("li", m.done() ? "ok" : "")
                    .add(
                            due,
                            what,
                            el("div", "state " + (m.done() ? "ok" : "due"))
                                    .add(el("span", "mark").addAll(say(m.done() ? "done" : "not.done")))));
        }
        return s.add(list);
    }

    /** What is owed after payments. */
    private Element settled() {
        Element s = section("section.settled").add(el("p", "note").addAll(say("settled.intro")));
        for (Settlement one : input.settled()) {
            Element headings = el("tr");
            List.of("party", "settled.bears", "settled.paid", "settled.owes")
                    .forEach(k -> headings.add(el("th", k.equals("party") ? "" : "n")
                            .attr("scope", "col")
                            .addAll(say(k))));
            Element body = el("tbody");
            for (Settlement.Debtor d : one.debtors()) {
                Element name = el("th").attr("scope", "row").addAll(bearerCell(d.party()));
                if (d.insolvent()) {
                    name.add(el("small").addAll(say("settled.insolvent")));
                }
                body.add(el("tr").add(
                                name,
                                cell("settled.bears").add(value(Format.money(d.bears()))),
                                cell("settled.paid").add(value(Format.money(d.paid()))),
                                cell("settled.owes").add(value(Format.money(d.owes())))));
            }
            s.add(
                    el("h3", "item").add(code(one.item())),
                    el("table", "shares").add(el("thead").add(headings), body));
            one.claims()
                    .forEach(c -> s.add(el("p").addAll(both(t -> t.claim(c))).add(cites(c.cites()))));
            if (!english.agreementsLeftOut(one).isEmpty()) {
                s.add(el("p").addAll(both(t -> t.agreementsLeftOut(one))));
            }
            if (one.lost().amount().signum() > 0) {
                s.add(el("p").addAll(say("settled.lost", Format.money(one.lost()), one.item())));
            }
        }
        return s;
    }

    private List<Element> moneyBeside() {
        List<Element> sections = new ArrayList<>();
        if (!verdict.contracts().isEmpty()) {
            Element s = section("section.contracts");
            verdict.contracts()
                    .forEach(c -> s.add(el("p").addAll(both(t -> t.contract(c))).add(cites(c.cites()))));
            sections.add(s);
        }
        if (!verdict.insurance().isEmpty()) {
            Element s = section("section.insurance");
            verdict.insurance().forEach(p -> s.add(el("p").addAll(both(t -> t.insurance(p)))));
            sections.add(s);
        }
        if (!verdict.punitive().isEmpty()) {
            Element s = section("section.punitive");
            verdict.punitive()
                    .forEach(p -> s.add(el("p").addAll(say("punitive.line", marked(p.party()), p.item()))
                            .add(cites(p.cites()))));
            sections.add(s);
        }
        return sections;
    }

    private Element comparison() {
        Element s = section("section.compare");
        Set<String> bearers = new LinkedHashSet<>();
        List<Alternative> all = new ArrayList<>();
        all.add(new Alternative("", verdict));
        all.addAll(input.comparisons());
        for (Alternative a : all) {
            if (a.verdict().shares() != null) {
                byShare(a.verdict().shares()).stream()
                        .filter(e -> e.getValue().signum() > 0)
                        .forEach(e -> bearers.add(e.getKey()));
            }
        }
        Element list = el("div", "compare");
        for (Alternative a : all) {
            Element card = el("article", a.label().isEmpty() ? "card this" : "card");
            card.add(
                    a.label().isEmpty()
                            ? el("h3").addAll(say("compare.this"))
                            : el("h3").addAll(both(t -> t.code("regime", a.label()))));
            Attribution v = a.verdict();
            if (!v.established()) {
                card.add(el("p").addAll(say("status.not-established")));
            } else if (v.shares() == null) {
                card.add(el("p").addAll(say("headline.items")));
            } else {
                for (String bearer : bearers) {
                    Fraction share = v.shares().getOrDefault(bearer, Fraction.ZERO);
                    card.add(el("p", share.isZero() ? "row zero" : "row")
                            .add(el("span", "dot " + colour(bearer)))
                            .addAll(bearer(bearer))
                            .add(el("span", "num").text(share + " = " + percentSign(share)))
                            .add(bar(bearer, share, null)));
                }
            }
            for (ItemVerdict item : v.items()) {
                Regime applied = item.regime();
                if (isRegime(a.label()) && applied != null && !applied.code().equals(a.label())) {
                    card.add(el("p", "note")
                            .addAll(both(t -> t.say(
                                    "compare.other",
                                    item.item(),
                                    t.code("regime", a.label()),
                                    t.code("regime", applied.code())))));
                }
            }
            list.add(card);
        }
        return s.add(list);
    }

    // ---- other ways to share

    private boolean hasOtherWays() {
        return verdict.items().stream().anyMatch(i -> !i.otherWays().isEmpty());
    }

    private Element otherWays() {
        Element s = section("section.ways");
        s.add(el("p", "note").addAll(say("ways.intro")));
        for (ItemVerdict item : verdict.items()) {
            if (item.otherWays().isEmpty()) {
                continue;
            }
            s.add(el("h3").addAll(say("item")).text(" " + item.item()));
            Element list = el("ul", "sources");
            for (WayRange range : WayRange.of(item)) {
                Element one = el("li").addAll(bearer(range.party()))
                        .add(el("p").addAll(say("ways.law")).text(": " + range.byLaw()));
                list.add(
                        range.low().equals(range.high())
                                ? one.add(el("p").addAll(
                                                say("ways.same", range.low().toString())))
                                : one.add(
                                        bound("ways.lowest", range.low(), range.lowest()),
                                        bound("ways.highest", range.high(), range.highest())));
            }
            s.add(list);
        }
        return s;
    }

    private Element bound(String key, Fraction share, List<String> ways) {
        return el("p").addAll(say(key)).text(": %s · ".formatted(share)).addAll(both(t -> t.ways(ways)));
    }

    // ---- norms and verification

    private Element norms() {
        Element s = section("section.norms");
        Set<String> cited = Telling.cited(input);
        if (cited.isEmpty()) {
            return s.add(el("p").addAll(say("nothing")));
        }
        s.add(el("p", "note").addAll(say("norms.intro")));
        Element list = el("ul", "sources");
        for (String id : cited) {
            Element li =
                    el("li").attr("id", normAnchor(id)).add(el("span", "cite").text(id));
            input.sources().norm(id).ifPresent(n -> {
                li.add(el("strong").addAll(both(t -> t.title(n))));
                if (Telling.hasOwnArticle(n)) {
                    li.add(el("span", "article").text(n.article()));
                }
                li.add(rank(n));
                if (!n.paraphrase().isEmpty()) {
                    li.add(el("p").text(n.paraphrase()));
                }
                if (!n.inForce().isEmpty()) {
                    li.add(el("small").addAll(say("in.force")).text(" " + n.inForce()));
                }
            });
            list.add(li);
        }
        return s.add(list);
    }

    private Element verify() {
        Element s = section("section.verify");
        LogView log = input.chain().log();
        Element steps = el("ol", "steps");
        if (log == null) {
            steps.add(el("li").add(el("p").addAll(say("verify.scenario")))
                    .add(command("kd attribute SCENARIO.yaml --json")));
        } else {
            String trust = log.trustFile().isEmpty() ? "" : " --trust " + quoted(log.trustFile());
            Element where = el("p").addAll(say("verify.log"));
            if (log.url().indexOf('/') < 0) {
                where.text(" ").addAll(say("verify.where"));
            }
            steps.add(el("li").add(where)
                    .add(command("kd log verify --log " + quoted(log.url()) + trust))
                    .add(el("p", "note")
                            .addAll(say("verify.root", log.origin(), Long.toString(log.size()), log.rootHash()))));
            steps.add(el("li").add(el("p").addAll(say("verify.again")))
                    .add(command("kd attribute --log %s --incident %s%s --json"
                            .formatted(quoted(log.url()), quoted(verdict.incident()), trust))));
        }
        s.add(steps);
        Element dl = el("dl", "facts digests");
        dl.add(fact("verify.digest", List.of(code(verdict.digest()))));
        verdict.packs()
                .forEach(p -> dl.add(fact(
                        "pack", List.of(el("span").text(p.id() + " " + p.version() + " "), code(p.digest())))));
        return s.add(dl);
    }

    private static Element command(String line) {
        return el("pre").attr("tabindex", 0).add(el("code").text(line));
    }

    /** The word as a shell takes it. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    // ---- small parts

    /** A phrase in both languages. */
    private List<Element> say(String key, String... values) {
        return both(t -> t.say(key, values));
    }

    private List<Element> both(Function<Telling, String> text) {
        return pair(text.apply(english), text.apply(chinese));
    }

    private static List<Element> pair(String en, String zh) {
        return List.of(
                rich(el("span", "en").attr("lang", Language.ENGLISH.tag()), en),
                rich(el("span", "zh").attr("lang", Language.CHINESE.tag()), zh));
    }

    /** Puts names apart, so that their direction of writing stays their own. */
    private static Element rich(Element to, String text) {
        int from = 0;
        while (from < text.length()) {
            int start = text.indexOf(NAME_STARTS, from);
            int end = start < 0 ? -1 : text.indexOf(NAME_ENDS, start);
            if (end < 0) {
                return to.text(text.substring(from));
            }
            to.text(text.substring(from, start));
            int id = text.indexOf(ID_STARTS, start);
            to.add(
                    id < 0 || id > end
                            ? el("bdi").text(text.substring(start + 1, end))
                            : el("bdi")
                                    .attr("title", text.substring(id + 1, end))
                                    .text(text.substring(start + 1, id)));
            from = end + 1;
        }
        return to;
    }

    /** A party's name, and its id for who points at it. */
    private String marked(String party) {
        String name = name(party);
        return NAME_STARTS + Visible.of(name) + (name.equals(party) ? "" : ID_STARTS + Visible.of(party)) + NAME_ENDS;
    }

    /** The registered name of a party; its id where none is known. */
    String name(String party) {
        return input.chain().name(party);
    }

    private List<Element> bearer(String key) {
        return both(t -> t.bearer(key));
    }

    private List<Element> bearerCell(String key) {
        return key.equals(Attribution.CLAIMANT) || key.equals(Attribution.UNATTRIBUTED)
                ? bearer(key)
                : List.of(partyCell(key));
    }

    private Element partyCell(String party) {
        String name = name(party);
        Element cell = el("span", "party").add(el("bdi").text(name));
        return name.equals(party) ? cell : cell.add(el("small").text(party));
    }

    /** A number that stays on one line unless it is very long. */
    private static Element value(String text) {
        return el("span", text.length() <= LONGEST_UNBROKEN ? "value" : "value long")
                .text(text);
    }

    private static Element code(String text) {
        return el("code").text(text);
    }

    private static Element time(java.time.Instant at) {
        return el("time").attr("datetime", at.toString()).text(Format.moment(at));
    }

    private Element cites(List<String> ids) {
        Element span = el("span", "cites");
        ids.forEach(id ->
                span.add(el("a", "cite").attr("href", "#" + normAnchor(id)).text(id)));
        return span;
    }

    private Element evidenceLinks(List<Long> indexes) {
        Element span = el("span", "leaves");
        for (Long i : indexes) {
            span.add(
                    known.contains(i)
                            ? el("a", "leafref")
                                    .attr("href", "#leaf-" + leafOf(i))
                                    .text("#" + leafOf(i))
                            : el("span", "leafref").text("#" + leafOf(i)));
        }
        return span;
    }

    private Long leafOf(Long index) {
        return leaves.getOrDefault(index, index);
    }

    private static String normAnchor(String id) {
        return "norm-" + id.replaceAll("[^A-Za-z0-9-]", "_");
    }

    private String colour(String bearer) {
        return switch (bearer) {
            case Attribution.CLAIMANT -> "s-claimant";
            case Attribution.UNATTRIBUTED -> "s-other";
            default -> "s" + colours.getOrDefault(bearer, SHARE_COLOURS - 1);
        };
    }

    private static String percentSign(Fraction share) {
        return Format.percent(share);
    }

    private static String permille(Fraction share) {
        return Format.decimal(share.times(Fraction.of(1000)), 2).toPlainString();
    }

    /** Everybody who bears something in some item, by descending share; then who is claimable. */
    private List<String> bearersByShare() {
        Set<String> bearers = new LinkedHashSet<>();
        if (verdict.shares() != null) {
            byShare(verdict.shares()).stream()
                    .filter(e -> e.getValue().signum() > 0)
                    .forEach(e -> bearers.add(e.getKey()));
        }
        verdict.items()
                .forEach(i -> byShare(i.shares()).stream()
                        .filter(e -> e.getValue().signum() > 0)
                        .forEach(e -> bearers.add(e.getKey())));
        verdict.liable().forEach(p -> bearers.add(p.party()));
        return List.copyOf(bearers);
    }

    private static List<Map.Entry<String, Fraction>> byShare(SortedMap<String, Fraction> shares) {
        return shares.entrySet().stream()
                .sorted(Map.Entry.<String, Fraction>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    // ---- text in SVG

    Element svgText(String key, int x, int y, String cssClass, String... values) {
        return svgBoth(t -> t.say(key, values), x, y, cssClass, Integer.MAX_VALUE);
    }

    Element svgEvent(String type, int x, int y, String cssClass, int columns) {
        return svgBoth(t -> t.event(type), x, y, cssClass, columns);
    }

    Element svgDuty(String duty, int x, int y, String cssClass, int columns) {
        return svgBoth(t -> t.duty(duty), x, y, cssClass, columns);
    }

    Element svgCode(String code, int x, int y, String cssClass) {
        return svgBoth(t -> t.code(code), x, y, cssClass, Integer.MAX_VALUE);
    }

    private Element svgBoth(Function<Telling, String> text, int x, int y, String cssClass, int columns) {
        return el("g").add(el("text", cssClass + " en")
                        .attr("lang", Language.ENGLISH.tag())
                        .attr("x", x)
                        .attr("y", y)
                        .text(ChainGraph.fit(text.apply(english), columns)))
                .add(el("text", cssClass + " zh")
                        .attr("lang", Language.CHINESE.tag())
                        .attr("x", x)
                        .attr("y", y)
                        .text(ChainGraph.fit(text.apply(chinese), columns)));
    }

    // ---- resources

    private static String resource(String name) {
        try (InputStream in = VerdictHtml.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "Resource %s is missing beside %s; build kd-rules again.".formatted(name, VerdictHtml.class));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Resource %s can't be read.".formatted(name), e);
        }
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java lacks SHA-256, which every Java must have.", e);
        }
    }
}
