package io.kdchain.rules.fact;

/**
 * A customer answers beside the contractor for the choice, the order or the instruction.
 *
 * @param item id of the item
 * @param contractor id of the party that did the work
 * @param customer id of the party that ordered it
 */
@Word(
        en = "a contract of work",
        zh = "承揽关系",
        concludedIn = {Phase.LIABILITY})
public record WorkContract(String item, String contractor, String customer) implements Conclusion {

    public String getItem() {
        return item;
    }

    public String getContractor() {
        return contractor;
    }

    public String getCustomer() {
        return customer;
    }
}
