package io.kdchain.rules.fact;

/**
 * A party that used an output of the item in its profession: a hospital, a bank, a newsroom.
 *
 * @param item id of the damage item
 * @param party id of the party
 */
@Word(en = "the professional user", zh = "专业使用者")
public record ProfessionalUser(String item, String party) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }
}
