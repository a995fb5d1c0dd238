package io.kdchain.rules.fact;

/**
 * The model, deployment or output was under a device registration in force when it was deployed.
 *
 * @param item id of the damage item
 * @param holder id of the holder of the registration
 */
@Word(en = "a registered device", zh = "已注册的医疗器械")
public record Device(String item, String holder) implements Fact {

    public String getItem() {
        return item;
    }

    public String getHolder() {
        return holder;
    }
}
