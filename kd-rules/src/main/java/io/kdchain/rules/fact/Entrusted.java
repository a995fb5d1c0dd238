package io.kdchain.rules.fact;

/**
 * A party that processes personal data for another and decides on nothing.
 *
 * @param party id of the party entrusted
 * @param other id of the party that entrusts
 */
@Word(en = "personal data entrusted to another", zh = "受托处理个人信息")
public record Entrusted(String party, String other) implements Fact {

    public String getParty() {
        return party;
    }

    public String getOther() {
        return other;
    }
}
