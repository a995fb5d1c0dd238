package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Claim;
import io.kdchain.rules.fact.EstablishedCause;
import io.kdchain.rules.fact.Item;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Organisational;
import io.kdchain.rules.fact.Purpose;
import io.kdchain.rules.verdict.DamageItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is claimed, which duties protect against it, and causal questions that the reader answered. */
final class ClaimFacts implements FactSource {
    private static final String QUESTION = "cause:";

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        String override = file.inquiry().override() == null
                ? "none"
                : file.inquiry().override().code();
        facts.add(shown(new Claim(file.incident().id(), file.incident().claimant(), override)));
        for (DamageItem item : file.items()) {
            facts.add(shown(
                    new Item(item.id(), item.kind(), file.scene(), item.severity(), item.aggravated(), item.proven())));
            for (String duty : file.pack().duties()) {
                if (protects(file.pack().protects(duty), item)) {
                    facts.add(shown(new Purpose(item.id(), duty)));
                }
            }
        }
        file.pack().duties().stream()
                .filter(file.pack()::organisational)
                .forEach(duty -> facts.add(shown(new Organisational(duty))));
        file.inquiry().answers().forEach((id, yes) -> {
            if (yes) {
                answered(file, id).ifPresent(f -> facts.add(shown(f)));
            }
        });
        return facts;
    }

    private static boolean protects(List<String> against, DamageItem item) {
        return against.contains("any")
                || against.contains(item.kind())
                || (item.aggravated() && against.contains("aggravated"));
    }

    /** {@code cause:<item>:<party>:<duty>}; the longest item that fits, since ids may hold colons. */
    private static Optional<EstablishedCause> answered(CaseFile file, String question) {
        int duty = question.lastIndexOf(':');
        return file.items().stream()
                .map(DamageItem::id)
                .filter(i -> question.startsWith(QUESTION + i + ":") && duty > QUESTION.length() + i.length())
                .max(Comparator.comparingInt(String::length))
                .map(i -> new EstablishedCause(
                        i, question.substring(QUESTION.length() + i.length() + 1, duty), question.substring(duty + 1)))
                .filter(f -> file.pack().duties().contains(f.duty()));
    }

    private static KnownFact shown(io.kdchain.rules.fact.Fact fact) {
        return KnownFact.shownBy(fact, List.of());
    }
}
