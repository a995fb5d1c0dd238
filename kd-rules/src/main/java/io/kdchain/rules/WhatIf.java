package io.kdchain.rules;

import io.kdchain.rules.verdict.Regime;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A supposition under which an incident is judged; see {@link LiabilityEngine#sweep}. Immutable.
 *
 * @param imposed the regime imposed on every item; null for that of the law
 * @param lawOf the day whose law is applied; null for that of the damage, or of the engine
 * @param answers to open questions, by their ids in {@link io.kdchain.rules.verdict.Attribution#open()}
 */
public record WhatIf(@Nullable Regime imposed, @Nullable LocalDate lawOf, SortedMap<String, Boolean> answers) {
    private static final WhatIf NOTHING = new WhatIf(null, null, Collections.emptySortedMap());

    public WhatIf {
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
    }

    /** Supposes nothing. */
    public static WhatIf nothing() {
        return NOTHING;
    }

    /** The same with a regime imposed. */
    public WhatIf regime(Regime regime) {
        return new WhatIf(regime, lawOf, answers);
    }

    /** The same with the law of a day. */
    public WhatIf asOf(LocalDate day) {
        return new WhatIf(imposed, day, answers);
    }

    /** The same with a question answered. */
    public WhatIf answer(String question, boolean answer) {
        SortedMap<String, Boolean> more = new TreeMap<>(answers);
        more.put(question, answer);
        return new WhatIf(imposed, lawOf, more);
    }
}
