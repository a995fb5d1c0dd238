package io.kdchain.rules.fact;

/**
 * How a party used the output.
 *
 * @param act id of the act: the chain event by which the party acted
 * @param party id of the party
 * @param role role of the user
 * @param use manner of use
 */
@Word(en = "the use of an output", zh = "对输出的使用")
public record Use(
        String act,
        String party,
        @OneOf("role") String role,
        @OneOf("use") String use) implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getRole() {
        return role;
    }

    public String getUse() {
        return use;
    }
}
