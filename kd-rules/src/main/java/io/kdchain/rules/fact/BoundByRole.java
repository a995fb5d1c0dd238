package io.kdchain.rules.fact;

/**
 * A party of whom it was found that it did not meet a duty holds a role on which the pack puts that duty, by a norm
 * that was in force when the party last acted, or when the damage arose if it never did.
 *
 * @param party id of the party
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param act id of the event that records the finding
 */
@Word(en = "a duty that binds a party by its role", zh = "当事人因其角色而负有的义务")
public record BoundByRole(String party, @OneOf("duty") String duty, String act) implements Fact {

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
