package io.kdchain.rules.fact;

/**
 * An answer of the reader: a contested defence holds. See {@link DefenceOpen}.
 *
 * @param item id of the damage item
 * @param party id of the party
 * @param kind the defence
 */
@Word(en = "an answer: the contested defence holds", zh = "回答：该有争议的抗辩成立")
public record DefenceHolds(
        String item, String party, @OneOf("defence") String kind) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getKind() {
        return kind;
    }
}
