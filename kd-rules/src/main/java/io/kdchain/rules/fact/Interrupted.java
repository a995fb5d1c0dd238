package io.kdchain.rules.fact;

/**
 * The claimant demanded performance of a party before the term of limitation was over, and claimed within a term from
 * then.
 *
 * @param item id of the item
 * @param party id of the party of which it demanded
 */
@Word(en = "limitation was interrupted by a demand", zh = "诉讼时效因履行请求而中断")
public record Interrupted(String item, String party) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }
}
