package io.kdchain.rules.fact;

/**
 * What an expert or a court found on a duty of a party, from a source other than the party itself.
 *
 * @param party id of the party
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param met whether the duty was met
 * @param fault grade of fault found, or unstated
 */
@Word(en = "an appraisal that a duty was met or not", zh = "对义务履行的鉴定")
public record DutyAppraisal(
        String party,
        @OneOf("duty") String duty,
        boolean met,
        @OneOf("fault-or-unstated") String fault) implements Fact {

    public String getParty() {
        return party;
    }

    public String getDuty() {
        return duty;
    }

    public boolean isMet() {
        return met;
    }

    public String getFault() {
        return fault;
    }
}
