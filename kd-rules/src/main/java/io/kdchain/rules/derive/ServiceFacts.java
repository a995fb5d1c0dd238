package io.kdchain.rules.derive;

import io.kdchain.rules.fact.Check;
import io.kdchain.rules.fact.Deception;
import io.kdchain.rules.fact.KnownFact;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What belongs to a service besides its warning: labels of generated content, filters, a complaint channel, monitoring,
 * a person's decision, filings; what the platform looked at before it listed a model; and who was deceived.
 */
final class ServiceFacts implements FactSource {
    private static final Map<String, Set<String>> SAFEGUARDS = Map.of(
            "industry-level-filters", Set.of("content-filter", "rate-limit"),
            "complaint-channel", Set.of("complaint-channel"),
            "label-aigc", Set.of("aigc-label"),
            "monitor", Set.of("monitoring"));
    private static final Set<String> BY_A_PERSON = Set.of("human-review", "appeal");
    private static final Set<String> UNLAWFUL = Set.of("copyright", "personality", "falsehood");
    private static final Set<String> DECEIVING = Set.of("altered", "label-removed");
    private static final Set<String> FILINGS = Set.of("algorithm-filing", "model-filing", "security-assessment");

    @Override
    public List<KnownFact> derive(CaseFile file) {
        List<KnownFact> facts = new ArrayList<>();
        for (Entry served : file.behind().acts("OutputServed").toList()) {
            label(file, served, facts);
            traced(file, served, facts);
            deceived(file, served, facts);
            switchedOff(file, served, facts);
            deploymentOf(file, served).ifPresent(deployed -> unfiltered(file, served, deployed, facts));
        }
        for (Entry deployed : file.behind().acts("ModelDeployed").toList()) {
            complaints(file, deployed, facts);
            filings(file, deployed, facts);
            vetting(file, deployed, facts);
        }
        file.behind().acts("TeacherReleased").forEach(teacher -> qualification(file, teacher, facts));
        return facts;
    }

    // ---- outputs

    private static void label(CaseFile file, Entry served, List<KnownFact> facts) {
        boolean labelled = !file.isLate(served)
                && served.body().texts("labels").containsAll(List.of("aigc-explicit", "aigc-implicit"));
        boolean own = served.recorder().equals(served.actor());
        if (labelled || own) {
            facts.add(new KnownFact(
                    new Check(served.id(), served.actor(), "label-aigc", labelled ? "made" : "absent"),
                    List.of(served.index()),
                    labelled ? "" : "A-OWN"));
        }
    }

    /** A label of traceability; that there is none says something only of who promised it. */
    private static void traced(CaseFile file, Entry served, List<KnownFact> facts) {
        boolean traceable =
                !file.isLate(served) && served.body().texts("labels").contains("traceability");
        facts.add(KnownFact.shownBy(
                new Check(served.id(), served.actor(), "traceability-label", traceable ? "made" : "absent"),
                List.of(served.index())));
    }

    private static void deceived(CaseFile file, Entry served, List<KnownFact> facts) {
        List<Entry> uses = file.behind()
                .acts("OutputUsed")
                .filter(u -> Behind.outputsOf(u).anyMatch(served::generates))
                .filter(u -> DECEIVING.contains(u.body().text("use")))
                .toList();
        List<Entry> notices = NoticeFacts.substantiated(file)
                .filter(n -> n.body().text("claim").equals("falsehood"))
                .filter(n -> n.body().texts("about").stream().anyMatch(served::generates))
                .toList();
        if (!uses.isEmpty()) {
            facts.add(KnownFact.shownBy(new Deception(served.id(), "use"), with(served, uses)));
        }
        if (!notices.isEmpty()) {
            facts.add(KnownFact.shownBy(new Deception(served.id(), "notice"), with(served, notices)));
        }
    }

    private static void switchedOff(CaseFile file, Entry served, List<KnownFact> facts) {
        SAFEGUARDS.forEach((duty, kinds) -> off(file, served, duty, kinds, facts));
        if (file.scene().equals("credit")) {
            off(file, served, "explain-decision", BY_A_PERSON, facts);
        }
    }

    private static void off(CaseFile file, Entry served, String duty, Set<String> kinds, List<KnownFact> facts) {
        Safeguards.switchedOff(file, served, kinds::contains)
                .forEach(change -> facts.add(KnownFact.shownBy(
                        new Check(served.id(), change.actor(), duty, "switched-off"), with(served, List.of(change)))));
    }

