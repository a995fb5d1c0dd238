package io.kdchain.rules.fact;

/**
 * The conditions of strict liability hold for the item and no defence ends it.
 *
 * @param item id of the damage item
 */
@Word(
        en = "strict liability applies",
        zh = "适用无过错责任",
        concludedIn = {Phase.LIABILITY})
public record StrictApplies(String item) implements Conclusion {

    public String getItem() {
        return item;
    }
}
