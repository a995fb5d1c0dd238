package io.kdchain.rules.fact;

/**
 * The party that answers as producer.
 *
 * @param item id of the damage item
 * @param party id of the party
 */
@Word(
        en = "producer",
        zh = "生产者",
        concludedIn = {Phase.CHARACTERISE})
public record Producer(String item, String party) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }
}
