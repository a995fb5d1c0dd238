package io.kdchain.rules.fact;

/**
 * A recorded event was changed after signing, by a known party.
 *
 * @param event id of the event
 * @param party id of the party
 */
@Word(en = "evidence altered by its own author", zh = "作者篡改自己的证据")
public record Tampering(String event, String party) implements Fact {

    public String getEvent() {
        return event;
    }

    public String getParty() {
        return party;
    }
}
