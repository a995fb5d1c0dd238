package io.kdchain.rules.fact;

/**
 * A leak is attributed to the sphere of the party.
 *
 * @param item id of the damage item
 * @param party id of the party
 */
@Word(
        en = "the leak came from its sphere",
        zh = "泄露发生于其领域",
        concludedIn = {Phase.CHARACTERISE})
public record InSphere(String item, String party) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }
}
