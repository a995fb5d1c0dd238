package io.kdchain.rules.fact;

/**
 * Two parties that agreed on the purposes and means of processing together; stated both ways round.
 *
 * @param party id of the party
 * @param other id of the other party
 */
@Word(en = "two parties that process data jointly", zh = "共同处理个人信息的双方")
public record JointProcessing(String party, String other) implements Fact {

    public String getParty() {
        return party;
    }

    public String getOther() {
        return other;
    }
}
