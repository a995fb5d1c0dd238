package io.kdchain.rules.fact;

/**
 * By which law a model was put into service: whether software counted as a product on that day.
 *
 * @param item id of the damage item
 * @param party id of the party that put it into service
 * @param software how the law of that day looked at software
 */
@Word(en = "the law under which a model was put into service", zh = "模型投入服务时的法律")
public record Placement(
        String item, String party, @OneOf("software-status") String software) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getSoftware() {
        return software;
    }
}
