package io.kdchain.provenance.event;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The types of event that this release knows. */
public final class EventTypes {
    /** Version of every schema of this release. */
    public static final int VERSION = 1;

    private static final Map<String, Class<? extends EventBody>> BY_NAME = byName();

    private EventTypes() {}

    /** Their names, sorted. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** The record of a type, or nothing when the type is not known. */
    public static Optional<Class<? extends EventBody>> find(String type) {
        return Optional.ofNullable(BY_NAME.get(type));
    }

    /**
     * The record of a type.
     *
     * @throws MalformedEventException at {@code /type} if it is not known
     */
    public static Class<? extends EventBody> require(String type) {
        return find(type)
                .orElseThrow(() -> new MalformedEventException(
                        "/type", type, "'%s' is no type of event.".formatted(type), names()));
    }

    /** Whether events of a type are acts of the chain itself: they collect, make, deploy, serve or use something. */
    public static boolean isChainAct(String type) {
        return act(type).isPresent();
    }

    /** The role in which an act of this type is done; nothing for what is no act of the chain. */
    public static Optional<Role> roleOf(String type) {
        return act(type).map(Act::role);
    }

    /** The stage of the chain to which an act of this type belongs; nothing for what is no act of the chain. */
    public static Optional<Stage> stageOf(String type) {
        return act(type).map(Act::stage);
    }

    private static Optional<Act> act(String type) {
        return find(type).map(body -> body.getAnnotation(Act.class));
    }

    private static Map<String, Class<? extends EventBody>> byName() {
        Map<String, Class<? extends EventBody>> types = new TreeMap<>();
        Arrays.stream(EventBody.class.getPermittedSubclasses())
                .filter(type -> type != UnknownBody.class)
                .forEach(type -> types.put(type.getSimpleName(), type.asSubclass(EventBody.class)));
        return types;
    }
}
