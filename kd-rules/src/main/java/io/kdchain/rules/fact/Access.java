package io.kdchain.rules.fact;

/**
 * How a party came by data from the systems of others.
 *
 * @param act id of the act: the chain event by which the party acted
 * @param party id of the party
 * @param dataset id of the data set
 * @param state what the access respected or broke
 */
@Word(en = "access to the systems of others", zh = "对他人系统的访问")
public record Access(
        String act,
        String party,
        String dataset,
        @OneOf("access-state") String state) implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getDataset() {
        return dataset;
    }

    public String getState() {
        return state;
    }
}
