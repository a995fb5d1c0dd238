package io.kdchain.rules.fact;

/**
 * Evidence that the product was defective.
 *
 * @param item id of the damage item
 * @param ground what shows it
 */
@Word(en = "a defect is shown", zh = "缺陷的证明")
public record DefectShown(
        String item, @OneOf("defect-ground") String ground) implements Fact {

    public String getItem() {
        return item;
    }

    public String getGround() {
        return ground;
    }
}
