package io.kdchain.rules.fact;

/**
 * Events that a party had to keep and that its record lacks, among which the check that belongs to an act may lie.
 *
 * @param act id of the act: the chain event by which the party acted
 * @param party id of the party
 * @param duty code of the duty to check, as in the pack's duties.yaml
 * @param state whether the party was bound to keep them, or was ordered to produce or seal them
 */
@Word(en = "missing events among which the check that belongs to an act may lie", zh = "可能含有与行为相应检验的缺失事件")
public record CheckGap(
        String act,
        String party,
        @OneOf("duty") String duty,
        @OneOf("gap-state") String state) implements Fact {

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
