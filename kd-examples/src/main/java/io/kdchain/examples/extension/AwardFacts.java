package io.kdchain.examples.extension;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.UnknownBody;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.FactProvider;
import io.kdchain.rules.fact.DutyAppraisal;
import io.kdchain.rules.fact.KnownFact;
import io.kdchain.rules.verdict.Incident;
import java.util.List;

/**
 * Reads the awards of an arbitral institution, which records them as events of a type of its own:
 *
 * <pre>{@code {"party": "distilco", "duty": "examine-bias", "met": false, "fault": "gross"}}</pre>
 *
 * An award counts as an appraisal that the duty was met or not. The award of anyone but the institution counts for
 * nothing, and so does one that does not say these four things.
 */
public final class AwardFacts implements FactProvider {
    /** Type of the event. */
    public static final String AWARD = "AwardMade";

    private final PartyId institution;

    /** Believes the awards of this institution. */
    public AwardFacts(PartyId institution) {
        this.institution = institution;
    }

    @Override
    public List<KnownFact> facts(Evidence evidence, Incident incident) {
        return evidence.notUnderstood().stream()
                .filter(this::isAward)
                .map(AwardFacts::fact)
                .toList();
    }

    private boolean isAward(LogEntry entry) {
        return entry.event().actor().equals(institution)
                && entry.event().body() instanceof UnknownBody body
                && body.type().equals(AWARD)
                && List.of("party", "duty", "fault").stream()
                        .allMatch(member -> body.json().path(member).isTextual())
                && body.json().path("met").isBoolean();
    }

    private static KnownFact fact(LogEntry entry) {
        JsonNode award = ((UnknownBody) entry.event().body()).json();
        return KnownFact.shownBy(
                new DutyAppraisal(
                        award.path("party").textValue(),
                        award.path("duty").textValue(),
                        award.path("met").booleanValue(),
                        award.path("fault").textValue()),
                List.of(entry.index()));
    }
}
