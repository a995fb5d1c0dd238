package io.kdchain.rules.report;

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
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.NotLiable;
import io.kdchain.rules.verdict.NotLiable.Lacking;
import io.kdchain.rules.verdict.NotLiable.Unmet;
import io.kdchain.rules.verdict.Settlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A verdict for a person at a terminal. */
final class VerdictText {
    private final ReportInput input;
    private final Attribution verdict;
    private final LegalSources sources;
    private final Words words;
    private final Telling telling;
    private final ChainView chain;
    private final Set<String> introduced = new HashSet<>();
    private final TextPage page = new TextPage();

    private VerdictText(ReportInput input, Language language) {
        this.input = input;
        this.verdict = input.verdict();
        this.sources = input.sources();
        this.words = Words.of(language);
        this.chain = input.chain();
        this.telling = new Telling(verdict, sources, words, this::name);
    }

    static String of(ReportInput input, Language language) {
        return new VerdictText(input, language).write();
    }

    /** A party's name; the first time with its id, by which the log and the commands know it. */
    private String name(String party) {
        String name = chain.name(party);
        return name.equals(party) || !introduced.add(party) ? name : "%s (%s)".formatted(name, party);
    }

    private String write() {
        verdictFirst();
        verdict.items().forEach(this::item);
        liable();
        moneyBeside();
        reasons();
        notLiable();
        evidence();
        open();
        measures();
        verdict.items().forEach(this::otherWays);
        norms();
        page.blank();
        verdict.packs()
                .forEach(p -> page.line(
                        0, words.say("pack") + ": ", "%s %s (%s)".formatted(p.id(), p.version(), p.digest())));
        page.line(0, words.say("digest") + ": ", verdict.digest());
        return page.toString();
    }

    static String settled(ReportInput input, Language language) {
        VerdictText text = new VerdictText(input, language);
        input.settled().forEach(text::settled);
        return text.page.toString();
    }