    /** A filter is missed only where unlawful outputs were known. */
    private static void unfiltered(CaseFile file, Entry served, Entry deployed, List<KnownFact> facts) {
        List<Entry> known = NoticeFacts.substantiated(file)
                .filter(n -> UNLAWFUL.contains(n.body().text("claim")))
                .filter(n -> !file.isAnother(n.actor(), deployed.actor())
                        && NoticeFacts.receivedAt(n).isBefore(served.at()))
                .toList();
        boolean filtered = deployed.body().texts("safeguards").contains("content-filter")
                || Safeguards.switchedOn(file, served, "content-filter");
        if (!known.isEmpty()) {
            facts.add(KnownFact.shownBy(
                    new Check(served.id(), deployed.actor(), "industry-level-filters", filtered ? "made" : "absent"),
                    with(deployed, known)));
        }
    }

    // ---- deployments

    private static Optional<Entry> deploymentOf(CaseFile file, Entry served) {
        return file.behind()
                .acts("ModelDeployed")
                .filter(d -> Entities.overlap(d.generates(), served.uses()))
                .findFirst();
    }

    private static void complaints(CaseFile file, Entry deployed, List<KnownFact> facts) {
        boolean open = deployed.body().texts("safeguards").contains("complaint-channel")
                || file.behind()
                        .acts("OutputServed")
                        .filter(s -> Entities.overlap(s.uses(), deployed.generates()))
                        .anyMatch(s -> Safeguards.switchedOn(file, s, "complaint-channel"));
        facts.add(new KnownFact(
                new Check(deployed.id(), deployed.actor(), "complaint-channel", open ? "made" : "absent"),
                List.of(deployed.index()),
                open ? "" : "A-DEF"));
    }

    /** A filing that had run out or was withdrawn when the service began; that there is none the register shows. */
    private static void filings(CaseFile file, Entry deployed, List<KnownFact> facts) {
        List<String> subjects = new ArrayList<>(deployed.generates());
        subjects.addAll(deployed.uses());
        List<Entry> filed = file.record()
                .admitted("ApprovalGranted")
                .filter(a -> FILINGS.contains(a.body().text("kind"))
                        && Entities.contains(subjects, a.body().text("subject"))
                        && !a.at().isAfter(deployed.at()))
                .toList();
        List<Entry> over = filed.stream()
                .filter(a -> a.body()
                                .deadline("validUntil")
                                .filter(u -> deployed.at().isAfter(u))
                                .isPresent()
                        || isRevoked(file, a.body().text("number"), deployed.at()))
                .toList();
        if (!filed.isEmpty()) {
            facts.add(KnownFact.shownBy(
                    new Check(
                            deployed.id(), deployed.actor(), "file-before-launch", over.isEmpty() ? "made" : "expired"),
                    with(deployed, over.isEmpty() ? filed : over)));
        }
    }

    private static boolean isRevoked(CaseFile file, String number, Instant by) {
        return !number.isEmpty() && revocations(file, number, by).findAny().isPresent();
    }

    private static Stream<Entry> revocations(CaseFile file, String number, Instant by) {
        return file.record()
                .admitted("ApprovalRevoked")
                .filter(r -> r.body().text("number").equals(number))
                .filter(r -> !r.body().moment("since").orElse(r.at()).isAfter(by));
    }

    /** Where the model came from, whether its number still held, and in medicine whether it was registered. */
    private static void vetting(CaseFile file, Entry deployed, List<KnownFact> facts) {
        for (String model : deployed.uses()) {
            if (Entities.kindOf(model).equals("model") && isUnnamed(file, deployed, model)) {
                facts.add(KnownFact.shownBy(
                        new Check(deployed.id(), deployed.actor(), "vet-upstream", "unnamed"),
                        List.of(deployed.index())));
            }
        }
        if (deployed.body().text("scenario").equals("medical") && !ProductFacts.isRegistered(file)) {
            facts.add(new KnownFact(
                    new Check(deployed.id(), deployed.actor(), "vet-upstream", "absent"),
                    List.of(deployed.index()),
                    "A-DEF"));
        }
        file.behind()
                .acts("TeacherReleased")
                .flatMap(t -> revocations(file, numberOf(t), deployed.at())
                        .filter(r -> !numberOf(t).isEmpty()))
                .forEach(r -> facts.add(KnownFact.shownBy(
                        new Check(deployed.id(), deployed.actor(), "vet-upstream", "withdrawn"),
                        with(deployed, List.of(r)))));
    }

