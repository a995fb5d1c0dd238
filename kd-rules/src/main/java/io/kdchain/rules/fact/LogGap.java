package io.kdchain.rules.fact;

/**
 * Events that a party counted and that its record lacks.
 *
 * @param party id of the party
 * @param state whether the party was bound to keep them, or was ordered to produce or seal them
 */
@Word(en = "events missing in a record that had to be kept", zh = "应保存的记录中缺失的事件")
public record LogGap(String party, @OneOf("gap-state") String state) implements Fact {

    public String getParty() {
        return party;
    }

    public String getState() {
        return state;
    }
}
