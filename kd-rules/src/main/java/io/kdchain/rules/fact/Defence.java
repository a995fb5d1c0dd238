package io.kdchain.rules.fact;

/**
 * A defence of a party against the claim for an item.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param kind the defence
 */
@Word(
        en = "a defence",
        zh = "抗辩",
        concludedIn = {Phase.DEFENCE})
public record Defence(
        String party, String item, @OneOf("defence") String kind) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getItem() {
        return item;
    }

    public String getKind() {
        return kind;
    }
}
