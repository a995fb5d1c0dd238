package io.kdchain.rules.report;

import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * How far the share of a party reaches over other ways to share.
 *
 * @param party whose
 * @param byLaw the share that the verdict gives
 * @param low the lowest share of another way
 * @param lowest the ways that give it
 * @param high the highest
 * @param highest the ways that give it
 */
record WayRange(String party, Fraction byLaw, Fraction low, List<String> lowest, Fraction high, List<String> highest) {

    /** The parties that share, by id; nobody where no other way was tried. */
    static List<WayRange> of(ItemVerdict item) {
        List<WayRange> ranges = new ArrayList<>();
        if (item.otherWays().isEmpty()) {
            return ranges;
        }
        SortedMap<String, Fraction> any = item.otherWays().values().iterator().next();
        for (String party : any.keySet()) {
            Fraction low = Fraction.ONE;
            Fraction high = Fraction.ZERO;
            for (SortedMap<String, Fraction> shares : item.otherWays().values()) {
                Fraction share = shares.getOrDefault(party, Fraction.ZERO);
                low = low.min(share);
                high = high.max(share);
            }
            ranges.add(new WayRange(
                    party,
                    item.shares().getOrDefault(party, Fraction.ZERO),
                    low,
                    giving(item, party, low),
                    high,
                    giving(item, party, high)));
        }
        return ranges;
    }

    private static List<String> giving(ItemVerdict item, String party, Fraction share) {
        return item.otherWays().entrySet().stream()
                .filter(w -> w.getValue().getOrDefault(party, Fraction.ZERO).equals(share))
                .map(Map.Entry::getKey)
                .toList();
    }
}
