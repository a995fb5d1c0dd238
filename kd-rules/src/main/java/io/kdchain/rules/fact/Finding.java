package io.kdchain.rules.fact;

/**
 * A finding of a technical audit that its addressee had to rectify by a date.
 *
 * @param finding id of the finding
 * @param party id of the party
 * @param state what became of it
 */
@Word(en = "an audit finding and its rectification", zh = "审计发现及其整改")
public record Finding(
        String finding,
        String party,
        @OneOf("finding-state") String state) implements Fact {

    public String getFinding() {
        return finding;
    }

    public String getParty() {
        return party;
    }

    public String getState() {
        return state;
    }
}
