package io.kdchain.rules.fact;

/**
 * The product was defective, for the purposes of strict liability.
 *
 * @param item id of the damage item
 * @param ground what shows it
 */
@Word(
        en = "the product was defective",
        zh = "产品存在缺陷",
        concludedIn = {Phase.CAUSATION})
public record Defect(String item, @OneOf("defect-ground") String ground) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getGround() {
        return ground;
    }
}
