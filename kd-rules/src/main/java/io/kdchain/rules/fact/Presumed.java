package io.kdchain.rules.fact;

/**
 * The law presumes that the party is at fault for the item, unless it shows the contrary.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param duty code of the duty, as in the pack's duties.yaml
 */
@Word(
        en = "fault is presumed",
        zh = "推定过错",
        concludedIn = {Phase.BREACH})
public record Presumed(
        String party, String item, @OneOf("duty") String duty) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getItem() {
        return item;
    }

    public String getDuty() {
        return duty;
    }
}
