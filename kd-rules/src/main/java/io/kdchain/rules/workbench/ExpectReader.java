package io.kdchain.rules.workbench;

import io.kdchain.rules.apportion.LegalPersons;
import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.ContractTerm;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Settlement;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads {@code expect}: each line becomes a check of the verdict that knows where it stands. */
final class ExpectReader {
    private static final List<String> ITEM_KEYS = List.of(
            "status",
            "liable",
            "notLiable",
            "shares",
            "claimable",
            "order",
            "breaches",
            "cites",
            "notCites",
            "notBreaches",
            "solidarity",
            "supplementary",
            "rejectedEvidence",
            "recourse",
            "contracts",
            "measures",
            "punitive",
            "open",
            "owes",
            "recovers",
            "bounds");
    private static final List<String> KEYS = ofWhole();
    private static final List<String> GRADES =
            Objects.requireNonNull(CodeLists.all().get("fault"));
    private static final List<String> STATUS = List.of("established", "not-established");

    private static final String NOT_SETTLED =
            "nothing settled; say beside the incident what was paid or who is insolvent, and of several items expect it by item";

    private final Problems problems;
    private final Set<String> parties;
    private final LegalPersons persons;
    private final Set<String> shareholders;
    private final String claimant;
    private final Set<String> items;
    private final int chainSize;
    private final List<Expectation> read = new ArrayList<>();

    /**
     * For one scenario.
     *
     * @param problems takes what is wrong
     * @param parties all parties
     * @param recorded whom the chain names; another party is no part of a legal person in the verdict
     * @param claimant id of the party that was harmed
     * @param items ids of the damage items
     * @param chainSize number of entries of the chain
     */
    ExpectReader(
            Problems problems,
            Collection<ScenarioParty> parties,
            Set<String> recorded,
            String claimant,
            Set<String> items,
            int chainSize) {
        this.problems = problems;
        this.parties = new LinkedHashSet<>();
        Map<String, String> numbers = new HashMap<>();
        parties.forEach(p -> {
            this.parties.add(p.id());
            boolean numbered = !p.legalId().isEmpty() && (recorded.contains(p.id()) || p.id().equals(claimant));
            numbers.put(p.id(), numbered ? p.jurisdiction() + " " + p.legalId() : "");
        });
        this.persons = LegalPersons.of(claimant, numbers);
        this.claimant = claimant;
        this.items = items;
        this.chainSize = chainSize;
        this.shareholders = new LinkedHashSet<>(this.parties);
        shareholders.add(Attribution.CLAIMANT);
        shareholders.add(Attribution.UNATTRIBUTED);
    }

    List<Expectation> read(Marked expect) {
        Section section = Section.of(problems, expect, "expect", KEYS);
        if (section != null) {
            readKeys(section, "", null);
            section.entry("items").ifPresent(e -> readItems(e.value()));
            section.entry("insurance").ifPresent(e -> insurance(section, e));
            section.entry("elsewhere").ifPresent(e -> elsewhere(section, e));
            section.entry("concludes").ifPresent(e -> concludes(e.value()));
        }
        return List.copyOf(read);
    }

    private void concludes(Marked value) {
        new ConcludesReader(
                        problems,
                        (e, exactly) ->
                                add(e.keyAt(), "concludes." + exactly.word(), exactly.toString(), exactly::against))
                .read(value);
    }

    private void readItems(Marked value) {
        if (!(value instanceof Marked.Mapping map)) {
            problems.add(value.at(), "items is %s; it must be a mapping from item ids.".formatted(value.kind()));
            return;
        }
        for (Marked.Entry entry : map.entries()) {
            if (!items.contains(entry.key())) {
                problems.add(entry.keyAt(), Section.notAllowed("item", entry.key(), items));
                continue;
            }
            String path = "items." + entry.key();
            Section section = Section.of(problems, entry.value(), path, ITEM_KEYS);
            if (section != null) {
                readKeys(section, path + ".", entry.key());
            }
        }
    }

