package io.kdchain.rules.derive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Safeguards of a deployment, as they were when it served an output. */
final class Safeguards {
    private Safeguards() {}

    /** What switched off safeguards of a kind and was not undone before the output. */
    static List<Entry> switchedOff(CaseFile file, Entry served, Predicate<String> kind) {
        return lastChanges(file, served, kind).values().stream()
                .filter(e -> !e.body().flag("enabled"))
                .toList();
    }

    /** Whether a safeguard was switched on after the deployment, and stayed on until the output. */
    static boolean switchedOn(CaseFile file, Entry served, String safeguard) {
        return lastChanges(file, served, safeguard::equals).values().stream()
                .anyMatch(e -> e.body().flag("enabled"));
    }

    private static Map<String, Entry> lastChanges(CaseFile file, Entry served, Predicate<String> kind) {
        Map<String, Entry> last = new LinkedHashMap<>();
        file.record()
                .standing("SafeguardChanged")
                .filter(e -> served.uses(e.body().text("deployment")))
                .filter(e -> !e.at().isAfter(served.at()))
                .filter(e -> kind.test(e.body().text("safeguard")))
                .filter(e -> !e.body().flag("enabled") || !file.isLate(e))
                .forEach(e -> last.put(e.body().text("safeguard"), e));
        return last;
    }
}
