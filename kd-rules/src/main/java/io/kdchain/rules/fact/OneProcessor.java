package io.kdchain.rules.fact;

/**
 * Two parties of one legal person that agreed on the purposes and means of processing together: one processor, whose
 * sphere has the sphere of both. Stated both ways round.
 *
 * @param party id of the party
 * @param other id of the other party
 */
@Word(en = "two parties of one legal person that process data together", zh = "同一法人中一同处理个人信息的双方")
public record OneProcessor(String party, String other) implements Fact {

    public String getParty() {
        return party;
    }

    public String getOther() {
        return other;
    }
}
