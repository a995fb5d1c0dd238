package io.kdchain.rules.fact;

/**
 * A duty of organisation: its breach causes nothing by itself and weighs only beside a causal one.
 *
 * @param duty code of the duty, as in the pack's duties.yaml
 */
@Word(en = "a duty of organisation", zh = "组织性义务")
public record Organisational(@OneOf("duty") String duty) implements Fact {

    public String getDuty() {
        return duty;
    }
}
