package io.kdchain.rules.fact;

/**
 * A court or its jury assigned the responsibility for an item in numbers: the governing appraisal is the court's and
 * states a share of each party that it names.
 *
 * @param item id of the damage item
 */
@Word(en = "a court assigned the shares in numbers", zh = "法院以数字认定了责任比例")
public record AssignedShares(String item) implements Fact {

    public String getItem() {
        return item;
    }
}
