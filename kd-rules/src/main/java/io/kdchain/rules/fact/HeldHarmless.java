package io.kdchain.rules.fact;

/**
 * Between the two of them, the indemnitor bears what would fall on the indemnitee.
 *
 * @param item id of the damage item
 * @param agreement id of the event by which it was agreed
 * @param indemnitor id of the party that promised
 * @param indemnitee id of the party that is held harmless
 */
@Word(
        en = "held harmless by contract",
        zh = "依约定由他方承担",
        concludedIn = {Phase.LIABILITY})
public record HeldHarmless(String item, String agreement, String indemnitor, String indemnitee) implements Conclusion {

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
}
