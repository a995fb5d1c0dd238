package io.kdchain.rules.fact;

/**
 * The appraisal or localisation names the party with a part above none.
 *
 * @param item id of the damage item
 * @param party id of the party
 * @param fault grade of fault that it states, or unstated
 */
@Word(en = "a party named as a cause", zh = "被认定为原因的当事人")
public record CausePart(
        String item,
        String party,
        @OneOf("fault-or-unstated") String fault) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getFault() {
        return fault;
    }
}
