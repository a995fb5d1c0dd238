package io.kdchain.rules.fact;

/**
 * What the producer has shown against strict liability.
 *
 * @param item id of the damage item
 * @param kind the defence
 */
@Word(en = "a statutory defence of the producer", zh = "生产者的法定免责事由")
public record ProductDefence(
        String item, @OneOf("product-defence") String kind) implements Fact {

    public String getItem() {
        return item;
    }

    public String getKind() {
        return kind;
    }
}
