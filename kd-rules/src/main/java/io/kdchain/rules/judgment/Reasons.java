package io.kdchain.rules.judgment;

import io.kdchain.rules.derive.Facts;
import io.kdchain.rules.engine.Justification;
import io.kdchain.rules.engine.Terms;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Fact;
import io.kdchain.rules.fact.Fields;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.fact.Term;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import io.kdchain.rules.pack.Duty;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Tells why conclusions hold, down to the facts and the log entries that show them. One tree for each conclusion. */
final class Reasons {
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*+)\"");

    private static final Pattern BINDING = Pattern.compile("\\{(\\w+)}");

    private final RulePack pack;
    private final Reasoned reasoned;
    private final Map<Fact, KnownFact> known = new HashMap<>();
    private final Map<Term, Reason> told = new HashMap<>();
    /** Places in the log by event: what a reader looks up instead of an id. */
    private final Map<String, Long> places = new HashMap<>();

    Reasons(RulePack pack, Facts facts, Reasoned reasoned) {
        this.pack = pack;
        this.reasoned = reasoned;
        facts.known().forEach(k -> known.put(k.fact(), k));
        facts.events().forEach((id, event) -> places.put(id, event.index()));
    }

    /** Why a term holds. The same term always gives the same tree. */
    Reason of(Term term) {
        Reason before = told.get(term);
        if (before != null) {
            return before;
        }
        Reason reason = term instanceof Conclusion c ? conclusion(c) : fact(term);
        told.put(term, reason);
        return reason;
    }

    /** Log entries that show a conclusion, through all it rests on. */
    List<Long> evidence(Conclusion conclusion) {
        Set<Long> indexes = new TreeSet<>();
        walk(of(conclusion), seen(), r -> indexes.addAll(r.evidence()));
        return List.copyOf(indexes);
    }

    /** Code of the reading of silence on which a conclusion rests, or empty. */
    String silence(Conclusion conclusion) {
        Set<String> notes = new LinkedHashSet<>();
        walk(of(conclusion), seen(), r -> notes.add(r.note()));
        notes.remove("");
        return notes.isEmpty() ? "" : notes.iterator().next();
    }

    private static Set<Reason> seen() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Each tree once, in the order of telling: a term that is told twice has one and the same tree. */
    private static void walk(Reason reason, Set<Reason> seen, Consumer<Reason> visit) {
        if (seen.add(reason)) {
            visit.accept(reason);
            reason.because().forEach(r -> walk(r, seen, visit));
        }
    }

    private Reason fact(Term term) {
        KnownFact fact = known.get(term);
        WordEntry word = word(term);
        return new Reason(
                text(term),
                "",
                word.en(),
                word.zh(),
                List.of(),
                fact == null ? List.of() : fact.evidence(),
                fact == null ? "" : fact.note(),
                List.of());
    }

    /** Told by the most special of the rules that draw it, on the norms of all of them. */
    private Reason conclusion(Conclusion conclusion) {
        List<Justification> why = reasoned.why(conclusion);
        if (why.isEmpty()) {
            throw new IllegalStateException("%s does not stand and has no reason.".formatted(text(conclusion)));
        }
        Justification first = mostSpecial(why);
        List<Reason> because = new ArrayList<>();
        first.premises().forEach(p -> because.add(of(p)));
        for (Justification.Held held : first.held()) {
            because.add(new Reason(
                    held.text(),
                    "",
                    "holds on the record",
                    "依记录成立",
                    List.of(),
                    List.of(),
                    "",
                    held.witnesses().stream()
                            .filter(reasoned::stands)
                            .map(this::of)
                            .toList()));
        }
        return new Reason(
                text(conclusion),
                first.rule().name(),
                filled(first.rule().explainEn(), first.bindings(), false),
                filled(first.rule().explainZh(), first.bindings(), true),
                reasoned.cites(List.of(conclusion)),
                List.of(),
                "",
                burden(first),
                because);
    }

    /** Whom a rule burdens with proof, by the party that its binding stands for; empty if nobody. */
    private static String burden(Justification why) {
        String burden = why.rule().burden();
        return burden == null ? "" : String.valueOf(why.bindings().getOrDefault(burden, burden));
    }

    /** The justification whose rule asks for most; of equals the first. */
    private static Justification mostSpecial(List<Justification> why) {
        Justification special = why.get(0);
        if (why.size() == 1) {
            return special;
        }
        for (Justification other : why) {
            if (other.rule().demands() > special.rule().demands()) {
                special = other;
            }
        }
        return special;
    }

    private WordEntry word(Term term) {
        return word(Terms.word(term));
    }

    /** Places in the log of the events that a condition names, in their order. */
    List<Long> named(String condition) {
        return QUOTED.matcher(condition)
                .results()
                .map(r -> places.get(r.group(1)))
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }

    /** What a word means. */
    WordEntry word(String name) {
        return pack.vocabulary()
                .word(name)
                .orElseThrow(() -> new IllegalStateException(name + " is no word of the vocabulary."));
    }

    /** {@code Breach(party: "edgechip", duty: "verify-equivalence")}. */
    static String text(Term term) {
        Fields fields = Fields.of(term.getClass());
        StringBuilder text = new StringBuilder(fields.word()).append('(');
        for (int i = 0; i < fields.names().size(); i++) {
            Object value = fields.value(term, i);
            text.append(i == 0 ? "" : ", ").append(fields.names().get(i)).append(": ");
            if (value instanceof String) {
                text.append('"').append(value).append('"');
            } else {
                text.append(value);
            }
        }
        return text.append(')').toString();
    }

    /** The sentence of a rule that did not apply: what is not determined is left open. */
    String open(String sentence, SortedMap<String, Object> bindings, boolean chinese) {
        return BINDING.matcher(filled(sentence, bindings, chinese)).replaceAll("…");
    }

    /** The sentence of a rule, with the values of its bindings. */
    String filled(String sentence, SortedMap<String, Object> bindings, boolean chinese) {
        int open = sentence.indexOf('{');
        if (open < 0) {
            return sentence;
        }
        StringBuilder text = new StringBuilder();
        int told = 0;
        for (; open >= 0; open = sentence.indexOf('{', open + 1)) {
            int close = sentence.indexOf('}', open);
            Object value = close < 0 ? null : bindings.get(sentence.substring(open + 1, close));
            if (value != null) {
                text.append(sentence, told, open).append(shown(value, chinese));
                told = close + 1;
            }
        }
        return text.append(sentence, told, sentence.length()).toString();
    }

    private String shown(Object value, boolean chinese) {
        String text = String.valueOf(value);
        Duty duty = pack.duties().get(text);
        if (duty != null) {
            return "“" + (chinese ? duty.title().zh() : duty.title().en()) + "”";
        }
        Long place = places.get(text);
        return place == null ? text : "#" + place;
    }
}
