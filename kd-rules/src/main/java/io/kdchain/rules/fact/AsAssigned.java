package io.kdchain.rules.fact;

/**
 * The numbers that a court assigned are the shares themselves: the degree of fault is in them and counts no second
 * time.
 *
 * @param item id of the damage item
 */
@Word(
        en = "shared as the court assigned",
        zh = "按法院认定的比例分担",
        concludedIn = {Phase.LIABILITY})
public record AsAssigned(String item) implements Conclusion {

    public String getItem() {
        return item;
    }
}
