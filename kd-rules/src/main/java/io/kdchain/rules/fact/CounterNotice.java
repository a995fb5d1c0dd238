package io.kdchain.rules.fact;

/**
 * A user's declaration that its content does not infringe, and whether the platform passed it on.
 *
 * @param notice id of the event that records the declaration
 * @param party id of the platform that received it
 * @param state whether it was passed on to who had given the notice
 */
@Word(en = "a counter-notice and what was done about it", zh = "不侵权声明及其转送")
public record CounterNotice(
        String notice, String party, @OneOf("counter-state") String state) implements Fact {

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
