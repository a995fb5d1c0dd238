package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Claim;
import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.fact.DefenceHolds;
import io.kdchain.rules.fact.EstablishedCause;
import io.kdchain.rules.fact.Item;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.NonEconomic;
import io.kdchain.rules.fact.Organisational;
import io.kdchain.rules.fact.Purpose;
import io.kdchain.rules.verdict.DamageItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What is claimed, which duties protect against it, and causal questions that the reader answered. */
final class ClaimFacts implements FactSource {
    private static final String CAUSE = "cause:";
    private static final String DEFENCE = "defence:";
    private static final List<String> DEFENCES = CodeLists.all().getOrDefault("defence", List.of());

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
            if (item.nonEconomic()) {
                facts.add(shown(new NonEconomic(item.id())));
            }
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
                answered(file, id, CAUSE)
                        .filter(a -> file.pack().duties().contains(a.what()))
                        .ifPresent(a -> facts.add(shown(new EstablishedCause(a.item(), a.party(), a.what()))));
                answered(file, id, DEFENCE)
                        .filter(a -> DEFENCES.contains(a.what()))
                        .ifPresent(a -> facts.add(shown(new DefenceHolds(a.item(), a.party(), a.what()))));
            }
        });
        return facts;
    }

    private static boolean protects(List<String> against, DamageItem item) {
        return against.contains("any")
                || against.contains(item.kind())
                || (item.aggravated() && against.contains("aggravated"));
    }

    private record Answered(String item, String party, String what) {}

    /** Prefix, item, party, and a duty or a defence; the longest item that fits, since ids may hold colons. */
    private static Optional<Answered> answered(CaseFile file, String question, String prefix) {
        int what = question.lastIndexOf(':');
        return file.items().stream()
                .map(DamageItem::id)
                .filter(i -> question.startsWith(prefix + i + ":") && what > prefix.length() + i.length())
                .max(Comparator.comparingInt(String::length))
                .map(i -> new Answered(
                        i, question.substring(prefix.length() + i.length() + 1, what), question.substring(what + 1)));
    }

    private static KnownFact shown(io.kdchain.rules.fact.Fact fact) {
        return KnownFact.shownBy(fact, List.of());
    }
}
