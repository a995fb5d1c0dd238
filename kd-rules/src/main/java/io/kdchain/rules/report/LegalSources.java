package io.kdchain.rules.report;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a report can say about the norms and duties that a verdict names. Immutable. */
public final class LegalSources {
    /** Knows nothing: ids are shown as they are. */
    public static final LegalSources NONE = new LegalSources(Map.of(), Map.of());

    private final Map<String, Norm> norms;
    private final Map<String, Duty> duties;

    private LegalSources(Map<String, Norm> norms, Map<String, Duty> duties) {
        this.norms = norms;
        this.duties = duties;
    }

    /** These norms and duties; the first of an id counts. */
    public static LegalSources of(Collection<Norm> norms, Collection<Duty> duties) {
        Map<String, Norm> byId = new TreeMap<>();
        norms.forEach(n -> byId.putIfAbsent(n.id(), n));
        Map<String, Duty> byCode = new TreeMap<>();
        duties.forEach(d -> byCode.putIfAbsent(d.code(), d));
        return new LegalSources(Collections.unmodifiableMap(byId), Collections.unmodifiableMap(byCode));
    }

    /** The norm of this id, if it is known. */
    public Optional<Norm> norm(String id) {
        return Optional.ofNullable(norms.get(id));
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