    /** Neither the maker nor who handed it over is on record. */
    private static boolean isUnnamed(CaseFile file, Entry deployed, String model) {
        boolean made = file.record().all().anyMatch(e -> e.generates(model));
        boolean handedOver = file.record()
                .all()
                .filter(e -> !e.isRejected() && Entities.same(e.body().text("artefact"), model))
                .anyMatch(
                        e -> (e.is("ArtefactTransferred") && e.body().text("to").equals(deployed.actor()))
                                || (e.is("TransferConfirmed") && e.actor().equals(deployed.actor())));
        return !made && !handedOver;
    }

    // ---- teachers

    private static String numberOf(Entry teacher) {
        return teacher.body().object("qualification").text("number");
    }

    /** In medicine: whether the number that a teacher goes by held when the output was served. */
    private static void qualification(CaseFile file, Entry teacher, List<KnownFact> facts) {
        if (!file.scene().equals("medical")) {
            return;
        }
        Body qualification = teacher.body().object("qualification");
        Instant served = file.behind()
                .acts("OutputServed")
                .map(Entry::at)
                .max(Instant::compareTo)
                .orElse(file.harmedAt());
        boolean over =
                qualification.deadline("validUntil").filter(served::isAfter).isPresent();
        List<Entry> withdrawn = withdrawals(file, teacher, over, served);
        String state;
        if (!withdrawn.isEmpty()) {
            boolean told = file.timely("LimitationDisclosed")
                    .anyMatch(e -> e.actor().equals(teacher.actor())
                            && teacher.generates(e.body().text("model"))
                            && file.actorsOf("deployment").stream().allMatch(p -> file.tells(e, p))
                            && !e.at().isAfter(served));
            state = told ? "failed-disclosed" : "withdrawn";
        } else if (qualification.isEmpty()) {
            state = "absent";
        } else {
            state = over ? "expired" : "made";
        }
        facts.add(KnownFact.shownBy(
                new Check(teacher.id(), teacher.actor(), "teacher-qualification", state), with(teacher, withdrawn)));
    }

    /**
     * What withdrew the number that the teacher goes by. Where it goes by none, or by one that has run out, any
     * withdrawal of a registration of the model is hidden by that, unless the model was registered again.
     */
    private static List<Entry> withdrawals(CaseFile file, Entry teacher, boolean over, Instant by) {
        String number = numberOf(teacher);
        if (!number.isEmpty()) {
            List<Entry> ofNumber = revocations(file, number, by).toList();
            if (!ofNumber.isEmpty() || !over) {
                return ofNumber;
            }
        }
        List<Entry> granted = file.record()
                .admitted("ApprovalGranted")
                .filter(a -> teacher.generates(a.body().text("subject")) && !a.at().isAfter(by))
                .toList();
        boolean registered = granted.stream()
                .anyMatch(a -> a.body().text("kind").equals("device-registration")
                        && a.body().deadline("validUntil").filter(by::isAfter).isEmpty()
                        && !isRevoked(file, a.body().text("number"), by));
        return registered
                ? List.of()
                : file.record()
                        .admitted("ApprovalRevoked")
                        .filter(r -> teacher.generates(r.body().text("subject"))
                                && !r.body().moment("since").orElse(r.at()).isAfter(by))
                        .filter(r -> isOfADevice(r, granted))
                        .toList();
    }

    /** By the approval that it withdraws; where that is not on record, a withdrawal of a medical model is one. */
    private static boolean isOfADevice(Entry revocation, List<Entry> granted) {
        List<Entry> withdrawn = granted.stream()
                .filter(a -> a.body().text("number").equals(revocation.body().text("number")))
                .toList();
        return withdrawn.isEmpty()
                || withdrawn.stream().anyMatch(a -> a.body().text("kind").equals("device-registration"));
    }

    private static List<Long> with(Entry act, Collection<Entry> others) {
        List<Long> evidence = new ArrayList<>(CaseFile.indexes(others));
        evidence.add(act.index());
        return evidence;
    }
}
