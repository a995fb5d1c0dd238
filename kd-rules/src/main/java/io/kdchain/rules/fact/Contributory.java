package io.kdchain.rules.fact;

/**
 * The conduct of the claimant contributed to the item.
 *
 * @param item id of the damage item
 * @param grade grade of its fault
 */
@Word(
        en = "the claimant contributed",
        zh = "被侵权人与有过失",
        concludedIn = {Phase.LIABILITY})
public record Contributory(String item, @OneOf("fault") String grade) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getGrade() {
        return grade;
    }
}
