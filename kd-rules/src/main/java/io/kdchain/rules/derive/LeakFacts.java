package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Facts.OpenIssue;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Leak;
import io.kdchain.rules.fact.ProtectedTransfer;
import io.kdchain.rules.verdict.DamageItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Leaks, from whose sphere each came, and who had protected what leaked. */
final class LeakFacts implements FactSource {
    private static final Set<String> ENCRYPTED = Set.of("encrypted", "dynamic-encrypted");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        file.record().standing("ArtefactLeaked").forEach(leak -> {
            for (DamageItem item : file.items()) {
                if (concerns(leak, item)) {
                    facts.addAll(spheres(file, leak, item));
                    facts.addAll(protections(file, leak, item));
                }
            }
        });
        return facts;
    }

    static boolean concerns(Entry leak, DamageItem item) {
        String named = leak.body().text("item");
        return named.isEmpty() ? item.kind().equals("privacy") : named.equals(item.id());
    }

    /** Whether a leak about the item is known. */
    static boolean isAboutLeak(CaseFile file, DamageItem item) {
        return file.record().standing("ArtefactLeaked").anyMatch(l -> concerns(l, item));
    }

    private static List<KnownFact> spheres(CaseFile file, Entry leak, DamageItem item) {
        String from = leak.body().text("from");
        SortedSet<String> holders = holders(file, leak);
        boolean blamed = !from.isEmpty() && isOnlyBlamed(file, leak, from, holders);
        if (!from.isEmpty() && (!blamed || file.ask(question(item, from)).orElse(false))) {
            return List.of(fact(leak, item, from, "named"));
        }
        if (holders.contains(leak.actor())) {
            return List.of(fact(leak, item, leak.actor(), "held"));
        }
        SortedSet<String> possible = new TreeSet<>();
        for (String holder : holders) {
            Optional<Boolean> answer = file.ask(question(item, holder));
            if (answer.filter(a -> a).isPresent()) {
                return List.of(fact(leak, item, holder, "named"));
            }
            if (answer.isEmpty()) {
                possible.add(holder);
            }
        }
        return possible.stream().map(h -> fact(leak, item, h, "unknown")).toList();
    }

    /**
     * Whether a holder of what leaked lays the leak at the door of one who, as far as anything else on record goes, had
     * nothing to do with it. Who carries the burden does not shift it by its own word.
     */
    private static boolean isOnlyBlamed(CaseFile file, Entry leak, String from, Set<String> holders) {
        String artefact = leak.body().text("artefact");
        return holders.contains(leak.actor())
                && file.isAnother(leak.actor(), from)
                && holders.stream().allMatch(h -> file.isAnother(h, from))
                && file.record()
                        .all()
                        .filter(e -> !e.isRejected() && !e.equals(leak))
                        .noneMatch(e -> isDealingWith(file, e, from, artefact) || isConfirmation(file, e, leak, from));
    }

    /** An act of the party on the artefact, or an agreement with it. */
    private static boolean isDealingWith(CaseFile file, Entry e, String party, String artefact) {
        return (e.is("AgreementConcluded")
                        && e.body().texts("parties").stream().anyMatch(p -> !file.isAnother(p, party)))
                || (!file.isAnother(e.actor(), party)
                        && (e.generates(artefact)
                                || Entities.contains(e.uses(), artefact)
                                || Entities.same(e.body().text("artefact"), artefact)
                                || Entities.same(e.body().text("dataset"), artefact)));
    }

    /** Another says so too, or vouches for it. */
    private static boolean isConfirmation(CaseFile file, Entry e, Entry leak, String from) {
        boolean same = e.is("ArtefactLeaked")
                && Entities.same(e.body().text("artefact"), leak.body().text("artefact"))
                && e.body().text("from").equals(from);
        return file.isAnother(e.recorder(), leak.actor())
                && (same || file.record().refersTo(e, leak));
    }

    private static OpenIssue question(DamageItem item, String holder) {
        return new OpenIssue(
                "leak:" + item.id() + ":" + holder,
                "Did the leak behind '%s' come from the sphere of %s?".formatted(item.id(), holder),
                "造成“%s”的泄露是否来自%s的控制范围？".formatted(item.id(), holder),
                holder);
    }

    private static KnownFact fact(Entry leak, DamageItem item, String party, String sphere) {
        return KnownFact.shownBy(new Leak(leak.id(), item.id(), party, sphere), List.of(leak.index()));
    }

    /** Who ever held the artefact by the time of the leak: made it, or got it by a transfer. */
    private static SortedSet<String> holders(CaseFile file, Entry leak) {
        String artefact = leak.body().text("artefact");
        SortedSet<String> holders = new TreeSet<>();
        file.record()
                .all()
                .filter(e -> !e.isRejected() && e.generates(artefact) && !e.at().isAfter(leak.at()))
                .forEach(e -> holders.add(e.actor()));
        transfers(file, artefact).filter(e -> !e.at().isAfter(leak.at())).forEach(e -> {
            String to = e.body().text("to");
            if (!to.isEmpty()) {
                holders.add(to);
            }
        });
        return holders;
    }

    private static Stream<Entry> transfers(CaseFile file, String artefact) {
        return file.record()
                .standing("ArtefactTransferred")
                .filter(e -> Entities.same(e.body().text("artefact"), artefact));
    }

    private static List<KnownFact> protections(CaseFile file, Entry leak, DamageItem item) {
        String artefact = leak.body().text("artefact");
        List<Entry> transfers = transfers(file, artefact).toList();
        SortedSet<String> senders = new TreeSet<>();
        transfers.forEach(t -> senders.add(t.actor()));
        List<KnownFact> facts = new ArrayList<>();
        for (String sender : senders) {
            List<Entry> own =
                    transfers.stream().filter(t -> t.actor().equals(sender)).toList();
            boolean encrypted = own.stream()
                    .allMatch(t -> t.isAdmitted()
                            && !file.isLate(t)
                            && ENCRYPTED.contains(t.body().text("protection")));
            List<Entry> audits = file.timely("DataAudited")
                    .filter(a -> a.body().text("kind").equals("compliance")
                            && a.body().flag("passed")
                            && Entities.same(a.body().text("dataset"), artefact)
                            && file.isAnother(a.actor(), sender)
                            && file.isAnother(a.recorder(), sender))
                    .toList();
            if (encrypted && !audits.isEmpty()) {
                List<Long> evidence = new ArrayList<>(CaseFile.indexes(own));
                evidence.addAll(CaseFile.indexes(audits));
                facts.add(KnownFact.shownBy(new ProtectedTransfer(item.id(), sender), evidence));
            }
        }
        return facts;
    }
}
