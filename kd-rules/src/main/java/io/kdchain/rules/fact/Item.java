package io.kdchain.rules.fact;

/**
 * One head of damage. Regime, groups and shares are found for each item by itself.
 *
 * @param item id of the damage item
 * @param kind what was harmed
 * @param scene where the model was deployed
 * @param severity how grave the damage is
 * @param aggravated whether the loss arose after a notice or warning
 * @param proven whether the damage and the causation are proven at all
 */
@Word(en = "a head of damage", zh = "损害项目")
public record Item(
        String item,
        @OneOf("damage-kind") String kind,
        @OneOf("scene") String scene,
        @OneOf("severity") String severity,
        boolean aggravated,
        boolean proven)
        implements Fact {

    public String getItem() {
        return item;
    }

    public String getKind() {
        return kind;
    }

    public String getScene() {
        return scene;
    }

    public String getSeverity() {
        return severity;
    }

    public boolean isAggravated() {
        return aggravated;
    }

    public boolean isProven() {
        return proven;
    }
}
