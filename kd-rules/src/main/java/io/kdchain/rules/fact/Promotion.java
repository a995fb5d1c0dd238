package io.kdchain.rules.fact;

/**
 * A platform promoted content or a model of a user.
 *
 * @param act id of the event that records the promotion
 * @param party id of the party
 * @param time whether a notice about it had come before
 */
@Word(en = "a promotion by the platform", zh = "平台的推荐或奖励")
public record Promotion(
        String act, String party, @OneOf("promotion-time") String time) implements Fact {

    public String getAct() {
        return act;
    }

    public String getParty() {
        return party;
    }

    public String getTime() {
        return time;
    }
}
