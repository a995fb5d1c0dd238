package io.kdchain.rules.fact;

/**
 * An item is loss that is not economic, such as pain or lost enjoyment of life; every other item is economic.
 *
 * @param item id of the damage item
 */
@Word(en = "loss that is not economic", zh = "非经济损失")
public record NonEconomic(String item) implements Fact {

    public String getItem() {
        return item;
    }
}
