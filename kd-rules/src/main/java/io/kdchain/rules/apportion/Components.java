package io.kdchain.rules.apportion;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Connected components of parties that answer together. */
final class Components {
    private Components() {}

    /** The components of two or more parties, by their first member; only these parties count. */
    static List<SortedSet<String>> of(List<ItemCase.Joint> joints, SortedSet<String> among) {
        SortedMap<String, SortedSet<String>> component = new TreeMap<>();
        for (ItemCase.Joint joint : joints) {
            if (!among.contains(joint.party()) || !among.contains(joint.other())) {
                continue;
            }
            SortedSet<String> merged = new TreeSet<>(List.of(joint.party()));
            merged.add(joint.other());
            merged.addAll(component.getOrDefault(joint.party(), merged));
            merged.addAll(component.getOrDefault(joint.other(), merged));
            for (String member : merged) {
                component.put(member, merged);
            }
        }
        List<SortedSet<String>> groups = new ArrayList<>();
        for (Map.Entry<String, SortedSet<String>> entry : component.entrySet()) {
            SortedSet<String> group = entry.getValue();
            if (group.size() > 1 && group.first().equals(entry.getKey())) {
                groups.add(group);
            }
        }
        return groups;
    }
}
