package io.kdchain.rules.report;

import io.kdchain.rules.pack.Label;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Attribution;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** What a report can say about the norms and duties that a verdict names. Immutable. */
public final class LegalSources {
    /** Knows nothing: ids are shown as they are. */
    public static final LegalSources NONE = new LegalSources(Map.of(), Map.of(), word -> Optional.empty());

    private final Map<String, Norm> norms;
    private final Map<String, Duty> duties;
    private final Function<String, Optional<Label>> words;

    private LegalSources(Map<String, Norm> norms, Map<String, Duty> duties, Function<String, Optional<Label>> words) {
        this.norms = norms;
        this.duties = duties;
        this.words = words;
    }

    /**
     * What the library's own packs say of those that a verdict applied. A pack of the same id that says something else
     * is passed over: its digest tells.
     */
    public static LegalSources builtin(Attribution verdict) {
        Set<String> known = RulePack.builtinIds();
        List<RulePack> packs = verdict.packs().stream()
                .filter(p -> known.contains(p.id()))
                .map(p -> RulePack.builtin(p.id()))
                .filter(pack -> verdict.packs().stream()
                        .anyMatch(p -> p.id().equals(pack.id()) && p.digest().endsWith(pack.digest())))
                .toList();
        return packs.isEmpty() ? NONE : of(RulePack.together(packs));
    }

    /** What a rule pack says about its norms, duties and words. */
    public static LegalSources of(RulePack pack) {
        List<Norm> norms = pack.norms().values().stream()
                .map(n -> new Norm(
                        n.id(),
                        n.title().en(),
                        n.title().zh(),
                        n.article(),
                        n.paraphrase(),
                        n.rank().name(),
                        n.verified().name(),
                        String.valueOf(n.inForce())))
                .toList();
        List<Duty> duties = pack.duties().values().stream()
                .map(d -> new Duty(d.code(), d.id(), d.title().en(), d.title().zh()))
                .toList();
        return with(norms, duties, pack::word);
    }

    /** These norms and duties; the first of an id counts. */
    public static LegalSources of(Collection<Norm> norms, Collection<Duty> duties) {
        return with(norms, duties, word -> Optional.empty());
    }

    private static LegalSources with(
            Collection<Norm> norms, Collection<Duty> duties, Function<String, Optional<Label>> words) {
        Map<String, Norm> byId = new TreeMap<>();
        norms.forEach(n -> byId.putIfAbsent(n.id(), n));
        Map<String, Duty> byCode = new TreeMap<>();
        duties.forEach(d -> byCode.putIfAbsent(d.code(), d));
        return new LegalSources(Collections.unmodifiableMap(byId), Collections.unmodifiableMap(byCode), words);
    }

    /** The norm of this id, if it is known. */
    public Optional<Norm> norm(String id) {
        return Optional.ofNullable(norms.get(id));
    }

    /** What a word of the rules means, in the language asked for, if it is known. */
    Optional<String> word(String name, Language language) {
        return words.apply(name).map(l -> language == Language.CHINESE ? l.zh() : l.en());
    }

    /** The duty of this code, if it is known. */
    public Optional<Duty> duty(String code) {
        return Optional.ofNullable(duties.get(code));
    }

    /**
     * A norm.
     *
     * @param id such as {@code CN-CivilCode-1165-1}
     * @param titleEn what it is about, in English
     * @param titleZh the same in Chinese; empty if there is none
     * @param article such as {@code Civil Code, art. 1165(1)}
     * @param paraphrase what it says, in our words
     * @param rank code: L, A, J, D, N, P, C
     * @param verified code: T, S, M
     * @param inForce such as {@code 2021-01-01/..}
     */
    public record Norm(
            String id,
            String titleEn,
            String titleZh,
            String article,
            String paraphrase,
            String rank,
            String verified,
            String inForce) {}

    /**
     * A duty.
     *
     * @param code such as {@code verify-equivalence}
     * @param number such as {@code D17}
     * @param en the duty, in English
     * @param zh the same in Chinese; empty if there is none
     */
    public record Duty(String code, String number, String en, String zh) {}
}
