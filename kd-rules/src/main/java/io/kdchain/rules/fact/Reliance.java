package io.kdchain.rules.fact;

/**
 * Whether somebody reviewed the output independently before relying on it.
 *
 * @param act id of the act by which the output was served
 * @param how reviewed, unreviewed, or nothing on record
 */
@Word(en = "how an output was relied on", zh = "输出被依赖的方式")
public record Reliance(String act, @OneOf("reliance") String how) implements Fact {

    public String getAct() {
        return act;
    }

    public String getHow() {
        return how;
    }
}
