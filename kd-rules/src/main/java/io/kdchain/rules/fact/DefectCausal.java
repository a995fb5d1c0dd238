package io.kdchain.rules.fact;

/**
 * A defect of the product counts as the cause of the item.
 *
 * @param item id of the damage item
 */
@Word(
        en = "a defect as the cause of the damage",
        zh = "产品缺陷为损害原因",
        concludedIn = {Phase.CAUSATION})
public record DefectCausal(String item) implements Conclusion {

    public String getItem() {
        return item;
    }
}
