package io.kdchain.rules.fact;

/**
 * A substantiated notice received by a party, and whether it was met in time.
 *
 * @param notice id of the event that records the notice
 * @param party id of the party
 * @param claim what the notice claims
 * @param state how the notice was answered
 * @param obvious whether the infringement was obvious
 */
@Word(en = "a notice and what was done about it", zh = "通知及其处理")
public record Notice(
        String notice,
        String party,
        @OneOf("notice-claim") String claim,
        @OneOf("notice-state") String state,
        boolean obvious)
        implements Fact {

    public String getNotice() {
        return notice;
    }

    public String getParty() {
        return party;
    }

    public String getClaim() {
        return claim;
    }

    public String getState() {
        return state;
    }

    public boolean isObvious() {
        return obvious;
    }
}
