package io.kdchain.rules.fact;

/**
 * A sum to which an agreement in force limits what a party owes to the other; each pair in both orders.
 *
 * @param item id of the damage item
 * @param agreement id of the event by which it was concluded
 * @param party id of the party that owes no more than the sum
 * @param other id of the party to which it owes no more
 * @param sum an amount and a currency such as {@code 50000 CNY}
 */
@Word(en = "a cap on liability between two parties", zh = "双方之间的责任限额")
public record LiabilityCap(String item, String agreement, String party, String other, String sum) implements Fact {

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
