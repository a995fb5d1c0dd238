package io.kdchain.rules.fact;

/**
 * What is asked: one incident, one claimant, and the regime that the reader imposed as a what-if, if any.
 *
 * @param incident id of the incident
 * @param claimant id of the party who claims
 * @param override regime imposed as a what-if, or none
 */
@Word(en = "the claim that is judged", zh = "被判断的请求", singleton = true)
public record Claim(
        String incident,
        String claimant,
        @OneOf("regime-override") String override) implements Fact {

    public String getIncident() {
        return incident;
    }

    public String getClaimant() {
        return claimant;
    }

    public String getOverride() {
        return override;
    }
}
