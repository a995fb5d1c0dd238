package io.kdchain.rules.fact;

/**
 * An artefact of the lineage handed to another party, and how it was protected.
 *
 * @param act id of the act: the chain event by which the party acted
 * @param party id of the party
 * @param artefact id of the data set or model
 * @param protection protection in transit and at rest
 */
@Word(en = "a transfer of data or a model", zh = "数据或模型的传输")
public record Transfer(
        String act,
        String party,
        String artefact,
        @OneOf("protection") String protection) implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getArtefact() {
        return artefact;
    }

    public String getProtection() {
        return protection;
    }
}
