package io.kdchain.rules.fact;

/**
 * The party answers regardless of fault up to its insured cover, and beyond it by fault.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param cover insured cover, as an amount and a currency such as {@code 600000 CNY}
 */
@Word(
        en = "strict liability up to the cover",
        zh = "以保险金额为限的无过错责任",
        concludedIn = {Phase.LIABILITY})
public record CoverLimit(String party, String item, String cover) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getItem() {
        return item;
    }

    public String getCover() {
        return cover;
    }
}
