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

    /**
     * Whether the breach can be a cause of an item that its duty protects against: one of organisation never is, and
     * one that came after the output only of what grew.
     *
     * @param aggravated whether the item is what the damage grew by after a notice
     */
    public boolean canCause(boolean aggravated) {
        return switch (tie) {
            case "organisational" -> false;
            case "later" -> aggravated;
            default -> true;
        };
    }

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
