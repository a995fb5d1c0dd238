package io.kdchain.rules.fact;

/**
 * The party that answers as seller, or as the hospital that used the device.
 *
 * @param item id of the damage item
 * @param party id of the party
 * @param capacity as what
 */
@Word(
        en = "seller",
        zh = "销售者",
        concludedIn = {Phase.CHARACTERISE})
public record Seller(
        String item, String party, @OneOf("seller-capacity") String capacity) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getCapacity() {
        return capacity;
    }
}
