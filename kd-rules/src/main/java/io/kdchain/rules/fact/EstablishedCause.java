package io.kdchain.rules.fact;

/**
 * An open question answered: this breach did cause this item.
 *
 * @param item id of the damage item
 * @param party id of the party
 * @param duty code of the duty, as in the pack's duties.yaml
 */
@Word(en = "an answer: the breach caused the item", zh = "回答：违反义务造成该损害")
public record EstablishedCause(
        String item, String party, @OneOf("duty") String duty) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getDuty() {
        return duty;
    }
}