    /** The keys of the whole verdict, or of one item where an item is named. */
    private void readKeys(Section section, String prefix, @Nullable String item) {
        section.entry("status").ifPresent(e -> status(section, e.value(), prefix, item));
        section.entry("liable").ifPresent(e -> liable(section, e, prefix, item));
        notLiable(section, prefix, item);
        section.entry("shares").ifPresent(e -> shares(e, prefix, j -> sharesOf(j, item)));
        section.entry("claimable").ifPresent(e -> shares(e, prefix, j -> claimableOf(j, item)));
        section.entry("bounds").ifPresent(e -> bounds(e, prefix, item));
        section.entry("order").ifPresent(e -> order(section, e, prefix, item));
        section.entry("breaches").ifPresent(e -> breaches(section, e, prefix, true));
        section.entry("notBreaches").ifPresent(e -> breaches(section, e, prefix, false));
        section.entry("cites").ifPresent(e -> cites(section, e, prefix, item));
        section.entry("notCites").ifPresent(e -> notCites(section, e, prefix, item));
        section.entry("solidarity").ifPresent(e -> solidarity(section, e, prefix, item));
        section.entry("supplementary").ifPresent(e -> supplementary(section, e, prefix, item));
        section.entry("rejectedEvidence").ifPresent(e -> rejected(section, e, prefix));
        section.entry("recourse").ifPresent(e -> recourse(section, e, prefix, item));
        section.entry("contracts").ifPresent(e -> contracts(section, e, prefix, item));
        section.entry("measures").ifPresent(e -> measures(section, e, prefix));
        section.entry("punitive").ifPresent(e -> punitive(section, e, prefix, item));
        section.entry("open").ifPresent(e -> open(section, e, prefix));
        section.entry("owes").ifPresent(e -> owes(e, prefix, item));
        section.entry("recovers").ifPresent(e -> recovers(section, e, prefix, item));
    }

