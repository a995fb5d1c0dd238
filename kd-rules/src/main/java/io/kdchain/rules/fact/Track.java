package io.kdchain.rules.fact;

/**
 * Who answers for the whole of an item where the law goes by the share of each: nobody ({@code several-only}),
 * everybody ({@code joint-and-several}), or who bears more than the parameter {@code joint.threshold}
 * ({@code joint-above-threshold}) or at least that ({@code joint-from-threshold}). Source: Restatement (Third) of
 * Torts, Apportionment of Liability, tracks A, B, D and E.
 *
 * @param item id of the damage item
 * @param track the track
 */
@Word(
        en = "who answers for the whole, by the share",
        zh = "按责任比例确定对外责任",
        concludedIn = {Phase.LIABILITY})
public record Track(String item, @OneOf("track") String track) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getTrack() {
        return track;
    }
}
