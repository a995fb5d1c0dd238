package io.kdchain.rules.fact;

/**
 * The party meets the knowing element of punitive damages for the item.
 *
 * @param party id of the party
 * @param item id of the damage item
 */
@Word(
        en = "punitive damages",
        zh = "惩罚性赔偿",
        concludedIn = {Phase.LIABILITY})
public record Punitive(String party, String item) implements Conclusion {

    public String getParty() {
        return party;
    }

    public String getItem() {
        return item;
    }
}
