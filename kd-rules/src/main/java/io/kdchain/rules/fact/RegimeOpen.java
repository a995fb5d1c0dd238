package io.kdchain.rules.fact;

/**
 * A regime of liability that the law opens for the item, from kind, scene and approvals alone.
 *
 * @param item id of the damage item
 * @param regime the regime
 */
@Word(
        en = "a regime is open",
        zh = "可适用的归责原则",
        concludedIn = {Phase.REGIME})
public record RegimeOpen(String item, @OneOf("regime") String regime) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getRegime() {
        return regime;
    }
}
