package io.kdchain.rules.fact;

/**
 * Whether the collection or use of a data set of the lineage was authorised when it was done. Personal data is used by
 * who receives or processes it as well.
 *
 * @param act id of the act: the event by which the party acted
 * @param party id of the party
 * @param dataset id of the data set
 * @param personal kind of personal data in it
 * @param state state of the authorisation
 */
@Word(en = "the source of a data set", zh = "数据来源")
public record DataSource(
        String act,
        String party,
        String dataset,
        @OneOf("personal-data") String personal,
        @OneOf("authorisation-state") String state)
        implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getDataset() {
        return dataset;
    }

    public String getPersonal() {
        return personal;
    }

    public String getState() {
        return state;
    }
}
