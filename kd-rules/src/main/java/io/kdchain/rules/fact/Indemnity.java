package io.kdchain.rules.fact;

/**
 * A promise of an agreement in force to hold another party harmless.
 *
 * @param item id of the damage item
 * @param agreement id of the event by which it was concluded
 * @param indemnitor id of the party that promised
 * @param indemnitee id of the party that is held harmless
 * @param scope what the promise covers, in the words of the agreement; {@code all} where it names nothing
 */
@Word(en = "a promise to hold harmless", zh = "补偿免责的约定")
public record Indemnity(String item, String agreement, String indemnitor, String indemnitee, String scope)
        implements Fact {

    public String getItem() {
        return item;
    }

    public String getAgreement() {
        return agreement;
    }

    public String getIndemnitor() {
        return indemnitor;
    }

    public String getIndemnitee() {
        return indemnitee;
    }

    public String getScope() {
        return scope;
    }
}
