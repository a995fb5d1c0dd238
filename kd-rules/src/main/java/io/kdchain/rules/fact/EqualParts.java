package io.kdchain.rules.fact;

/**
 * The parts of the item cannot be told apart: they are equal.
 *
 * @param item id of the damage item
 */
@Word(
        en = "equal parts",
        zh = "平均承担",
        concludedIn = {Phase.LIABILITY})
public record EqualParts(String item) implements Conclusion {

    public String getItem() {
        return item;
    }
}
