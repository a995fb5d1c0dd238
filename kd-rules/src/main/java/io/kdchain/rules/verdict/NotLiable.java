package io.kdchain.rules.verdict;

import io.kdchain.rules.verdict.Attribution.Reason;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A party of the record that nobody can demand anything of, and what was lacking for that: of all rules that found
 * liability, for all items, the one that came nearest. Beside the verdict, and no part of its digest.
 *
 * @param party its id
 * @param item the item for which liability came nearest
 * @param lacking why not
 */
public record NotLiable(String party, String item, Lacking lacking) {
    /**
     * A rule that did not apply, or a conclusion that came to nothing.
     *
     * @param rule its name
     * @param explainEn what it would say, in English; {@code …} stands for what is not determined
     * @param explainZh the same in Chinese
     * @param cites norms of the rule
     * @param unmet what failed; at least one, at most two
     */
    public record Lacking(String rule, String explainEn, String explainZh, List<String> cites, List<Unmet> unmet) {
        public Lacking {
            cites = List.copyOf(cites);
            unmet = List.copyOf(unmet);
        }
    }

    /**
     * A condition that failed.
     *
     * @param kind how
     * @param condition as a rule file writes it, with the values of bindings in their place; empty for
     *     {@link Kind#NO_PART}
     * @param wordEn what it is about, in English
     * @param wordZh the same in Chinese
     * @param shown what the record shows against it, or in its place, with its reasons
     * @param deeper why the conclusion that is missing does not follow; null for what is no conclusion
     * @param about log indexes of the acts and other events that the condition names by their ids
     */
    public record Unmet(
            Kind kind,
            String condition,
            String wordEn,
            String wordZh,
            List<Reason> shown,
            @Nullable Lacking deeper,
            List<Long> about) {
        public Unmet {
            shown = List.copyOf(shown);
            about = List.copyOf(about);
        }

        /** Of a condition that names no event. */
        public Unmet(
                Kind kind,
                String condition,
                String wordEn,
                String wordZh,
                List<Reason> shown,
                @Nullable Lacking deeper) {
            this(kind, condition, wordEn, wordZh, shown, deeper, List.of());
        }
    }

    /** How a condition failed. */
    public enum Kind {
        /** What it asks for is not there. */
        MISSING,
        /** What must not be there is there, such as a defence. */
        OPPOSED,
        /** It follows, and no norm in force has the rank to found liability on it. */
        NOT_FOUNDED,
        /** Liability follows, and no part of the item falls to the party. */
        NO_PART;

        /** In lower case with a hyphen, as documents write it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