    /** A sum such as {@code 30000 CNY}; empty, with a problem noted, if it is none. */
    static Optional<Money> sum(Problems problems, Marked value) {
        String text = value instanceof Marked.Scalar scalar ? scalar.text().strip() : "";
        String[] words = text.split("\\s+", -1);
        try {
            if (words.length == 2) {
                return Optional.of(Money.of(words[0], words[1]));
            }
        } catch (IllegalArgumentException e) {
            problems.add(value.at(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        problems.add(
                value.at(),
                "the sum is %s; write an amount and a currency, such as 30000 CNY."
                        .formatted(text.isEmpty() ? value.kind() : "'" + text + "'"));
        return Optional.empty();
    }

    /** What a debtor owes after the payments; of several items by item. */
    private void owes(Marked.Entry entry, String prefix, @Nullable String item) {
        if (!(entry.value() instanceof Marked.Mapping map)) {
            problems.add(
                    entry.value().at(),
                    "owes is %s; it must be a mapping from parties to sums, such as {cloudco: 30000 CNY}."
                            .formatted(entry.value().kind()));
            return;
        }
        for (Marked.Entry one : map.entries()) {
            String party = one.key();
            if (!parties.contains(party)) {
                problems.add(one.keyAt(), Section.notAllowed("party", party, parties));
                continue;
            }
            if (isNamedByAnother(one.keyAt(), party)) {
                continue;
            }
            sum(problems, one.value())
                    .ifPresent(m -> add(one.keyAt(), prefix + "owes." + party, m.toString(), j -> {
                        Optional<Settlement> settled = settledOf(j, item);
                        if (settled.isEmpty()) {
                            return Optional.of(NOT_SETTLED);
                        }
                        String got = settled.get().debtors().stream()
                                .filter(d -> d.party().equals(party))
                                .map(d -> d.owes().toString())
                                .findFirst()
                                .orElse("no debtor");
                        return got.equals(m.toString()) ? Optional.empty() : Optional.of(got);
                    }));
        }
    }

    /** Who recovers how much from whom after the payments. */
    private void recovers(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("recovers", v -> {
            Section one = Section.of(problems, v, "recovers", List.of("from", "to", "amount"));
            if (one == null) {
                return null;
            }
            Marked fromValue = one.required("from");
            Marked toValue = one.required("to");
            Marked amountValue = one.required("amount");
            String from = fromValue == null ? null : person(section, fromValue, "from");
            String to = toValue == null ? null : person(section, toValue, "to");
            Optional<Money> amount = amountValue == null ? Optional.empty() : sum(problems, amountValue);
            if (from == null || to == null || amount.isEmpty()) {
                return null;
            }
            String expected = "%s recovers %s from %s".formatted(from, amount.get(), to);
            add(v.at(), prefix + "recovers", expected, j -> {
                Optional<Settlement> settled = settledOf(j, item);
                if (settled.isEmpty()) {
                    return Optional.of(NOT_SETTLED);
                }
                List<String> got = settled.get().claims().stream()
                        .map(c -> "%s recovers %s from %s".formatted(c.from(), c.amount(), c.to()))
                        .toList();
                return got.contains(expected) ? Optional.empty() : Optional.of(got.toString());
            });
            return expected;
        });
        emptyIfWritten(
                entry,
                prefix,
                "no recovery",
                j -> settledOf(j, item).map(Settlement::claims).orElse(List.of()));
    }

    /** Which policy pays how much; a policy covers a party, whatever the item. */
    private void insurance(Section section, Marked.Entry entry) {
        section.list("insurance", v -> {
            Section one = Section.of(problems, v, "insurance", List.of("policy", "pays"));
            if (one == null) {
                return null;
            }
            String policy = one.requiredText("policy");
            Marked paysValue = one.required("pays");
            Optional<Money> pays = paysValue == null ? Optional.empty() : sum(problems, paysValue);
            if (policy == null || pays.isEmpty()) {
                return null;
            }
            String expected = paying(policy, pays.get());
            add(v.at(), "insurance", expected, j -> {
                List<String> got = insuranceOf(j);
                return got.contains(expected) ? Optional.empty() : Optional.of("insurance: " + got);
            });
            return expected;
        });
        emptyIfWritten(entry, "", "no insurer pays", ExpectReader::insuranceOf);
    }

    private static List<String> insuranceOf(Judged j) {
        return j.verdict().insurance().stream()
                .map(p -> paying(p.policy(), p.pays()))
                .toList();
    }

    private static String paying(String policy, @Nullable Money pays) {
        return "%s pays %s".formatted(policy, pays == null ? "an amount not determined" : pays);
    }

    private static Optional<Settlement> settledOf(Judged j, @Nullable String item) {
        return j.settled().stream()
                .filter(s -> item == null ? j.settled().size() == 1 : s.item().equals(item))
                .findFirst();
    }

    private void status(Section section, Marked value, String prefix, @Nullable String item) {
        String status = section.word(value, "status", STATUS);
        if (status != null) {
            boolean expected = status.equals("established");
            add(value.at(), prefix + "status", status, j -> {
                boolean got =
                        item == null ? j.verdict().established() : j.item(item).established();
                return got == expected
                        ? Optional.empty()
                        : Optional.of(got ? "established" : "not-established" + failed(j, item));
            });
        }
    }

    /** Why nothing is established, where the verdict says it. */
    private static String failed(Judged j, @Nullable String item) {
        String reasons = j.verdict().items().stream()
                .filter(i -> item == null || i.item().equals(item))
                .map(ItemVerdict::failed)
                .filter(f -> !f.isEmpty())
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? "" : " (" + reasons + ")";
    }

    private void liable(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        Set<String> expected = new TreeSet<>(section.list("liable", v -> person(section, v, "party")));
        add(entry.keyAt(), prefix + "liable", "exactly " + expected, j -> {
            Set<String> got = liableOf(j, item);
            return got.equals(expected) ? Optional.empty() : Optional.of(got.toString());
        });
    }

    /** Who belongs to a jurisdiction whose law the packs do not hold. */
    private void elsewhere(Section section, Marked.Entry entry) {
        Set<String> expected = new TreeSet<>(section.list("elsewhere", v -> party(section, v, "party")));
        add(entry.keyAt(), "elsewhere", "exactly " + expected, j -> {
            Set<String> got = new TreeSet<>();
            j.verdict().elsewhere().forEach(e -> got.add(e.party()));
            return got.equals(expected) ? Optional.empty() : Optional.of(got.toString());
        });
    }

    private void notLiable(Section section, String prefix, @Nullable String item) {
        section.list("notLiable", v -> {
            String party = person(section, v, "party");
            if (party != null) {
                add(v.at(), prefix + "notLiable", party + " not liable", j -> {
                    Set<String> got = liableOf(j, item);
                    return got.contains(party) ? Optional.of("liable: " + got) : Optional.empty();
                });
            }
            return party;
        });
    }

    private void shares(Marked.Entry entry, String prefix, Function<Judged, Optional<SortedMap<String, Fraction>>> of) {
        String key = entry.key();
        if (!(entry.value() instanceof Marked.Mapping map)) {
            problems.add(
                    entry.value().at(),
                    "%s is %s; it must be a mapping from parties to shares."
                            .formatted(key, entry.value().kind()));
            return;
        }
        for (Marked.Entry share : map.entries()) {
            String holder = share.key().equals(claimant) ? Attribution.CLAIMANT : share.key();
            if (!shareholders.contains(holder)) {
                problems.add(share.keyAt(), Section.notAllowed("party", share.key(), shareholders));
                continue;
            }
            if (isNamedByAnother(share.keyAt(), holder)) {
                continue;
            }
            Optional<ShareRange> range = range(share.value());
            if (range.isEmpty()) {
                problems.add(
                        share.value().at(),
                        "share of '%s' is %s; write a share from 0 to 1 such as 3/5, \">= 1/2\" or \"2/5..3/5\"."
                                .formatted(share.key(), share.value().kind()));
                continue;
            }
            String text = ((Marked.Scalar) share.value()).text();
            add(share.keyAt(), prefix + key + "." + share.key(), text, j -> {
                Optional<SortedMap<String, Fraction>> shares = of.apply(j);
                if (shares.isEmpty()) {
                    return Optional.of("nothing over all items, as they cannot be added up; expect it by item");
                }
                Fraction got = shares.get().getOrDefault(holder, Fraction.ZERO);
                return range.get().holds(got) ? Optional.empty() : Optional.of(got.toString());
            });
        }
    }

    /** The lowest and the highest share of a party, over the ranges of grades and the open questions. */
    private void bounds(Marked.Entry entry, String prefix, @Nullable String item) {
        if (!(entry.value() instanceof Marked.Mapping map)) {
            problems.add(
                    entry.value().at(),
                    "bounds is %s; it must be a mapping from parties to lowest and highest shares, such as {cloudco: 1/4..3/5}."
                            .formatted(entry.value().kind()));
            return;
        }
        for (Marked.Entry one : map.entries()) {
            String holder = one.key().equals(claimant) ? Attribution.CLAIMANT : one.key();
            if (!shareholders.contains(holder)) {
                problems.add(one.keyAt(), Section.notAllowed("party", one.key(), shareholders));
                continue;
            }
            if (isNamedByAnother(one.keyAt(), holder)) {
                continue;
            }
            Optional<ShareRange> range = range(one.value()).filter(r -> r.low() != null && r.high() != null);
            if (range.isEmpty()) {
                problems.add(
                        one.value().at(),
                        "bounds of '%s' are %s; write the lowest and the highest share, such as 1/4..3/5, or one share if they are the same."
                                .formatted(one.key(), one.value().kind()));
                continue;
            }
            Attribution.Bounds expected = new Attribution.Bounds(
                    Objects.requireNonNull(range.get().low()),
                    Objects.requireNonNull(range.get().high()));
            add(one.keyAt(), prefix + "bounds." + one.key(), shown(expected), j -> {
                List<ItemVerdict> items = j.verdict().items().stream()
                        .filter(i -> item == null || i.item().equals(item))
                        .toList();
                if (items.size() != 1) {
                    return Optional.of("bounds of several items; expect them by item");
                }
                Attribution.Bounds got = items.get(0)
                        .bounds()
                        .getOrDefault(holder, new Attribution.Bounds(Fraction.ZERO, Fraction.ZERO));
                return got.equals(expected) ? Optional.empty() : Optional.of(shown(got));
            });
        }
    }

    private static String shown(Attribution.Bounds bounds) {
        return bounds.low() + ".." + bounds.high();
    }

    private static Optional<ShareRange> range(Marked value) {
        return value instanceof Marked.Scalar scalar ? ShareRange.parse(scalar.text()) : Optional.empty();
    }

    private void order(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        List<String> order = section.list("order", v -> {
            String holder = section.word(v, "party", shareholders);
            if (holder != null && isNamedByAnother(v.at(), holder)) {
                return null;
            }
            return Objects.equals(holder, claimant) ? Attribution.CLAIMANT : holder;
        });
        if (new HashSet<>(order).size() < order.size()) {
            problems.add(entry.value().at(), "order names a party twice; each may stand once.");
            return;
        }
        add(entry.keyAt(), prefix + "order", order.isEmpty() ? "nobody with a share" : String.join(" > ", order), j -> {
            Optional<SortedMap<String, Fraction>> shares = sharesOf(j, item);
            if (shares.isEmpty()) {
                return Optional.of("nothing over all items, as they cannot be added up; expect it by item");
            }
            List<Fraction> got = order.stream()
                    .map(p -> shares.get().getOrDefault(p, Fraction.ZERO))
                    .toList();
            boolean descends = got.isEmpty()
                    ? shares.get().values().stream().allMatch(Fraction::isZero)
                    : got.get(0).signum() > 0;
            for (int i = 1; i < got.size(); i++) {
                descends &= got.get(i - 1).compareTo(got.get(i)) > 0;
            }
            return descends ? Optional.empty() : Optional.of(withShares(order, got, shares.get()));
        });
    }

    private static String withShares(List<String> order, List<Fraction> got, Map<String, Fraction> all) {
        if (order.isEmpty()) {
            return all.toString();
        }
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            parts.add(order.get(i) + " " + got.get(i));
        }
        return String.join(", ", parts);
    }

    private void breaches(Section section, Marked.Entry entry, String prefix, boolean wanted) {
        String key = entry.key();
        section.list(key, v -> {
            Section breach = Section.of(
                    problems,
                    v,
                    key,
                    wanted ? List.of("party", "duty", "grade", "norms") : List.of("party", "duty", "grade"));
            if (breach == null) {
                return null;
            }
            Marked who = breach.required("party");
            String party = who == null ? null : party(section, who, "party");
            String duty = breach.requiredText("duty");
            Marked how = breach.optional("grade");
            String grade = how == null ? null : breach.word(how, "grade", GRADES);
            if (party == null || duty == null) {
                return null;
            }
            String expected =
                    (wanted ? "" : "no ") + (grade == null ? "" : grade + " ") + "breach of " + duty + " by " + party;
            if (breach.has("norms")) {
                breachNorms(breach, v, prefix, party, duty);
            }
            add(v.at(), prefix + key, expected, Optional.of(duty), j -> {
                Set<String> got = Breaches.of(j).getOrDefault(party, new TreeSet<>());
                if (grade == null || !got.contains(duty)) {
                    return got.contains(duty) == wanted
                            ? Optional.empty()
                            : Optional.of("breaches of " + party + ": " + got);
                }
                Set<String> grades = Breaches.grades(j, party, duty);
                return grades.contains(grade) == wanted
                        ? Optional.empty()
                        : Optional.of("breach of " + duty + " by " + party + ": " + grades);
            });
            return duty;
        });
        if (wanted) {
            emptyIfWritten(entry, prefix, "no breaches", j -> Breaches.of(j).entrySet());
        }
    }

    /** Exactly the norms on which a breach and the duty behind it rest, of a party that is liable for something. */
    private void breachNorms(Section breach, Marked value, String prefix, String party, String duty) {
        Set<String> norms = new TreeSet<>(breach.list("norms", n -> breach.text(n, "norm")));
        String of = "breach of " + duty + " by " + party;
        add(value.at(), prefix + "breaches", of + " by exactly " + norms, j -> {
            Optional<Set<String>> got = Breaches.norms(j, persons.keyOf(party), duty);
            if (got.isEmpty()) {
                return Optional.of("norms are told only of a party that is liable, and " + party + " is not");
            }
            return got.get().equals(norms) ? Optional.empty() : Optional.of(of + " by " + got.get());
        });
    }

    private void cites(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("cites", v -> {
            String norm = section.text(v, "norm");
            if (norm != null) {
                add(v.at(), prefix + "cites", norm, j -> {
                    Set<String> got = citesOf(j, item);
                    return cited(norm, got) ? Optional.empty() : Optional.of(got + Nearest.hint(norm, got));
                });
            }
            return norm;
        });
        emptyIfWritten(entry, prefix, "no citation", j -> citesOf(j, item));
    }

    private void notCites(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("notCites", v -> {
            String norm = section.text(v, "norm");
            if (norm != null) {
                read.add(new Expectation(
                        problems.place(v.at()),
                        prefix + entry.key(),
                        norm + " not cited",
                        j -> {
                            Set<String> got = citesOf(j, item);
                            return cited(norm, got) ? Optional.of("cited: " + got) : Optional.empty();
                        },
                        Optional.empty(),
                        Optional.of(norm)));
            }
            return norm;
        });
    }

    /** Whether a norm is among those cited; the id of an article without a paragraph stands for all its paragraphs. */
    static boolean cited(String norm, Set<String> got) {
        return got.stream().anyMatch(id -> id.equals(norm) || id.startsWith(norm + "-"));
    }

    private void solidarity(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("solidarity", v -> {
            Set<String> group = new TreeSet<>(section.list(v, "a group", p -> person(section, p, "party")));
            add(v.at(), prefix + "solidarity", "group " + group, j -> {
                Set<Set<String>> got = groupsOf(j, item);
                return got.contains(group) ? Optional.empty() : Optional.of("groups " + got);
            });
            return group;
        });
        emptyIfWritten(entry, prefix, "no solidarity", j -> groupsOf(j, item));
    }

    private void supplementary(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("supplementary", v -> {
            Section one = Section.of(problems, v, "supplementary", List.of("party", "primary"));
            if (one == null) {
                return null;
            }
            Marked partyValue = one.required("party");
            Marked primaryValue = one.required("primary");
            String party = partyValue == null ? null : person(section, partyValue, "party");
            String primary = primaryValue == null ? null : person(section, primaryValue, "primary");
            if (party == null || primary == null) {
                return null;
            }
            String expected = party + " after " + primary;
            add(v.at(), prefix + "supplementary", expected, j -> {
                List<String> got = supplementaryOf(j, item);
                return got.contains(expected) ? Optional.empty() : Optional.of(got.toString());
            });
            return expected;
        });
        emptyIfWritten(entry, prefix, "nobody in second place", j -> supplementaryOf(j, item));
    }

    private void rejected(Section section, Marked.Entry entry, String prefix) {
        section.list("rejectedEvidence", v -> {
            Integer index = section.index(v, "event", chainSize);
            if (index != null) {
                add(v.at(), prefix + "rejectedEvidence", "event " + index + " rejected", j -> {
                    List<Long> got = rejectedIn(j);
                    return got.contains(index.longValue()) ? Optional.empty() : Optional.of("rejected: " + got);
                });
            }
            return index;
        });
        emptyIfWritten(
                entry,
                prefix,
                "no rejected evidence",
                j -> j.verdict().evidence().rejected());
    }

    private void recourse(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("recourse", v -> {
            Section one = Section.of(problems, v, "recourse", List.of("from", "to", "share"));
            if (one == null) {
                return null;
            }
            Marked fromValue = one.required("from");
            Marked toValue = one.required("to");
            String from = fromValue == null ? null : person(section, fromValue, "from");
            String to = toValue == null ? null : person(section, toValue, "to");
            Marked shareValue = one.optional("share");
            Optional<ShareRange> share = shareValue == null ? Optional.empty() : range(shareValue);
            if (shareValue != null && share.isEmpty()) {
                problems.add(
                        shareValue.at(),
                        "share is %s; write a share from 0 to 1 such as 3/5, \">= 1/2\" or \"2/5..3/5\"."
                                .formatted(shareValue.kind()));
            }
            if (from == null || to == null) {
                return null;
            }
            String expected = from + " from " + to + (shareValue instanceof Marked.Scalar s ? " of " + s.text() : "");
            add(v.at(), prefix + "recourse", "recourse of " + expected, j -> {
                List<Attribution.Recourse> got = recourseOf(j, item);
                return got.stream()
                                .anyMatch(r -> r.from().equals(from)
                                        && r.to().equals(to)
                                        && share.map(s -> s.holds(r.share())).orElse(true))
                        ? Optional.empty()
                        : Optional.of(got.stream()
                                .map(r -> r.from() + " from " + r.to() + " of " + r.share())
                                .toList()
                                .toString());
            });
            return expected;
        });
        emptyIfWritten(entry, prefix, "no recourse", j -> recourseOf(j, item));
    }

    private void contracts(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("contracts", v -> {
            Section one = Section.of(problems, v, "contracts", List.of("form", "from", "to", "share", "sum"));
            if (one == null) {
                return null;
            }
            Marked formValue = one.required("form");
            Marked fromValue = one.required("from");
            Marked toValue = one.required("to");
            String form = formValue == null ? null : one.word(formValue, "form", ContractTerm.FORMS);
            String from = fromValue == null ? null : person(section, fromValue, "from");
            String to = toValue == null ? null : person(section, toValue, "to");
            Marked shareValue = one.optional("share");
            Optional<ShareRange> share = shareValue == null ? Optional.empty() : range(shareValue);
            if (shareValue != null && share.isEmpty()) {
                problems.add(
                        shareValue.at(),
                        "share is %s; write a share from 0 to 1 such as 3/5, \">= 1/2\" or \"2/5..3/5\"."
                                .formatted(shareValue.kind()));
            }
            String sum = one.optionalText("sum");
            if (form == null || from == null || to == null) {
                return null;
            }
            String expected = "%s: %s from %s%s%s"
                    .formatted(
                            form,
                            from,
                            to,
                            shareValue instanceof Marked.Scalar s ? " of " + s.text() : "",
                            sum == null ? "" : " up to " + sum);
            add(v.at(), prefix + "contracts", expected, j -> {
                List<ContractTerm> got = contractsOf(j, item);
                return got.stream()
                                .anyMatch(c -> c.form().equals(form)
                                        && c.from().equals(from)
                                        && c.to().equals(to)
                                        && share.map(r -> r.holds(c.share())).orElse(true)
                                        && (sum == null || sum.equals(c.sum())))
                        ? Optional.empty()
                        : Optional.of(got.stream()
                                .map(c -> "%s: %s from %s of %s%s"
                                        .formatted(
                                                c.form(),
                                                c.from(),
                                                c.to(),
                                                c.share(),
                                                c.sum().isEmpty() ? "" : " up to " + c.sum()))
                                .toList()
                                .toString());
            });
            return expected;
        });
        emptyIfWritten(entry, prefix, "no effect of contracts", j -> contractsOf(j, item));
    }

    private static List<ContractTerm> contractsOf(Judged j, @Nullable String item) {
        return j.verdict().contracts().stream()
                .filter(c -> item == null || c.item().equals(item))
                .toList();
    }

    private void measures(Section section, Marked.Entry entry, String prefix) {
        section.list("measures", v -> {
            Section one = Section.of(problems, v, "measures", List.of("party", "measure", "within"));
            if (one == null) {
                return null;
            }
            Marked who = one.required("party");
            Marked what = one.required("measure");
            String party = who == null ? null : party(section, who, "party");
            String measure = what == null
                    ? null
                    : section.word(
                            what,
                            "measure",
                            Objects.requireNonNull(CodeLists.all().get("measure")));
            Marked term = one.optional("within");
            Duration within = term == null ? null : duration(section, term);
            if (party == null || measure == null) {
                return null;
            }
            String expected = measure + " by " + party + (within == null ? "" : " within " + within);
            add(v.at(), prefix + "measures", expected, j -> {
                List<Attribution.Measure> got = j.verdict().measures();
                return got.stream()
                                .anyMatch(m -> m.party().equals(party)
                                        && m.measure().equals(measure)
                                        && (within == null || isDueWithin(m, within, j)))
                        ? Optional.empty()
                        : Optional.of(got.stream()
                                .map(m -> m.measure() + " by " + m.party() + (m.due() == null ? "" : " due " + m.due()))
                                .toList()
                                .toString());
            });
            return measure;
        });
        emptyIfWritten(entry, prefix, "no measures", j -> j.verdict().measures());
    }

    /**
     * A measure that is due at once is due within any term; another counts from the latest notice or report before it.
     */
    private static boolean isDueWithin(Attribution.Measure measure, Duration within, Judged j) {
        return measure.due() == null
                || j.triggers().stream()
                        .filter(t -> !t.isAfter(measure.due()))
                        .anyMatch(t -> Duration.between(t, measure.due()).compareTo(within) <= 0);
    }

    private @Nullable Duration duration(Section section, Marked value) {
        String text = section.text(value, "within");
        if (text == null) {
            return null;
        }
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // told below, with the place
        }
        problems.add(value.at(), "within is '%s'; write a duration such as PT24H or P15D.".formatted(text));
        return null;
    }

    private void punitive(Section section, Marked.Entry entry, String prefix, @Nullable String item) {
        section.list("punitive", v -> {
            String party = person(section, v, "party");
            if (party != null) {
                add(v.at(), prefix + "punitive", "punitive damages against " + party, j -> {
                    List<String> got = punitiveOf(j, item);
                    return got.contains(party) ? Optional.empty() : Optional.of("punitive: " + got);
                });
            }
            return party;
        });
        emptyIfWritten(entry, prefix, "no punitive damages", j -> punitiveOf(j, item));
    }

    private void open(Section section, Marked.Entry entry, String prefix) {
        section.list("open", v -> {
            String id = section.text(v, "question");
            if (id != null) {
                add(v.at(), prefix + "open", "open question " + id, j -> {
                    List<String> got = openOf(j);
                    return got.contains(id) ? Optional.empty() : Optional.of("open: " + got);
                });
            }
            return id;
        });
        emptyIfWritten(entry, prefix, "no open question", ExpectReader::openOf);
    }

    /** An empty list in the file says that the verdict has none. */
    private void emptyIfWritten(
            Marked.Entry entry, String prefix, String expected, Function<Judged, Collection<?>> of) {
        if (entry.value() instanceof Marked.Sequence sequence
                && sequence.items().isEmpty()) {
            add(entry.keyAt(), prefix + entry.key(), expected, j -> {
                Collection<?> got = of.apply(j);
                return got.isEmpty() ? Optional.empty() : Optional.of(got.toString());
            });
        }
    }

    private void add(Mark at, String key, String expected, Function<Judged, Optional<String>> check) {
        add(at, key, expected, Optional.empty(), check);
    }

    private void add(
            Mark at, String key, String expected, Optional<String> duty, Function<Judged, Optional<String>> check) {
        read.add(new Expectation(problems.place(at), key, expected, check, duty, Optional.empty()));
    }

    private @Nullable String party(Section section, Marked value, String what) {
        return section.word(value, what, parties);
    }

    /** A party by which the verdict names a legal person; shares and claims are those of persons. */
    private @Nullable String person(Section section, Marked value, String what) {
        String party = party(section, value, what);
        return party == null || isNamedByAnother(value.at(), party) ? null : party;
    }

    private boolean isNamedByAnother(Mark at, String party) {
        String key = persons.keyOf(party);
        boolean other = !party.equals(claimant) && !key.equals(party);
        if (other) {
            problems.add(
                    at,
                    "'%s' is one legal person with others by its legalId, and the verdict names that person '%s'; write '%s'."
                            .formatted(party, key, key));
        }
        return other;
    }

    private static Optional<SortedMap<String, Fraction>> sharesOf(Judged j, @Nullable String item) {
        return item == null
                ? Optional.ofNullable(j.verdict().shares())
                : Optional.of(j.item(item).shares());
    }

    private static Optional<SortedMap<String, Fraction>> claimableOf(Judged j, @Nullable String item) {
        return item == null ? j.claimable() : Optional.of(j.item(item).claimable());
    }

    /** Who is claimable for more than 0. */
    private static Set<String> liableOf(Judged j, @Nullable String item) {
        return j.verdict().items().stream()
                .filter(i -> item == null || i.item().equals(item))
                .flatMap(i -> i.claimable().entrySet().stream())
                .filter(e -> e.getValue().signum() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> citesOf(Judged j, @Nullable String item) {
        return item == null ? j.citations().all() : j.citations().of(item);
    }

    private static Set<Set<String>> groupsOf(Judged j, @Nullable String item) {
        return j.verdict().items().stream()
                .filter(i -> item == null || i.item().equals(item))
                .flatMap(i -> i.solidarity().stream())
                .map(g -> new TreeSet<>(g.parties()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<String> supplementaryOf(Judged j, @Nullable String item) {
        return j.verdict().items().stream()
                .filter(i -> item == null || i.item().equals(item))
                .flatMap(i -> i.supplementary().stream())
                .map(s -> s.party() + " after " + s.primary())
                .toList();
    }

    private static List<Attribution.Recourse> recourseOf(Judged j, @Nullable String item) {
        return j.verdict().items().stream()
                .filter(i -> item == null || i.item().equals(item))
                .flatMap(i -> i.recourse().stream())
                .toList();
    }

    private static List<Long> rejectedIn(Judged j) {
        return j.verdict().evidence().rejected().stream()
                .map(Attribution.Rejected::event)
                .toList();
    }

    private static List<String> punitiveOf(Judged j, @Nullable String item) {
        return j.verdict().punitive().stream()
                .filter(p -> item == null || p.item().equals(item))
                .map(Attribution.PunitiveExposure::party)
                .toList();
    }

    private static List<String> openOf(Judged j) {
        return j.verdict().open().stream().map(Attribution.OpenQuestion::id).toList();
    }

    private static List<String> ofWhole() {
        List<String> keys = new ArrayList<>(ITEM_KEYS);
        keys.add(5, "items");
        keys.add("insurance");
        keys.add("elsewhere");
        keys.add("concludes");
        return List.copyOf(keys);
    }
}
