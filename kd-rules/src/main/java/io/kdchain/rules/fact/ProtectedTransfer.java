package io.kdchain.rules.fact;

/**
 * The leaked artefact was transferred encrypted and its compliance was audited by another party before the report.
 *
 * @param item id of the damage item
 * @param party id of the party
 */
@Word(en = "encrypted transfer, audited by another", zh = "经他方审计的加密传输")
public record ProtectedTransfer(String item, String party) implements Fact {

    public String getItem() {
        return item;
    }

    public String getParty() {
        return party;
    }
}
