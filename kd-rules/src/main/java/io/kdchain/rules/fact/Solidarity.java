package io.kdchain.rules.fact;

/**
 * Two parties answer for the item jointly and severally; groups are the connected components.
 *
 * @param item id of the damage item
 * @param party id of the party
 * @param other id of the other party
 * @param ground why
 */
@Word(
        en = "joint and several liability",
        zh = "连带责任",
        concludedIn = {Phase.LIABILITY})
public record Solidarity(
        String item,
        String party,
        String other,
        @OneOf("solidarity-ground") String ground) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getOther() {
        return other;
    }

    public String getGround() {
        return ground;
    }
}
