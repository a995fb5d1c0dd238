package io.kdchain.rules.fact;

/**
 * The claimant's own share bars the claim for an item if it is more than the parameter {@code bar.threshold}
 * ({@code above-threshold}) or at least that ({@code from-threshold}).
 *
 * @param item id of the damage item
 * @param bar how the threshold is read
 */
@Word(
        en = "the claimant's own share may bar the claim",
        zh = "被侵权人自身责任比例可排除请求",
        concludedIn = {Phase.LIABILITY})
public record ClaimantBar(
        String item, @OneOf("claimant-bar") String bar) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getBar() {
        return bar;
    }
}
