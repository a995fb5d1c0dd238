package io.kdchain.rules.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.ContractTerm;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LegalPerson;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Measure;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.NotLiable.Lacking;
import io.kdchain.rules.verdict.Settlement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A verdict as JSON, format 1. */
final class VerdictJson {
    /** Raised when a member changes its meaning; new members do not raise it. */
    static final int FORMAT = 1;

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private VerdictJson() {}

    static String of(Attribution verdict) {
        return written(document(verdict));
    }

    static String of(ReportInput input) {
        ObjectNode document = document(input.verdict());
        if (!input.settled().isEmpty()) {
            document.set("settled", objects(input.settled(), VerdictJson::settled));
        }
        if (!input.notLiable().isEmpty()) {
            document.set("notLiable", objects(input.notLiable(), (n, p) -> {
                n.put("party", p.party());
                n.put("item", p.item());
                lacking(n.putObject("lacking"), p.lacking());
            }));
        }
        return written(document);
    }

    private static String written(ObjectNode document) {
        try {
            return oneLine(MAPPER.writeValueAsString(document));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings and numbers could not be written as JSON.", e);
        }
    }

    private static void settled(ObjectNode n, Settlement s) {
        n.put("item", s.item());
        n.set("debtors", objects(s.debtors(), (d, debtor) -> {
            d.put("party", debtor.party());
            d.put("bears", debtor.bears().toString());
            d.put("paid", debtor.paid().toString());
            d.put("owes", debtor.owes().toString());
            d.put("insolvent", debtor.insolvent());
        }));
        n.set("claims", objects(s.claims(), (c, claim) -> {
            c.put("from", claim.from());
            c.put("to", claim.to());
            c.put("amount", claim.amount().toString());
            if (!claim.instead().isEmpty()) {
                c.put("instead", claim.instead());
            }
            if (!claim.insured().isEmpty()) {
                c.put("insured", claim.insured());
            }
            c.set("cites", strings(claim.cites()));
        }));
        n.put("lost", s.lost().toString());
    }

    private static ObjectNode document(Attribution v) {
        ObjectNode o = NODES.objectNode();
        o.put("format", FORMAT);
        o.put("incident", v.incident());
        o.put("status", status(v.established()));
        o.put("lawAsOf", v.lawAsOf().toString());
        o.set("packs", objects(v.packs(), (n, p) -> {
            n.put("id", p.id());
            n.put("version", p.version());
            n.put("digest", p.digest());
        }));
        o.set("items", objects(v.items(), VerdictJson::item));
        o.set("shares", v.shares() == null ? NODES.nullNode() : map(v.shares(), Fraction::toString));
        o.set("liable", objects(v.liable(), VerdictJson::liable));
        if (!v.persons().isEmpty()) {
            o.set("persons", objects(v.persons(), VerdictJson::person));
        }
        if (!v.elsewhere().isEmpty()) {
            o.set("elsewhere", objects(v.elsewhere(), (n, e) -> {
                n.put("party", e.party());
                n.put("jurisdiction", e.jurisdiction());
                n.set("judgedBy", strings(e.judgedBy()));
            }));
        }
        if (!v.contracts().isEmpty()) {
            o.set("contracts", objects(v.contracts(), VerdictJson::contract));
        }
        o.set("insurance", objects(v.insurance(), VerdictJson::insurance));
        o.set("punitive", objects(v.punitive(), (n, p) -> {
            n.put("party", p.party());
            n.put("item", p.item());
            n.set("cites", strings(p.cites()));
        }));
        o.set("measures", objects(v.measures(), VerdictJson::measure));
        o.set("open", objects(v.open(), VerdictJson::open));
        o.set("evidence", evidence(v.evidence()));
        o.set("justification", justification(v));
        o.put("digest", v.digest());
        return o;
    }

    private static void item(ObjectNode n, ItemVerdict i) {
        n.put("item", i.item());
        n.put("status", status(i.established()));
        n.put("regime", i.regime() == null ? null : i.regime().code());
        n.put("lawAsOf", i.lawAsOf().toString());
        n.set("amounts", map(i.amounts(), Object::toString));
        n.set("shares", map(i.shares(), Fraction::toString));
        ObjectNode bounds = n.putObject("bounds");
        i.bounds()
                .forEach((party, b) -> bounds.putArray(party)
                        .add(b.low().toString())
                        .add(b.high().toString()));
        n.set("claimable", map(i.claimable(), Fraction::toString));
        n.set("solidarity", objects(i.solidarity(), (g, s) -> {
            g.set("parties", strings(s.parties()));
            g.set("cites", strings(s.cites()));
        }));
        n.set("recourse", objects(i.recourse(), (g, r) -> {
            g.put("from", r.from());
            g.put("to", r.to());
            g.put("share", r.share().toString());
            g.set("cites", strings(r.cites()));
        }));
        if (!i.supplementary().isEmpty()) {
            n.set("supplementary", objects(i.supplementary(), (g, s) -> {
                g.put("party", s.party());
                g.put("primary", s.primary());
                g.set("cites", strings(s.cites()));
            }));
        }
        n.set("cites", strings(i.cites()));
        if (!i.established()) {
            n.put("failed", i.failed());
        }
        if (i.imposed()) {
            n.put("imposed", true);
        }
        if (!i.otherWays().isEmpty()) {
            ObjectNode ways = n.putObject("otherWays");
            i.otherWays().forEach((way, shares) -> ways.set(way, map(shares, Fraction::toString)));
        }
    }

