package io.kdchain.rules.fact;

/**
 * A data set of the lineage holds personal data.
 *
 * @param dataset id of the data set
 * @param personal kind of personal data
 */
@Word(en = "personal data behind the output", zh = "输出所依赖的个人信息")
public record PersonalData(
        String dataset, @OneOf("personal-data") String personal) implements Fact {

    public String getDataset() {
        return dataset;
    }

    public String getPersonal() {
        return personal;
    }
}
