package io.kdchain.rules.fact;

/**
 * How the causes of an item relate, where an appraisal or localisation says so. Forms do not exclude each other: acts
 * may be joint and the sizes of their parts untold.
 *
 * @param item id of the damage item
 * @param form the form
 */
@Word(en = "how several causes worked together", zh = "数个原因的结合方式")
public record CauseForm(String item, @OneOf("cause-form") String form) implements Fact {

    public String getItem() {
        return item;
    }

    public String getForm() {
        return form;
    }
}