    private static void liable(ObjectNode n, LiableParty p) {
        n.put("party", p.party());
        n.set("roles", strings(p.roles()));
        n.put("share", p.share() == null ? null : p.share().toString());
        n.put("fault", p.fault());
        n.put("causation", p.causation());
        n.set("breaches", objects(p.breaches(), VerdictJson::breach));
        n.set("defences", strings(p.defences()));
        n.set("cites", strings(p.cites()));
    }

    private static void person(ObjectNode n, LegalPerson p) {
        n.put("party", p.party());
        n.put("legalId", p.legalId());
        n.set("parties", strings(p.parties()));
        ObjectNode items = n.putObject("shares");
        p.shares().forEach((item, shares) -> items.set(item, map(shares, Fraction::toString)));
    }

    private static void contract(ObjectNode n, ContractTerm c) {
        n.put("form", c.form());
        n.put("item", c.item());
        n.put("agreement", c.agreement());
        n.put("from", c.from());
        n.put("to", c.to());
        n.put("share", c.share().toString());
        if (!c.sum().isEmpty()) {
            n.put("sum", c.sum());
        }
        n.set("cites", strings(c.cites()));
    }

    private static void breach(ObjectNode n, BreachFound b) {
        n.put("duty", b.duty());
        n.set("cites", strings(b.cites()));
        n.set("evidence", numbers(b.evidence(), i -> i));
        n.put("grade", b.grade());
        n.put("causal", b.causal());
        if (!b.silence().isEmpty()) {
            n.put("silence", b.silence());
        }
    }

    private static void insurance(ObjectNode n, InsurancePayment p) {
        n.put("policy", p.policy());
        n.put("party", p.party());
        n.put("pays", p.pays() == null ? null : p.pays().toString());
        n.put("insurer", p.insurer());
        if (!p.sharedWith().isEmpty()) {
            n.set("sharedWith", strings(p.sharedWith()));
        }
    }

    private static void measure(ObjectNode n, Measure m) {
        n.put("party", m.party());
        n.put("measure", m.measure());
        n.put("due", m.due() == null ? null : m.due().toString());
        n.put("fixedByLaw", m.fixedByLaw());
        n.set("cites", strings(m.cites()));
        n.put("trigger", m.trigger());
        n.put("done", m.done());
    }

    private static void open(ObjectNode n, OpenQuestion q) {
        n.put("id", q.id());
        n.put("question", q.questionEn());
        n.put("party", q.party());
        n.set("ifYes", map(q.ifYes(), Fraction::toString));
        n.set("ifNo", map(q.ifNo(), Fraction::toString));
    }

    private static ObjectNode evidence(EvidenceSummary e) {
        ObjectNode n = NODES.objectNode();
        n.set("admitted", numbers(e.admitted(), i -> i));
        n.set("rejected", objects(e.rejected(), (r, x) -> {
            r.put("event", x.event());
            r.put("reason", x.reason());
        }));
        n.set("notUnderstood", numbers(e.notUnderstood(), i -> i));
        return n;
    }

    /** One tree: the verdict because of its reasons. */
    private static ObjectNode justification(Attribution v) {
        ObjectNode n = NODES.objectNode();
        n.put(
                "conclusion",
                "Verdict(incident: \"%s\", status: \"%s\")".formatted(v.incident(), status(v.established())));
        n.put("rule", "");
        n.set("cites", NODES.arrayNode());
        n.set("because", objects(v.reasons(), VerdictJson::reason));
        return n;
    }

    private static void reason(ObjectNode n, Reason r) {
        n.put("conclusion", r.conclusion());
        n.put("rule", r.rule());
        n.set("cites", strings(r.cites()));
        n.set("because", objects(r.because(), VerdictJson::reason));
        if (!r.evidence().isEmpty()) {
            n.set("evidence", numbers(r.evidence(), i -> i));
        }
        if (!r.note().isEmpty()) {
            n.put("note", r.note());
        }
        if (!r.burden().isEmpty()) {
            n.put("burden", r.burden());
        }
    }

    private static void lacking(ObjectNode n, Lacking lacking) {
        n.put("rule", lacking.rule());
        n.put("en", lacking.explainEn());
        n.put("zh", lacking.explainZh());
        n.set("cites", strings(lacking.cites()));
        n.set("unmet", objects(lacking.unmet(), (u, one) -> {
            u.put("kind", one.kind().code());
            u.put("condition", one.condition());
            u.put("en", one.wordEn());
            u.put("zh", one.wordZh());
            u.set("shown", objects(one.shown(), VerdictJson::reason));
            Lacking deeper = one.deeper();
            if (deeper != null) {
                lacking(u.putObject("lacking"), deeper);
            }
        }));
    }

    private static String status(boolean established) {
        return established ? "established" : "not-established";
    }

    private static <T> ArrayNode objects(List<T> values, BiConsumer<ObjectNode, T> fill) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(v -> fill.accept(array.addObject(), v));
        return array;
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(array::add);
        return array;
    }

    private static <T> ArrayNode numbers(List<T> values, ToLongFunction<T> number) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(v -> array.add(number.applyAsLong(v)));
        return array;
    }

    private static <T extends @Nullable Object> ObjectNode map(Map<String, T> values, Function<T, String> text) {
        ObjectNode n = NODES.objectNode();
        values.forEach((key, value) -> n.put(key, text.apply(value)));
        return n;
    }

    /** Escapes what could break the line or turn it around when shown; all of it stands inside strings. */
    private static String oneLine(String json) {
        StringBuilder out = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (Visible.isHidden(c)) {
                for (char half : Character.toChars(c)) {
                    out.append(String.format(Locale.ROOT, "\\u%04x", (int) half));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
