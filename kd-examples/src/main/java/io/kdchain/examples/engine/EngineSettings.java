package io.kdchain.examples.engine;

import java.util.Map;

/** Properties of the tensor engine that must be set before it loads; what the user set stays. */
public final class EngineSettings {

    private static final Map<String, String> SETTINGS = Map.of(
            "ai.djl.offline", "true",
            "ai.djl.pytorch.num_threads", "1",
            "ai.djl.pytorch.num_interop_threads", "1");

    private EngineSettings() {}

    /** One thread, since another number of threads gives other last digits; nothing is fetched. */
    public static void apply() {
        SETTINGS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }
}
