package io.kdchain.rules.fact;

/**
 * A breach counts as a cause of the item.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param grade grade of fault of that breach
 * @param basis on what the causation rests
 */
@Word(
        en = "the breach was a cause",
        zh = "因果关系成立",
        concludedIn = {Phase.CAUSATION})
public record Causal(
        String party,
        String item,
        @OneOf("duty") String duty,
        @OneOf("fault") String grade,
        @OneOf("causal-basis") String basis)
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

    public String getBasis() {
        return basis;
    }
}
