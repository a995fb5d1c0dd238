package io.kdchain.rules.fact;

/**
 * The party owed the duty when it acted.
 *
 * @param party id of the party
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param act id of the act: the chain event by which the party acted
 */
@Word(
        en = "a duty applied",
        zh = "负有义务",
        concludedIn = {Phase.DUTY})
public record OwesDuty(String party, @OneOf("duty") String duty, String act) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getDuty() {
        return duty;
    }

    public String getAct() {
        return act;
    }
}
