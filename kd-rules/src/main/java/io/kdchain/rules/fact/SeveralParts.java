package io.kdchain.rules.fact;

/**
 * Several parties answer for the item, each for its own part.
 *
 * @param item id of the damage item
 */
@Word(
        en = "each for its own part",
        zh = "按份责任",
        concludedIn = {Phase.LIABILITY})
public record SeveralParts(String item) implements Conclusion {

    public String getItem() {
        return item;
    }
}
