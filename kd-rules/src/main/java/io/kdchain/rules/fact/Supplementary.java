package io.kdchain.rules.fact;

/**
 * A party answers for the item in second place: within the scope of its fault, once enforcement against another has
 * failed, and the other bears in the end. Solidarity and contracts of work bind it to more and go before.
 *
 * @param item id of the damage item
 * @param party id of the party that answers in second place
 * @param primary id of the party that answers in first place
 */
@Word(
        en = "liability in second place",
        zh = "补充责任",
        concludedIn = {Phase.LIABILITY})
public record Supplementary(String item, String party, String primary) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getPrimary() {
        return primary;
    }
}
