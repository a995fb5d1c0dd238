package io.kdchain.rules.fact;

/**
 * The claim for an item is out of time, and that was raised.
 *
 * @param item id of the item
 * @param ground which term has run out
 */
@Word(en = "a claim out of time", zh = "超过期间的请求")
public record TimeBar(String item, @OneOf("time-bar") String ground) implements Fact {

    public String getItem() {
        return item;
    }

    public String getGround() {
        return ground;
    }
}
