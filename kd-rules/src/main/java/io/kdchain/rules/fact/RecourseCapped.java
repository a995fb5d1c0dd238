package io.kdchain.rules.fact;

/**
 * What the other may recover from the party is limited by contract.
 *
 * @param item id of the damage item
 * @param agreement id of the event by which it was agreed
 * @param party id of the party that owes no more than the sum
 * @param other id of the party to which it owes no more
 * @param sum an amount and a currency such as {@code 50000 CNY}, for all items together
 */
@Word(
        en = "recourse limited by contract",
        zh = "追偿受约定限额限制",
        concludedIn = {Phase.LIABILITY})
public record RecourseCapped(String item, String agreement, String party, String other, String sum)
        implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getAgreement() {
        return agreement;
    }

    public String getParty() {
        return party;
    }

    public String getOther() {
        return other;
    }

    public String getSum() {
        return sum;
    }
}
