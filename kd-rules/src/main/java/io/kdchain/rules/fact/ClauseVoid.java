package io.kdchain.rules.fact;

/**
 * The clauses of an agreement that spare a party something do not spare it this item.
 *
 * @param item id of the damage item
 * @param agreement id of the event by which it was concluded
 * @param party id of the party that they would spare
 */
@Word(
        en = "a void exemption clause",
        zh = "无效的免责条款",
        concludedIn = {Phase.LIABILITY})
public record ClauseVoid(String item, String agreement, String party) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getAgreement() {
        return agreement;
    }

    public String getParty() {
        return party;
    }
}
