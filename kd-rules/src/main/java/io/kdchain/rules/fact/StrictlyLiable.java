package io.kdchain.rules.fact;

/**
 * The party answers for the item regardless of fault.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param capacity producer or seller
 */
@Word(
        en = "strictly liable",
        zh = "承担无过错责任",
        concludedIn = {Phase.LIABILITY})
public record StrictlyLiable(
        String party,
        String item,
        @OneOf("product-capacity") String capacity) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getItem() {
        return item;
    }

    public String getCapacity() {
        return capacity;
    }
}
