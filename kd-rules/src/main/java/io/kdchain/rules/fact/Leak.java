package io.kdchain.rules.fact;

/**
 * A leak concerns an item; the party is one from whose sphere it may have come.
 *
 * @param leak id of the event that reports the leak
 * @param item id of the damage item
 * @param party id of the party
 * @param sphere named, held by the actor, or unknown
 */
@Word(en = "a leak and the sphere it came from", zh = "泄露及其来源领域")
public record Leak(
        String leak,
        String item,
        String party,
        @OneOf("leak-sphere") String sphere) implements Fact {

    public String getLeak() {
        return leak;
    }

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getSphere() {
        return sphere;
    }
}
