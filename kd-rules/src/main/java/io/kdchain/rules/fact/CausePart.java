package io.kdchain.rules.fact;

/**
 * The appraisal or localisation names the party with a part above none.
 *
 * @param item id of the damage item
 * @param party id of the party
 * @param fault grade of fault that it states, or unstated
 * @param named whether it names the party itself, and not only the side to which its acts belong
 * @param alone whether it finds that what the party did was enough for all of the damage
 */
@Word(en = "a party named as a cause", zh = "被认定为原因的当事人")
public record CausePart(
        String item,
        String party,
        @OneOf("fault-or-unstated") String fault,
        boolean named,
        boolean alone) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getFault() {
        return fault;
    }

    public boolean isNamed() {
        return named;
    }

    public boolean isAlone() {
        return alone;
    }
}
