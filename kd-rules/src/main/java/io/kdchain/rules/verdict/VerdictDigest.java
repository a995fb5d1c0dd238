package io.kdchain.rules.verdict;

import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Digest of a verdict: SHA-256 over incident, packs, what was decided, and the canonical evidence. Ids of events, log
 * indexes and the wording of reasons stay out, so that it is the same on every machine and in every log.
 */
public final class VerdictDigest {
    private VerdictDigest() {}

    /**
     * The digest, {@code sha256:} and 64 hexadecimal digits.
     *
     * @param verdict what was decided; its own digest, reasons and positions of evidence do not count
     * @param incident what was judged
     * @param answers given to open questions, by their ids
     * @param evidence the canonical text of the admitted evidence
     */
    public static String of(Attribution verdict, Incident incident, Map<String, Boolean> answers, String evidence) {
        Map<String, Object> document = new TreeMap<>();
        document.put("incident", incident(incident));
        document.put("answers", new TreeMap<>(answers));
        document.put("packs", verdict.packs());
        document.put("established", verdict.established());
        document.put("lawAsOf", verdict.lawAsOf());
        document.put("items", verdict.items().stream().map(VerdictDigest::item).toList());
        document.put("shares", verdict.shares() == null ? "null" : verdict.shares());
        document.put(
                "liable",
                verdict.liable().stream()
                        .map(l -> List.of(
                                l.party(),
                                l.roles(),
                                l.fault(),
                                l.causation(),
                                l.breaches().stream()
                                        .map(b -> List.of(b.duty(), b.grade(), b.causal(), b.cites(), b.silence()))
                                        .toList(),
                                l.defences(),
                                l.cites()))
                        .toList());
        if (!verdict.persons().isEmpty()) {
            document.put(
                    "persons",
                    verdict.persons().stream()
                            .map(p -> List.of(p.party(), p.legalId(), p.parties(), p.shares()))
                            .toList());
        }
        if (!verdict.contracts().isEmpty()) {
            // without ids of events, which differ from log to log
            document.put(
                    "contracts",
                    verdict.contracts().stream()
                            .map(c -> List.of(c.form(), c.item(), c.from(), c.to(), c.share(), c.sum(), c.cites()))
                            .toList());
        }
        if (!verdict.elsewhere().isEmpty()) {
            document.put(
                    "elsewhere",
                    verdict.elsewhere().stream()
                            .map(e -> List.of(e.party(), e.jurisdiction(), e.judgedBy()))
                            .toList());
        }
        document.put(
                "insurance",
                verdict.insurance().stream().map(VerdictDigest::insurance).toList());
        document.put("punitive", verdict.punitive());
        document.put(
                "measures",
                verdict.measures().stream()
                        .map(m -> List.of(
                                m.party(), m.measure(), String.valueOf(m.due()), m.fixedByLaw(), m.done(), m.cites()))
                        .map(List::toString)
                        .sorted()
                        .toList());
        document.put(
                "open",
                verdict.open().stream()
                        .map(o -> List.of(o.id(), o.ifYes(), o.ifNo()))
                        .toList());
        document.put("evidence", evidence);
        StringBuilder text = new StringBuilder();
        write(text, document);
        return "sha256:" + sha256(text.toString());
    }

    /** A cover that nobody shares is told as it always was, so that the digest of a verdict stays what it is. */
    private static Object insurance(InsurancePayment p) {
        String told = "InsurancePayment[policy=%s, insurer=%s, party=%s, pays=%s]"
                .formatted(p.policy(), p.insurer(), p.party(), p.pays());
        return p.sharedWith().isEmpty() ? told : List.of(told, p.sharedWith());
    }

    /** What an item says only where it applies is left out elsewhere, for the same reason. */
    private static String damage(DamageItem i) {
        return "DamageItem[id=%s, kind=%s, amount=%s, severity=%s, aggravated=%s, proven=%s%s]"
                .formatted(
                        i.id(),
                        i.kind(),
                        i.amount(),
                        i.severity(),
                        i.aggravated(),
                        i.proven(),
                        i.nonEconomic() ? ", nonEconomic=true" : "");
    }

    private static Map<String, Object> incident(Incident incident) {
        Map<String, Object> m = new TreeMap<>();
        m.put("id", incident.id());
        m.put("about", incident.about().stream().sorted().toList());
        m.put("claimant", incident.claimant());
        m.put("occurredAt", incident.occurredAt());
        m.put("reportedAt", incident.reportedAt());
        m.put("items", incident.items().stream().map(VerdictDigest::damage).toList());
        return m;
    }

    private static Map<String, Object> item(ItemVerdict item) {
        Map<String, Object> m = new TreeMap<>();
        m.put("item", item.item());
        m.put("failed", item.failed());
        m.put("regime", String.valueOf(item.regime()));
        m.put("imposed", item.imposed());
        m.put("shares", item.shares());
        m.put("bounds", item.bounds());
        m.put("claimable", item.claimable());
        m.put("amounts", item.amounts());
        m.put("solidarity", item.solidarity());
        m.put("recourse", item.recourse());
        if (!item.supplementary().isEmpty()) {
            m.put("supplementary", item.supplementary());
        }
        m.put("cites", item.cites());
        return m;
    }

    /** Maps by key, lists in order, all else as text with its length, so that no two documents give one text. */
    private static void write(StringBuilder text, Object value) {
        if (value instanceof Map<?, ?> map) {
            text.append('{');
            Map<?, ?> sorted = map;
            if (!(map instanceof SortedMap<?, ?> inOrder && inOrder.comparator() == null)) {
                Map<String, Object> copy = new TreeMap<>();
                map.forEach((k, v) -> copy.put(String.valueOf(k), v));
                sorted = copy;
            }
            sorted.forEach((key, inner) -> {
                write(text, key);
                write(text, inner);
            });
            text.append('}');
        } else if (value instanceof Collection<?> list) {
            text.append('[');
            list.forEach(inner -> write(text, inner));
            text.append(']');
        } else {
            String plain = String.valueOf(value);
            text.append(plain.length()).append(':').append(plain);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256, which every Java must have.", e);
        }
    }
}
