package io.kdchain.rules.fact;

/**
 * The party owes a measure within a term that starts with a trigger.
 *
 * @param party id of the party
 * @param measure the measure
 * @param trigger id of the event, notice or incident that starts the term
 * @param term name of the term in parameters.yaml
 */
@Word(
        en = "a measure is due",
        zh = "应采取的措施",
        concludedIn = {Phase.MEASURES})
public record MeasureDue(
        String party,
        @OneOf("measure") String measure,
        String trigger,
        @OneOf("term") String term) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getMeasure() {
        return measure;
    }

    public String getTrigger() {
        return trigger;
    }

    public String getTerm() {
        return term;
    }
}
