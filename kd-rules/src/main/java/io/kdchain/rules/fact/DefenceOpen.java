package io.kdchain.rules.fact;

/**
 * A defence that is contested: whether it holds is a question to the reader, and until it is answered it does not.
 *
 * @param party id of the party
 * @param item id of the damage item
 * @param kind the defence
 */
@Word(
        en = "a contested defence, held open",
        zh = "存在争议、有待认定的抗辩",
        concludedIn = {Phase.DEFENCE})
public record DefenceOpen(
        String party, String item, @OneOf("defence") String kind) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getItem() {
        return item;
    }

    public String getKind() {
        return kind;
    }
}
