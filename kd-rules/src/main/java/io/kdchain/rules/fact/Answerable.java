package io.kdchain.rules.fact;

/**
 * The party answers for the item by this breach: a cause is shown, and no defence excludes it. How grave its fault is,
 * {@link AtFault} says.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param grade grade of the breach by itself
 * @param regime by which it answers
 */
@Word(
        en = "answers for the damage by a breach",
        zh = "因违反义务应对损害负责",
        concludedIn = {Phase.LIABILITY})
public record Answerable(
        String party,
        String item,
        @OneOf("duty") String duty,
        @OneOf("fault") String grade,
        @OneOf("regime") String regime)
        implements Conclusion {

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

    public String getRegime() {
        return regime;
    }
}
