package io.kdchain.rules.fact;

/**
 * Who gave a notice.
 *
 * @param notice id of the event that records the notice
 * @param party id of who gave it
 */
@Word(en = "who gave a notice", zh = "发出通知者")
public record Notifier(String notice, String party) implements Fact {

    public String getNotice() {
        return notice;
    }

    public String getParty() {
        return party;
    }
}
