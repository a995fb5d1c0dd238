package io.kdchain.rules.fact;

/**
 * The party breached a duty, with a grade of fault; tied when the record ties the breach to this very event.
 *
 * @param party id of the party
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param act id of the act: the chain event by which the party acted
 * @param grade grade of fault
 * @param tie whether the record ties the breach to this event
 */
@Word(
        en = "a breach of duty",
        zh = "违反义务",
        concludedIn = {Phase.BREACH})
public record Breach(
        String party,
        @OneOf("duty") String duty,
        String act,
        @OneOf("fault") String grade,
        @OneOf("tie") String tie) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getDuty() {
        return duty;
    }

    public String getAct() {
        return act;
    }

    public String getGrade() {
        return grade;
    }

    public String getTie() {
        return tie;
    }
}