    private void settled(Settlement s) {
        page.heading(words.say("section.settled") + " · " + s.item());
        page.line(2, words.say("settled.intro"));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                words.say("party"),
                words.say("settled.bears"),
                words.say("settled.paid"),
                words.say("settled.owes"),
                ""));
        for (Settlement.Debtor d : s.debtors()) {
            rows.add(List.of(
                    name(d.party()),
                    Format.money(d.bears()),
                    Format.money(d.paid()),
                    Format.money(d.owes()),
                    d.insolvent() ? words.say("settled.insolvent") : ""));
        }
        page.table(2, rows);
        s.claims().forEach(c -> page.line(2, telling.claim(c) + cites(c.cites())));
        page.line(2, telling.agreementsLeftOut(s));
        if (s.lost().amount().signum() > 0) {
            page.line(2, words.say("settled.lost", Format.money(s.lost()), s.item()));
        }
    }

    private void verdictFirst() {
        page.line(0, words.say("verdict") + " · ", verdict.incident());
        page.blank();
        page.line(2, telling.headline());
        if (verdict.shares() == null && verdict.established()) {
            page.line(2, words.say("headline.items"));
        }
        telling.person(Attribution.CLAIMANT).forEach(line -> page.line(2, line));
        for (LiableParty party : verdict.liable()) {
            String why = telling.why(party);
            if (!why.isEmpty()) {
                page.line(2, why);
            }
        }
        for (Elsewhere party : verdict.elsewhere()) {
            page.line(2, telling.elsewhere(party));
        }
        page.blank().line(2, words.say("proposal"));
    }

    private void item(ItemVerdict item) {
        String regime = words.code(
                "regime", item.regime() == null ? "null" : item.regime().code());
        page.heading(words.say("item") + " " + item.item());
        page.line(
                2,
                "%s · %s · %s %s"
                        .formatted(
                                words.say(item.established() ? "status.established" : "status.not-established"),
                                regime,
                                words.say("law.as.of"),
                                item.lawAsOf()));
        if (item.imposed()) {
            page.line(2, words.say("item.imposed"));
        }
        if (!item.established()) {
            page.line(2, words.say("item.failed", telling.failed(item.failed())));
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                words.say("party"),
                words.say("share"),
                words.say("percent"),
                words.say("amount"),
                words.say("range"),
                words.say("claimable")));
        List<String> without = new ArrayList<>();
        for (Map.Entry<String, Fraction> e : byShare(item)) {
            String key = e.getKey();
            Fraction claimable = item.claimable().getOrDefault(key, Fraction.ZERO);
            Bounds bounds = item.bounds().get(key);
            boolean moves = bounds != null && bounds.high().signum() > 0;
            if (e.getValue().isZero() && claimable.isZero() && !moves) {
                without.add(telling.bearer(key));
                continue;
            }
            Money amount = item.amounts().get(key);
            rows.add(List.of(
                    telling.bearer(key),
                    e.getValue().toString(),
                    Format.percent(e.getValue()),
                    amount == null ? "" : Format.money(amount),
                    bounds == null
                            ? ""
                            : words.say(
                                    "range.to",
                                    bounds.low().toString(),
                                    bounds.high().toString()),
                    claimable.isZero() ? "" : claimable.toString()));
        }
        page.table(2, rows);
        if (!without.isEmpty()) {
            page.line(2, words.say("zero.parties", telling.list(without)));
        }
        item.solidarity()
                .forEach(s -> page.line(
                        2,
                        words.say(
                                        "solidarity",
                                        telling.list(s.parties().stream()
                                                .map(this::name)
                                                .toList()))
                                + cites(s.cites())));
        item.recourse()
                .forEach(r -> page.line(
                        2,
                        words.say(
                                        "recourse",
                                        name(r.from()),
                                        name(r.to()),
                                        r.share().toString())
                                + cites(r.cites())));
        item.supplementary()
                .forEach(s -> page.line(
                        2, words.say("supplementary", name(s.party()), name(s.primary())) + cites(s.cites())));
        if (!item.cites().isEmpty()) {
            page.line(2, words.say("norms.of.item") + ": ", String.join(", ", item.cites()));
        }
    }

    private void otherWays(ItemVerdict item) {
        List<WayRange> ranges = WayRange.of(item);
        if (ranges.isEmpty()) {
            return;
        }
        page.heading(words.say("section.ways") + " · " + item.item());
        page.line(2, words.say("ways.intro"));
        for (WayRange range : ranges) {
            page.line(
                    2,
                    "- ",
                    words.say("colon", telling.bearer(range.party()), words.say("ways.law") + " " + range.byLaw()));
            if (range.low().equals(range.high())) {
                page.line(6, words.say("ways.same", range.low().toString()));
            } else {
                bound("ways.lowest", range.low(), range.lowest());
                bound("ways.highest", range.high(), range.highest());
            }
        }
        page.line(
                2,
                words.say("ways.all", telling.ways(List.copyOf(item.otherWays().keySet()))));
    }

    private void bound(String key, Fraction share, List<String> ways) {
        page.line(6, words.say("colon", words.say(key) + " " + share, telling.ways(ways)));
    }

    private void liable() {
        if (verdict.liable().isEmpty()) {
            return;
        }
        page.heading(words.say("section.liable"));
        for (LiableParty p : verdict.liable()) {
            String share = p.share() == null ? "" : " · " + p.share() + " (" + Format.percent(p.share()) + ")";
            String roles = telling.roles(p.roles());
            page.line(2, name(p.party()) + (roles.isEmpty() ? "" : " (" + roles + ")") + share);
            page.line(
                    4,
                    "%s: %s · %s: %s"
                            .formatted(
                                    words.say("fault"),
                                    words.code(p.fault()),
                                    words.say("causation"),
                                    words.code(p.causation())));
            telling.person(p.party()).forEach(line -> page.line(4, line));
            p.breaches().forEach(this::breach);
            if (p.breaches().isEmpty()) {
                page.line(4, telling.why(p));
            }
            if (!p.defences().isEmpty()) {
                page.line(
                        4,
                        words.say("defences") + ": ",
                        telling.list(p.defences().stream().map(words::code).toList()));
            }
            if (!p.cites().isEmpty()) {
                page.line(4, words.say("norms") + ": ", String.join(", ", p.cites()));
            }
        }
    }

    private void breach(BreachFound b) {
        List<String> parts = new ArrayList<>();
        parts.add(words.say("breach.line", telling.duty(b.duty())));
        parts.add(words.say("breach.grade", words.code(b.grade())));
        parts.add(words.say(b.causal() ? "breach.causal" : "breach.notcausal"));
        if (!b.silence().isEmpty()) {
            parts.add(words.say("silence", words.code("silence", b.silence())));
        }
        if (!b.evidence().isEmpty()) {
            parts.add(words.say("evidence.leaf", indexes(b.evidence())));
        }
        page.line(4, "- ", String.join(" · ", parts) + cites(b.cites()));
    }

    private void moneyBeside() {
        if (!verdict.contracts().isEmpty()) {
            page.heading(words.say("section.contracts"));
            verdict.contracts().forEach(c -> page.line(2, telling.contract(c) + cites(c.cites())));
        }
        if (!verdict.insurance().isEmpty()) {
            page.heading(words.say("section.insurance"));
            verdict.insurance().forEach(p -> page.line(2, telling.insurance(p)));
        }
        if (!verdict.punitive().isEmpty()) {
            page.heading(words.say("section.punitive"));
            verdict.punitive()
                    .forEach(p ->
                            page.line(2, words.say("punitive.line", name(p.party()), p.item()) + cites(p.cites())));
        }
    }

    private void reasons() {
        page.heading(words.say("section.reasons"));
        if (verdict.reasons().isEmpty()) {
            page.line(2, words.say("reasons.none"));
        }
        Set<String> told = new HashSet<>();
        for (Reason r : verdict.reasons()) {
            if (!told.contains(Telling.key(r))) {
                reason(2, r, told);
            }
        }
    }

    private void reason(int indent, Reason reason, Set<String> told) {
        StringBuilder text = new StringBuilder(telling.sentence(reason));
        if (telling.needsCanonical(reason) && !text.toString().equals(reason.conclusion())) {
            text.append(" {").append(reason.conclusion()).append('}');
        }
        if (!reason.evidence().isEmpty()) {
            text.append(" [")
                    .append(words.say("evidence.leaf", indexes(reason.evidence())))
                    .append(']');
        }
        if (!reason.note().isEmpty()) {
            text.append(" [")
                    .append(words.say("silence", words.code("silence", reason.note())))
                    .append(']');
        }
        if (!reason.burden().isEmpty()) {
            text.append(" [").append(telling.burden(reason)).append(']');
        }
        boolean again = !told.add(Telling.key(reason));
        if (again && !reason.because().isEmpty()) {
            text.append(" (").append(words.say("seen")).append(')');
        } else if (!reason.rule().isEmpty()) {
            text.append(" {").append(reason.rule()).append('}');
        }
        page.line(indent, reason.rule().isEmpty() ? "· " : "- ", text.toString());
        if (!again) {
            reason.because().forEach(r -> reason(indent + 2, r, told));
        }
    }

    private void notLiable() {
        if (input.notLiable().isEmpty()) {
            return;
        }
        page.heading(words.say("section.notliable"));
        page.line(2, words.say("notliable.intro"));
        for (NotLiable one : input.notLiable()) {
            page.line(2, words.say("notliable.party", telling.bearer(one.party()), one.item()));
            lacking(4, one.lacking(), one.party(), new HashSet<>());
        }
    }

    private void lacking(int indent, Lacking lacking, String party, Set<String> told) {
        page.line(
                indent,
                words.say("notliable.nearest") + ": ",
                telling.sentence(lacking, party) + " {" + lacking.rule() + "}" + cites(lacking.cites()));
        for (Unmet unmet : lacking.unmet()) {
            page.line(
                    indent + 2,
                    "x ",
                    telling.unmet(unmet)
                            + (unmet.about().isEmpty()
                                    ? ""
                                    : " ["
                                            + words.say("concerns", words.say("evidence.leaf", indexes(unmet.about())))
                                            + "]"));
            unmet.shown().forEach(r -> reason(indent + 4, r, told));
            Lacking deeper = unmet.deeper();
            if (deeper != null) {
                lacking(indent + 4, deeper, party, told);
            }
        }
    }

    private void evidence() {
        page.heading(words.say("section.evidence"));
        EvidenceSummary e = verdict.evidence();
        int all = e.admitted().size() + e.rejected().size() + e.notUnderstood().size();
        page.line(
                2,
                words.say("evidence.count", Integer.toString(e.admitted().size()), Integer.toString(all))
                        + (e.admitted().isEmpty() ? "" : ": " + ranges(e.admitted())));
        e.rejected()
                .forEach(r -> page.line(
                        2,
                        words.say("rejected") + " · ",
                        words.say("rejected.line", Long.toString(r.event()), r.reason())));
        e.notUnderstood().forEach(i -> page.line(2, words.say("not.understood.line", Long.toString(i))));
    }

    private void open() {
        page.heading(words.say("section.open"));
        if (verdict.open().isEmpty()) {
            page.line(2, words.say("open.none"));
        }
        for (OpenQuestion q : verdict.open()) {
            page.line(2, "? ", words.language() == Language.CHINESE ? q.questionZh() : q.questionEn());
            page.line(4, words.say("open.yes") + ": ", telling.ifYes(q));
            page.line(4, words.say("open.no") + ": ", telling.ifNo(q));
            page.line(4, words.say("open.try", "--answer " + q.id() + "=yes|no"));
        }
    }

    private void measures() {
        page.heading(words.say("section.measures"));
        if (verdict.measures().isEmpty()) {
            page.line(2, words.say("measures.none"));
        }
        for (Measure m : verdict.measures()) {
            List<String> parts = new ArrayList<>();
            parts.add(m.due() == null ? words.say("at.once") : Format.moment(m.due()));
            parts.add(words.say("colon", name(m.party()), words.code(m.measure())));
            parts.add(words.say(m.fixedByLaw() ? "by.law" : "by.parameter"));
            parts.add(words.say(m.done() ? "done" : "not.done"));
            page.line(2, "- ", String.join(" · ", parts) + cites(m.cites()));
        }
    }

    private void norms() {
        Set<String> cited = Telling.cited(input);
        if (cited.isEmpty() || cited.stream().allMatch(id -> sources.norm(id).isEmpty())) {
            return;
        }
        page.heading(words.say("section.norms"));
        cited.forEach(id -> page.line(2, "- ", telling.norm(id)));
    }

    private static List<Map.Entry<String, Fraction>> byShare(ItemVerdict item) {
        return item.shares().entrySet().stream()
                .sorted(Map.Entry.<String, Fraction>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
    }

    private static String cites(List<String> norms) {
        return norms.isEmpty() ? "" : " [" + String.join(", ", norms) + "]";
    }

    private static String indexes(List<Long> indexes) {
        return indexes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** {@code 0-4, 6, 8-9}. */
    static String ranges(List<Long> ascending) {
        List<String> parts = new ArrayList<>();
        int i = 0;
        while (i < ascending.size()) {
            int j = i;
            while (j + 1 < ascending.size() && ascending.get(j + 1) == ascending.get(j) + 1) {
                j++;
            }
            parts.add(i == j ? ascending.get(i).toString() : ascending.get(i) + "-" + ascending.get(j));
            i = j + 1;
        }
        return String.join(", ", parts);
    }
}
