package io.kdchain.provenance.exchange;

import java.util.List;

/**
 * How far a party has counted in a chain, as whoever exported the bundle says: the bundle itself proves only the
 * numbers of its entries.
 *
 * @param chain in which chain
 * @param recorder who counts
 * @param last the highest number that the log holds
 * @param missing numbers beside those of the bundle that the log does not hold, ascending
 */
record Counter(String chain, String recorder, long last, List<Missing> missing) {
    Counter {
        missing = List.copyOf(missing);
    }

    /** Numbers from first to last, both included. */
    record Missing(long first, long last) {
        boolean holds(long seq) {
            return first <= seq && seq <= last;
        }
    }

    /** Whether the numbers can be as they are said to be. */
    boolean isPossible() {
        long before = -2;
        for (Missing range : missing) {
            if (range.first() <= before + 1 || range.last() < range.first() || range.last() >= last) {
                return false;
            }
            before = range.last();
        }
        return last >= 0;
    }

    /** Whether the log is said to hold this number. */
    boolean holds(long seq) {
        return seq >= 0 && seq <= last && missing.stream().noneMatch(range -> range.holds(seq));
    }

    /** The next number that the log is said to hold below this one; -1 if there is none. */
    long below(long seq) {
        long candidate = Math.min(seq - 1, last);
        for (Missing range : missing) {
            if (range.holds(candidate)) {
                return range.first() - 1;
            }
        }
        return candidate;
    }

    /** The next number that the log is said to hold above this one; -1 if there is none. */
    long above(long seq) {
        if (seq >= last) {
            return -1;
        }
        long candidate = seq + 1;
        for (Missing range : missing) {
            if (range.holds(candidate)) {
                return range.last() + 1;
            }
        }
        return candidate;
    }
}
