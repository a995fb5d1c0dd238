package io.kdchain.rules.apportion;

import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.fact.CausalParts.Other;
import io.kdchain.rules.fact.CausalParts.Part;
import io.kdchain.rules.fact.CausalParts.Weight;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Short words for cases of one item. The weights are the defaults of the method: fault 0, 1, 2, 4, 8. */
final class Cases {
    static final GradeWeights GRADES = GradeWeights.of(Map.of(
            "none", weight("0", "0", "0"),
            "slight", weight("1/2", "1", "3/2"),
            "ordinary", weight("3/2", "2", "3"),
            "gross", weight("3", "4", "6"),
            "intent", weight("6", "8", "12")));

    static final Map<String, Weight> CAUSES = Map.of(
            "whole", weight("0.96", "1", "1"),
            "main", weight("0.56", "0.75", "0.95"),
            "equal", weight("0.45", "0.50", "0.55"),
            "secondary", weight("0.16", "0.30", "0.44"),
            "slight", weight("0.05", "0.10", "0.15"));

    private Cases() {}

    static ItemCase.Builder item() {
        return ItemCase.of("loss", "victim", GRADES);
    }

    static Weight weight(String low, String point, String high) {
        return new Weight(Fraction.parse(low), Fraction.parse(point), Fraction.parse(high));
    }

    static Weight cause(String gradeOrNumber) {
        Weight graded = CAUSES.get(gradeOrNumber);
        return graded != null ? graded : Weight.exactly(Fraction.parse(gradeOrNumber));
    }

    static Fraction f(String text) {
        return Fraction.parse(text);
    }

    static Appraisal appraisal() {
        return new Appraisal("appraised");
    }

    static Appraisal localisation() {
        return new Appraisal("localised");
    }

    /** What an expert found. */
    static final class Appraisal {
        private final String source;
        private final List<Part> parts = new ArrayList<>();
        private final List<Other> others = new ArrayList<>();
        private Fraction unexplained = Fraction.ZERO;

        private Appraisal(String source) {
            this.source = source;
        }

        Appraisal part(String party, String gradeOrNumber) {
            return part(party, cause(gradeOrNumber));
        }

        Appraisal part(String party, Weight weight) {
            parts.add(new Part(party, weight, "", "", "unstated", List.of()));
            return this;
        }

        Appraisal side(String side, String party, String gradeOrNumber) {
            parts.add(new Part(party, cause(gradeOrNumber), side, gradeOrNumber, "unstated", List.of()));
            return this;
        }

        Appraisal other(String cause, String gradeOrNumber) {
            others.add(new Other(cause, cause(gradeOrNumber), List.of()));
            return this;
        }

        Appraisal unexplained(String part) {
            unexplained = f(part);
            return this;
        }

        CausalParts build() {
            return new CausalParts("loss", source, "", parts, others, unexplained);
        }
    }
}
