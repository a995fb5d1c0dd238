package io.kdchain.rules.fact;

/**
 * Between the two of them, the giver bears what would fall on the holder.
 *
 * @param item id of the damage item
 * @param agreement id of the event by which it was agreed
 * @param giver id of the party that promised
 * @param holder id of the party that is held harmless
 */
@Word(
        en = "held harmless by contract",
        zh = "依约定由他方承担",
        concludedIn = {Phase.LIABILITY})
public record HeldHarmless(String item, String agreement, String giver, String holder) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getAgreement() {
        return agreement;
    }

    public String getGiver() {
        return giver;
    }

    public String getHolder() {
        return holder;
    }
}
