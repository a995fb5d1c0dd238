package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Reason;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who breached which duty by a verdict: of the liable ones, and whatever its reasons conclude about others. */
final class Breaches {
    private static final Pattern PARTY = Pattern.compile("\\bparty: \"([^\"]*)\"");
    private static final Pattern DUTY = Pattern.compile("\\bduty: \"([^\"]*)\"");

    private static final Pattern GRADE = Pattern.compile("\\bgrade: \"([^\"]*)\"");

    private Breaches() {}

    /** Party to codes of duties. */
    static SortedMap<String, SortedSet<String>> of(Judged judged) {
        return of(judged.verdict(), judged.citations());
    }

    /** Party to codes of duties. */
    static SortedMap<String, SortedSet<String>> of(Attribution verdict) {
        return of(verdict, new Citations(verdict));
    }

    private static SortedMap<String, SortedSet<String>> of(Attribution verdict, Citations citations) {
        SortedMap<String, SortedSet<String>> breaches = new TreeMap<>();
        verdict.liable().forEach(l -> l.breaches().forEach(b -> add(breaches, l.party(), b.duty())));
        citations.reasons().stream()
                .map(r -> r.conclusion())
                .filter(c -> c.startsWith("Breach("))
                .forEach(c -> {
                    Matcher party = PARTY.matcher(c);
                    Matcher duty = DUTY.matcher(c);
                    if (party.find() && duty.find()) {
                        add(breaches, party.group(1), duty.group(1));
                    }
                });
        return breaches;
    }

    /** The grades with which a party breached a duty; one for each act and ground. */
    static SortedSet<String> grades(Judged judged, String party, String duty) {
        SortedSet<String> grades = new TreeSet<>();
        judged.verdict().liable().stream()
                .filter(l -> l.party().equals(party))
                .forEach(l ->
                        l.breaches().stream().filter(b -> b.duty().equals(duty)).forEach(b -> grades.add(b.grade())));
        String begins = "Breach(party: \"%s\", duty: \"%s\",".formatted(party, duty);
        for (Reason reason : judged.citations().reasons()) {
            Matcher grade = GRADE.matcher(reason.conclusion());
            if (reason.conclusion().startsWith(begins) && grade.find()) {
                grades.add(grade.group(1));
            }
        }
        return grades;
    }

    /** The norms of a breach and of the duty behind it; empty if the party is not liable or did not breach it. */
    static Optional<Set<String>> norms(Judged judged, String party, String duty) {
        return judged.verdict().liable().stream()
                .filter(l -> l.party().equals(party))
                .flatMap(l -> l.breaches().stream())
                .filter(b -> b.duty().equals(duty))
                .findFirst()
                .map(b -> new TreeSet<>(b.cites()));
    }

    private static void add(SortedMap<String, SortedSet<String>> breaches, String party, String duty) {
        breaches.computeIfAbsent(party, p -> new TreeSet<>()).add(duty);
    }
}
