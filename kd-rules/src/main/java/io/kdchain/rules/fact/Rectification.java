package io.kdchain.rules.fact;

/**
 * Whether the model was rectified after a notice of unlawful content.
 *
 * @param notice id of the event that records the notice
 * @param party id of the party
 * @param state what became of it
 */
@Word(en = "rectification after unlawful content", zh = "违法内容后的模型整改")
public record Rectification(
        String notice, String party, @OneOf("finding-state") String state) implements Fact {

    public String getNotice() {
        return notice;
    }

    public String getParty() {
        return party;
    }

    public String getState() {
        return state;
    }
}
