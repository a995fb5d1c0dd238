package io.kdchain.rules.apportion;

import io.kdchain.rules.fact.CausalParts.Weight;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * F, the weight of each grade of fault. The numbers come from the parameters of a rule pack; the library knows none.
 *
 * @param byGrade one weight for each of {@link #GRADES}; a higher grade never weighs less at its point
 */
public record GradeWeights(SortedMap<String, Weight> byGrade) {
    /** Grades of fault, ascending. */
    public static final List<String> GRADES = List.of("none", "slight", "ordinary", "gross", "intent");

    public GradeWeights {
        byGrade = Collections.unmodifiableSortedMap(new TreeMap<>(byGrade));
        Weight before = null;
        for (String grade : GRADES) {
            Weight weight = byGrade.get(grade);
            if (weight == null) {
                throw new IllegalArgumentException(
                        "No weight for the fault grade '%s'; the parameters must give one for each of %s."
                                .formatted(grade, GRADES));
            }
            if (before != null && weight.point().compareTo(before.point()) < 0) {
                throw new IllegalArgumentException(
                        "The fault grade '%s' weighs %s, less than the grade below it (%s); a higher grade must not weigh less."
                                .formatted(grade, weight.point(), before.point()));
            }
            before = weight;
        }
    }

    /** The weights of these grades. */
    public static GradeWeights of(Map<String, Weight> byGrade) {
        return new GradeWeights(new TreeMap<>(byGrade));
    }

    /**
     * The weight of a grade.
     *
     * @throws IllegalArgumentException if there is no such grade
     */
    public Weight of(String grade) {
        Weight weight = byGrade.get(grade);
        if (weight == null) {
            throw new IllegalArgumentException(
                    "'%s' is no grade of fault; it must be one of %s.".formatted(grade, GRADES));
        }
        return weight;
    }

    /** The higher of two grades. */
    public static String higher(String a, String b) {
        return rank(a) >= rank(b) ? a : b;
    }

    /** Whether the grade is at least the other one. */
    public static boolean atLeast(String grade, String floor) {
        return rank(grade) >= rank(floor);
    }

    private static int rank(String grade) {
        int rank = GRADES.indexOf(grade);
        if (rank < 0) {
            throw new IllegalArgumentException(
                    "'%s' is no grade of fault; it must be one of %s.".formatted(grade, GRADES));
        }
        return rank;
    }
}
