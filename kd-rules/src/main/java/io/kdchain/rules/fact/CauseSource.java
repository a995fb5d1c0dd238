package io.kdchain.rules.fact;

/**
 * The highest authority on causation for an item: an appraisal, a localisation, or none.
 *
 * @param item id of the damage item
 * @param source the authority
 */
@Word(en = "the best evidence of causation", zh = "因果关系的最强证据")
public record CauseSource(
        String item, @OneOf("cause-source") String source) implements Fact {

    public String getItem() {
        return item;
    }

    public String getSource() {
        return source;
    }
}
