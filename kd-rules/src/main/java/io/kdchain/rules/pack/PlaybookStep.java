package io.kdchain.rules.pack;

import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.Role;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One thing that has to be done after an incident.
 *
 * @param id as {@code notify-users}
 * @param title in words
 * @param who roles of which one has to do it; empty means anybody
 * @param shownBy events of which one shows that it is done; at least one
 * @param from from when its term runs
 * @param fromStep the step whose end begins the term; null unless {@code from} is a step
 * @param term name of the parameter that says how long it may take; null means that nothing says it
 * @param basis ids of the norms that ask for it; empty means that the authors of the pack propose it
 * @param kinds kinds of damage for which it is to be done; empty means all
 * @param after ids of steps that come first
 * @param required whether the incident is not to be closed without it
 * @param pack id of the pack that brings it
 */
public record PlaybookStep(
        String id,
        Label title,
        Set<Role> who,
        List<Sign> shownBy,
        From from,
        @Nullable String fromStep,
        @Nullable String term,
        List<String> basis,
        Set<DamageKind> kinds,
        List<String> after,
        boolean required,
        String pack) {
    public PlaybookStep {
        who = who.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(who));
        shownBy = List.copyOf(shownBy);
        basis = List.copyOf(basis);
        kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        after = List.copyOf(after);
    }

    /** From when a term runs. */
    public enum From {
        /** When the damage arose, as the report says. */
        OCCURRENCE,
        /** When the log recorded the report. */
        REPORT,
        /** When another step was done. */
        STEP
    }

    /**
     * An event that shows that a step is done.
     *
     * @param type name of its type
     * @param measure which measure; null for every type but {@code MeasureTaken}
     */
    public record Sign(String type, @Nullable Measure measure) {
        @Override
        public String toString() {
            return measure == null ? type : type + " " + measure.code();
        }
    }

    /** The codes of who has to do it, in the order of the roles. */
    public String whoCodes() {
        return who.stream().map(Role::code).collect(Collectors.joining(", "));
    }
}
