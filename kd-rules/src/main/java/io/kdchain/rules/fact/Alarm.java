package io.kdchain.rules.fact;

/**
 * An alarm of monitoring about what made the output, and whether its addressee answered it.
 *
 * @param alarm id of the event that records the alarm
 * @param party id of the party
 * @param state what became of it
 */
@Word(en = "an alarm of monitoring", zh = "监测警报")
public record Alarm(
        String alarm, String party, @OneOf("alarm-state") String state) implements Fact {

    public String getAlarm() {
        return alarm;
    }

    public String getParty() {
        return party;
    }

    public String getState() {
        return state;
    }
}
