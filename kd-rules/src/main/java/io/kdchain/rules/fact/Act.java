package io.kdchain.rules.fact;

/**
 * An act on the lineage of the output, done by a party in the role of that act.
 *
 * @param act id of the act: the chain event by which the party acted
 * @param party id of the party
 * @param role role in which the party acted
 * @param stage stage of the chain
 */
@Word(en = "an act in the chain behind the output", zh = "输出所依赖链条上的行为")
public record Act(
        String act,
        String party,
        @OneOf("role") String role,
        @OneOf("stage") String stage) implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getRole() {
        return role;
    }

    public String getStage() {
        return stage;
    }
}
