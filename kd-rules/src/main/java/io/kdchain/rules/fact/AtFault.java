package io.kdchain.rules.fact;

/**
 * The party is at fault for the item, and its fault was a cause of it.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param grade grade of fault
 */
@Word(
        en = "liable for fault",
        zh = "承担过错责任",
        concludedIn = {Phase.LIABILITY})
public record AtFault(
        String party,
        String item,
        @OneOf("duty") String duty,
        @OneOf("fault") String grade) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getItem() {
        return item;
    }

    public String getDuty() {
        return duty;
    }

    public String getGrade() {
        return grade;
    }
}
