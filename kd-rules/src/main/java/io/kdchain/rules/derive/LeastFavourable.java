package io.kdchain.rules.derive;

import io.kdchain.rules.derive.Entry.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An event that its own author changed, read against the author: each changed field takes the value least favourable to
 * it, never one better than the value shown.
 */
final class LeastFavourable {
    /** Acts and records of the author about itself; statements about others fall away when they were changed. */
    private static final Set<String> OWN = Set.of(
            "DatasetCollected",
            "DataProcessed",
            "ArtefactTransferred",
            "TeacherReleased",
            "ModelEvaluated",
            "BiasAudited",
            "DistillationStarted",
            "DistillationCompleted",
            "ModelAdapted",
            "ModelDeployed",
            "SafeguardChanged",
            "OutputServed",
            "OutputUsed",
            "OutputPromoted",
            "MonitoringAlarm",
            "ProviderAssessed",
            "ArtefactLeaked",
            "NoticeReceived");
    /** Codes with the worst of their list; a value among the second set is no better and stays. */
    private static final Map<String, String> WORST = Map.of(
            "humanReview", "none",
            "use", "ignored-warning",
            "protection", "none",
            "personal", "sensitive",
            "accounts", "fraudulent",
            "policy", "disallowed",
            "grade", "failed");

    private static final Set<String> AS_BAD = Set.of("altered", "malicious-prompt", "label-removed");
    private static final Set<String> WORSE_IF_TRUE = Set.of("bypassed", "obvious", "substantiated");
    private static final Set<String> WORSE_IF_FALSE =
            Set.of("passed", "met", "enabled", "counter", "sampleChecked", "distillationAllowed");
    /** What its author lists here counts against it: an empty list would be better for it than the one shown. */
    private static final Set<String> WORSE_IF_LISTED = Set.of("knownLimitations");
    /** Which keys an emptied or removed object would have had that count against its author. */
    private static final Map<String, Map<String, Object>> WORST_OBJECTS =
            Map.of("robots", Map.of("policy", "disallowed", "bypassed", true));

    /** Key of what a notice or promotion is about. */
    private static final String SUBJECTS = "about";
    /** Key of whom something leaked from. */
    private static final String SOURCE_OF_LEAK = "from";

    private LeastFavourable() {}

    /** Whether the event stands; that something leaked from another stands against that other, and so does not. */
    static boolean standsAgainstAuthor(Entry entry, Alteration alteration) {
        return OWN.contains(entry.type())
                && (!entry.is("ArtefactLeaked")
                        || touches(alteration, SOURCE_OF_LEAK)
                        || entry.body().text(SOURCE_OF_LEAK).equals(alteration.author()));
    }

    /**
     * The event against its author.
     *
     * @param entry as it is shown
     * @param alteration by its author
     * @param everything all that the record says was made: what a changed notice or promotion may have been about
     */
    static Entry of(Entry entry, Alteration alteration, Set<String> everything) {
        Map<String, Object> tree = new TreeMap<>(entry.body().tree());
        boolean timeChanged = alteration.paths().isEmpty();
        if (alteration.paths().isEmpty()) {
            List.copyOf(tree.keySet()).forEach(key -> worsen(tree, key));
        }
        for (String path : alteration.paths()) {
            timeChanged |= path.equals("at") || path.equals("/at");
            worsen(tree, keysOf(path), 0);
        }
        if (entry.is("ArtefactLeaked") && touches(alteration, SOURCE_OF_LEAK)) {
            tree.put(SOURCE_OF_LEAK, alteration.author());
        }
        if (touches(alteration, SUBJECTS)) {
            Set<String> about = new TreeSet<>(everything);
            about.addAll(entry.body().texts(SUBJECTS));
            tree.put(SUBJECTS, new ArrayList<>(about));
        }
        Entry against =
                entry.withActor(alteration.author()).withBody(Body.of(tree)).withStanding(Standing.ADMISSION);
        return timeChanged && entry.recordedAt().isAfter(entry.at())
                ? against.withTimes(entry.recordedAt(), entry.recordedAt())
                : against;
    }

    private static boolean touches(Alteration alteration, String key) {
        return alteration.paths().isEmpty()
                || alteration.paths().stream().anyMatch(p -> keysOf(p).get(0).equals(key));
    }

    private static List<String> keysOf(String path) {
        return List.of(path.replaceFirst("^/?(body[./])?", "").split("[./\\[]", -1));
    }

    private static void worsen(Map<String, Object> tree, List<String> path, int depth) {
        String key = path.get(depth);
        Object shown = tree.get(key);
        if (depth < path.size() - 1 && shown instanceof Map<?, ?> map) {
            Map<String, Object> inner = new TreeMap<>();
            map.forEach((k, v) -> inner.put(String.valueOf(k), v));
            worsen(inner, path, depth + 1);
            tree.put(key, inner);
        } else {
            worsen(tree, key);
        }
    }

    private static void worsen(Map<String, Object> tree, String key) {
        Object worst = worstOf(key, tree.get(key));
        if (worst == null) {
            tree.remove(key);
        } else {
            tree.put(key, worst);
        }
    }

    private static @Nullable Object worstOf(String key, @Nullable Object shown) {
        if (WORST.containsKey(key)) {
            return shown instanceof String text && AS_BAD.contains(text) ? text : WORST.get(key);
        }
        if (WORST_OBJECTS.containsKey(key)) {
            return WORST_OBJECTS.get(key);
        }
        if (WORSE_IF_TRUE.contains(key)) {
            return true;
        }
        if (WORSE_IF_FALSE.contains(key) || shown instanceof Boolean) {
            return false;
        }
        if (shown instanceof List<?> list) {
            return WORSE_IF_LISTED.contains(key) ? list : new ArrayList<>();
        }
        return identity(key, shown);
    }

    /** What an act is about stays as shown; other texts and numbers are absent. */
    private static @Nullable Object identity(String key, @Nullable Object shown) {
        boolean names = Set.of(
                        "model",
                        "output",
                        "artefact",
                        "deployment",
                        "dataset",
                        "to",
                        "safeguard",
                        "attribute",
                        "metric",
                        "claim",
                        "scenario",
                        "run",
                        "subject",
                        "provider",
                        "from")
                .contains(key);
        return names ? shown : null;
    }
}
