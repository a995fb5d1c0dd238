package io.kdchain.rules.governance;

import io.kdchain.rules.pack.RulePack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads from a log what its parties owe: deadlines that findings, orders, notices and alarms set, what ends unless it
 * is renewed, what has to be repeated, and until when records are kept. Only what stands on record counts; a term that
 * neither an entry nor the pack states is no obligation here.
 */
public final class Obligations {
    private Obligations() {}

    /**
     * Every obligation that the log shows, the most urgent first: by state, then by its end.
     *
     * @param source entries that stand
     * @param pack terms, as {@code notice.obvious}; those that it lacks call for nothing
     * @param asOf the moment that is looked at, UTC; what was recorded later does not count
     */
    public static List<Obligation> of(EntrySource source, RulePack pack, Instant asOf) {
        Register register = new Register(source, pack, asOf);
        List<Obligation> all = new ArrayList<>();
        all.addAll(new Findings(register).obligations());
        all.addAll(new Orders(register).obligations());
        all.addAll(new Notices(register).obligations());
        all.addAll(new Alarms(register).obligations());
        all.addAll(new Renewals(register).obligations());
        all.addAll(new Periods(register).obligations());
        all.addAll(new Retention(register, asOf).obligations());
        all.sort(Comparator.comparing((Obligation one) -> one.at(asOf))
                .thenComparing(Obligation::due)
                .thenComparing(Obligation::kind)
                .thenComparing(Obligation::party)
                .thenComparing(Obligation::subject)
                .thenComparing(one -> one.shownBy().get(0)));
        return List.copyOf(all);
    }
}
