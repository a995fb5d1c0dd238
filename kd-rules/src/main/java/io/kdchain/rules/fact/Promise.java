package io.kdchain.rules.fact;

/**
 * A duty that a party promised, by agreement or by convention.
 *
 * @param party id of the party
 * @param duty code of the duty, as in the pack's duties.yaml
 * @param source id of the event that holds the promise
 * @param by by what it was promised
 */
@Word(en = "a duty promised", zh = "所承诺的义务")
public record Promise(
        String party,
        @OneOf("duty") String duty,
        String source,
        @OneOf("promise-form") String by) implements Fact {

    public String getParty() {
        return party;
    }

    public String getDuty() {
        return duty;
    }

    public String getSource() {
        return source;
    }

    public String getBy() {
        return by;
    }
}
