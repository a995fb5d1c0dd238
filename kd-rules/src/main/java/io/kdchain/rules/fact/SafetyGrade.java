package io.kdchain.rules.fact;

/**
 * The service behind an item holds a content-safety grade, with the insurance that belongs to it.
 *
 * @param item id of the damage item
 * @param party id of the holder
 * @param cover insured cover, as an amount and a currency such as {@code 600000 CNY}
 */
@Word(en = "a content-safety grade with its insurance", zh = "内容安全等级及其配套保险")
public record SafetyGrade(String item, String party, String cover) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }

    public String getCover() {
        return cover;
    }
}
