package io.kdchain.provenance.event;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A method said which stages made an output wrong. Names an incident, an output or both.
 *
 * @param incident the incident
 * @param output the output
 * @param method how it was found
 * @param stages what each stage did; contributions sum to at most 1
 * @param sufficient minimal sets of defective stages that alone give the wrong output
 * @param reproduction digest of what is needed to do it again; null means not stated
 */
public record DefectLocalised(
        @Nullable EntityId incident,
        @Nullable EntityId output,
        String method,
        List<Part> stages,
        List<List<Stage>> sufficient,
        @Nullable Digest reproduction)
        implements EventBody {

    public DefectLocalised {
        stages = List.copyOf(stages);
        sufficient = sufficient.stream().map(List::copyOf).toList();
        Checks.some("incident or output", incident, output);
        Checks.sumAtMostOne(
                "contributions", stages.stream().map(Part::contribution).toList());
    }

    /**
     * What a stage contributed.
     *
     * @param stage the stage
     * @param party who acted in it
     * @param contribution 0 to 1
     * @param lower least it may be, 0 to 1; null means the contribution
     * @param upper most it may be, 0 to 1; null means the contribution
     */
    public record Part(
            Stage stage,
            PartyId party,
            BigDecimal contribution,
            @Nullable BigDecimal lower,
            @Nullable BigDecimal upper) {

        public Part {
            Checks.fraction("contribution", contribution);
            Checks.range("lower", lower, "contribution", contribution, "upper", upper);
        }

        /** The least it may be. */
        public BigDecimal lowerOrContribution() {
            return lower == null ? contribution : lower;
        }

        /** The most it may be. */
        public BigDecimal upperOrContribution() {
            return upper == null ? contribution : upper;
        }
    }
}
