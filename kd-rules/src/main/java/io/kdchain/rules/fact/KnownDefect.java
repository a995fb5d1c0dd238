package io.kdchain.rules.fact;

/**
 * A defect that a party knew before the damage, and whether it acted.
 *
 * @param subject id of what is defective
 * @param party id of the party
 * @param state whether it warned, stopped, recalled or repaired in time
 */
@Word(en = "a defect known before the damage", zh = "损害发生前已知的缺陷")
public record KnownDefect(
        String subject,
        String party,
        @OneOf("knowledge-state") String state) implements Fact {

    public String getSubject() {
        return subject;
    }

    public String getParty() {
        return party;
    }

    public String getState() {
        return state;
    }
}
