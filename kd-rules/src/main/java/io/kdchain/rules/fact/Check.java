package io.kdchain.rules.fact;

/**
 * What the record shows of the check that belongs to an act: made and passed, failed, left out.
 *
 * @param act id of the act: the chain event by which the party acted
 * @param party id of the party
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param state what became of the check
 */
@Word(en = "the check that belongs to an act", zh = "与行为相应的检验")
public record Check(
        String act,
        String party,
        @OneOf("duty") String duty,
        @OneOf("check-state") String state) implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getDuty() {
        return duty;
    }

    public String getState() {
        return state;
    }
}
