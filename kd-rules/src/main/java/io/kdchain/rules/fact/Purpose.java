package io.kdchain.rules.fact;

/**
 * The duty exists to prevent harm of the kind of the item.
 *
 * @param item id of the damage item
 * @param duty code of the duty, as in the pack's duties.yaml
 */
@Word(en = "a duty protects against such harm", zh = "义务的保护目的")
public record Purpose(String item, @OneOf("duty") String duty) implements Fact {

    public String getItem() {
        return item;
    }

    public String getDuty() {
        return duty;
    }
}
