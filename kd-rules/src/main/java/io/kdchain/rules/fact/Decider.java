package io.kdchain.rules.fact;

/**
 * A professional user or platform that decides on persons with the output.
 *
 * @param item id of the damage item
 * @param party id of the party
 */
@Word(en = "who decides on persons", zh = "对个人作出决定者")
public record Decider(String item, String party) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }
}
