package io.kdchain.rules.fact;

/**
 * Somebody was deceived about who or what made an output.
 *
 * @param act id of the act by which the output was served
 * @param ground what shows it
 */
@Word(en = "a deception about where an output comes from", zh = "对输出来源的欺骗")
public record Deception(
        String act, @OneOf("deception-ground") String ground) implements Fact {

    public String getAct() {
        return act;
    }

    public String getGround() {
        return ground;
    }
}
