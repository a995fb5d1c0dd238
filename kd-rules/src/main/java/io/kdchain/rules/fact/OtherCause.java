package io.kdchain.rules.fact;

/**
 * A cause that is no party: disease, market, a third party, force majeure.
 *
 * @param item id of the damage item
 * @param cause the cause
 * @param sole whether it did the whole damage
 */
@Word(en = "a cause outside the chain", zh = "链条之外的原因")
public record OtherCause(String item, @OneOf("other-cause") String cause, boolean sole) implements Fact {

    public String getItem() {
        return item;
    }

    public String getCause() {
        return cause;
    }

    public boolean isSole() {
        return sole;
    }
}
