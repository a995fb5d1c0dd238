package io.kdchain.rules.fact;

/**
 * An agreement in force between two parties; each pair in both orders.
 *
 * @param agreement id of the event by which it was concluded
 * @param kind kind of agreement
 * @param party id of the party
 * @param other id of the other party
 */
@Word(en = "an agreement between two parties", zh = "双方之间的协议")
public record Agreement(
        String agreement, @OneOf("agreement-kind") String kind, String party, String other) implements Fact {

    public String getAgreement() {
        return agreement;
    }

    public String getKind() {
        return kind;
    }

    public String getParty() {
        return party;
    }

    public String getOther() {
        return other;
    }
}
