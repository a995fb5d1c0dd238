package io.kdchain.rules.governance;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Stage;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stage that did most to a damage, as a localisation on record found: damages with the same one are a series.
 *
 * @param stage the stage
 * @param party who acted in it
 * @param artefact what it made there, on the way to the deployment; null where that is nothing or not one thing
 * @param contribution of the stage, 0 to 1
 * @param entry entry of the localisation
 */
public record RootCause(
        Stage stage, PartyId party, @Nullable EntityId artefact, BigDecimal contribution, long entry) {

    /** What damages of one series have in common. */
    public String series() {
        return "%s %s %s".formatted(stage.code(), party, Objects.requireNonNullElse(artefact, "-"));
    }
}
