package io.kdchain.rules.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A proof as a file. */
final class ProofWriter {
    /** Raised when a member changes its meaning. */
    static final int FORMAT = 1;

    /** The parts that have a digest each. */
    static final List<String> PARTS = List.of("given", "reasoning", "numbers", "verdict");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();

    private ProofWriter() {}

    static String text(Proof proof) {
        DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(document(proof)) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of strings and numbers could not be written as JSON.", e);
        }
    }

    static ObjectNode document(Proof proof) {
        ObjectNode o = parts(proof);
        ObjectNode digests = o.putObject("digests");
        proof.digests().forEach(digests::put);
        return o;
    }

    /** The digest of each part: SHA-256 over its canonical JSON (RFC 8785). */
    static SortedMap<String, String> digests(Proof proof) {
        ObjectNode o = parts(proof);
        SortedMap<String, String> digests = new TreeMap<>();
        PARTS.forEach(
                part -> digests.put(part, Sha256.of(Jcs.write(o.get(part))).toString()));
        return digests;
    }

    private static ObjectNode parts(Proof proof) {
        ObjectNode o = NODES.objectNode();
        o.put("proof", FORMAT);
        ObjectNode law = o.putObject("law");
        law.put("day", proof.law().day().toString());
        law.put("pack", proof.law().pack());
        law.put("apportionment", proof.law().apportionment());
        o.set("given", given(proof.given()));
        ObjectNode reasoning = o.putObject("reasoning");
        reasoning.set("conclusions", array(proof.conclusions(), ProofWriter::drawn));
        reasoning.set("steps", array(proof.steps(), ProofWriter::step));
        o.set("numbers", numbers(proof.numbers()));
        o.set("verdict", verdict(proof));
        return o;
    }

    // ---- what is given

    private static ObjectNode given(Proof.Given given) {
        ObjectNode o = NODES.objectNode();
        o.set("incident", incident(given.incident()));
        var regime = given.regime();
        if (regime != null) {
            o.put("regime", regime.code());
        }
        o.set("answers", object(given.answers(), NODES::booleanNode));
        o.set("evidence", array(given.evidence(), NODES::textNode));
        o.set("facts", array(given.facts(), ProofWriter::shown));
        o.set("parties", array(given.parties(), p -> {
            ObjectNode party = NODES.objectNode().put("id", p.id());
            if (!p.legalId().isEmpty()) {
                party.put("legalId", p.legalId());
            }
            party.set("stages", array(p.stages(), NODES::textNode));
            party.set("leadsTo", array(p.leadsTo(), NODES::textNode));
            return party;
        }));
        o.set("actDays", object(given.actDays(), d -> NODES.textNode(d.toString())));
        o.set("triggers", object(given.triggers(), t -> NODES.textNode(t.toString())));
        o.put("reportedAt", given.reportedAt().toString());
        o.set("causes", array(given.causes(), ProofWriter::causes));
        return o;
    }

    private static ObjectNode incident(Incident incident) {
        ObjectNode o = NODES.objectNode().put("id", incident.id());
        o.set("about", array(incident.about(), NODES::textNode));
        o.put("claimant", incident.claimant());
        o.put("occurredAt", incident.occurredAt().toString());
        o.put("reportedAt", incident.reportedAt().toString());
        o.set("items", array(incident.items(), ProofWriter::item));
        return o;
    }

    private static ObjectNode item(DamageItem item) {
        ObjectNode o = NODES.objectNode().put("id", item.id()).put("kind", item.kind());
        var amount = item.amount();
        if (amount != null) {
            o.put("amount", amount.toString());
        }
        o.put("severity", item.severity());
        o.put("aggravated", item.aggravated());
        o.put("proven", item.proven());
        if (item.nonEconomic()) {
            o.put("nonEconomic", true);
        }
        return o;
    }

    private static ObjectNode shown(Proof.Shown fact) {
        ObjectNode o = NODES.objectNode().put("id", fact.id());
        o.set("says", says(fact.says()));
        if (!fact.evidence().isEmpty()) {
            o.set("evidence", array(fact.evidence(), NODES::numberNode));
        }
        if (!fact.note().isEmpty()) {
            o.put("note", fact.note());
        }
        return o;
    }

    private static ObjectNode says(Statement statement) {
        ObjectNode o = NODES.objectNode();
        ObjectNode fields = o.putObject(statement.word());
        statement.fields().forEach((name, value) -> fields.set(name, value(value)));
        return o;
    }

    private static JsonNode value(Object value) {
        if (value instanceof Long number) {
            return NODES.numberNode(number);
        }
        return value instanceof Boolean truth ? NODES.booleanNode(truth) : NODES.textNode(String.valueOf(value));
    }

    private static ObjectNode causes(CausalParts causes) {
        ObjectNode o = NODES.objectNode().put("item", causes.item()).put("source", causes.source());
        o.set("forms", array(causes.forms(), NODES::textNode));
        o.set("parts", array(causes.parts(), p -> {
            ObjectNode part = NODES.objectNode().put("party", p.party()).put("words", p.words());
            part.set("weight", weight(p.weight()));
            part.put("side", p.side());
            part.put("fault", p.fault());
            part.set("evidence", array(p.evidence(), NODES::numberNode));
            return part;
        }));
        o.set("others", array(causes.others(), p -> {
            ObjectNode other = NODES.objectNode().put("cause", p.cause());
            other.set("weight", weight(p.weight()));
            other.set("evidence", array(p.evidence(), NODES::numberNode));
            return other;
        }));
        o.put("unexplained", causes.unexplained().toString());
        o.set("sufficient", array(causes.sufficient(), s -> array(s, NODES::textNode)));
        return o;
    }

    /** Lowest, point, highest. */
    private static ArrayNode weight(Weight weight) {
        return array(List.of(weight.low(), weight.point(), weight.high()), f -> NODES.textNode(f.toString()));
    }

    // ---- what follows

    private static ObjectNode drawn(Proof.Drawn drawn) {
        ObjectNode o = NODES.objectNode().put("id", drawn.id());
        o.set("says", says(drawn.says()));
        o.put("stands", drawn.stands());
        return o;
    }

    private static ObjectNode step(Proof.Step step) {
        ObjectNode o = NODES.objectNode().put("concludes", step.concludes()).put("rule", step.rule());
        o.set("bindings", object(step.bindings(), ProofWriter::value));
        o.set("premises", array(step.premises(), NODES::textNode));
        o.set("held", array(step.held(), h -> {
            ObjectNode held = NODES.objectNode().put("condition", h.condition());
            held.set("witnesses", array(h.witnesses(), NODES::textNode));
            return held;
        }));
        o.set("norms", array(step.norms(), NODES::textNode));
        o.put("stands", step.stands());
        return o;
    }

    private static ObjectNode numbers(Proof.Numbers numbers) {
        ObjectNode o = NODES.objectNode();
        o.set("fault", object(numbers.fault(), ProofWriter::weight));
        o.set("strictInner", object(numbers.strictInner(), NODES::textNode));
        o.put("strictClaimantFrom", numbers.strictClaimantFrom());
        return o;
    }

    /** As {@code kd attribute --json} prints it, but for its reasons, which the steps tell. */
    private static ObjectNode verdict(Proof proof) {
        try {
            ObjectNode o = (ObjectNode) MAPPER.readTree(Report.json(proof.verdict()));
            o.remove("justification");
            return o;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A verdict that was written as JSON could not be read.", e);
        }
    }

    private static <T> ArrayNode array(Collection<T> values, Function<T, ? extends JsonNode> node) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(v -> array.add(node.apply(v)));
        return array;
    }

    private static <T> ObjectNode object(Map<String, T> values, Function<T, ? extends JsonNode> node) {
        ObjectNode o = NODES.objectNode();
        values.forEach((k, v) -> o.set(k, node.apply(v)));
        return o;
    }
}
