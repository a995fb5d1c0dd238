package io.kdchain.rules.apportion;

import static io.kdchain.rules.apportion.Cases.appraisal;
import static io.kdchain.rules.apportion.Cases.f;
import static io.kdchain.rules.apportion.Cases.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.CausalParts;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Regime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Shares by other ways, recomputed from the formulas of law/responsibility.md by hand. */
class OtherWaysTest {
    /** Teacher, distiller and hardware adapter at fault: grades intent, gross, ordinary weigh 8, 4, 2. */
    private static ItemCase.Builder three(CausalParts causes) {
        return item().causes(causes)
                .fault("T", "intent")
                .fault("D", "gross")
                .fault("H", "ordinary")
                .leads("T", "D")
                .leads("T", "H")
                .leads("D", "H");
    }

    private static CausalParts causes() {
        return appraisal()
                .part("T", "equal")
                .part("D", "equal")
                .part("H", "equal")
                .build();
    }

    private static SortedMap<String, SortedMap<String, Fraction>> ways(ItemCase c) {
        return OtherWays.of(c, new StatutoryApportionment().apportion(c));
    }

    private static Map<String, Fraction> tdh(String t, String d, String h) {
        return Map.of("T", f(t), "D", f(d), "H", f(h));
    }

    @Test
    void whereOnlyAllTogetherDidIt() {
        SortedMap<String, SortedMap<String, Fraction>> ways =
                ways(three(causes()).build());

        assertThat(ways.keySet())
                .containsExactly(
                        "banzhaf",
                        "deegan-packel",
                        "equal",
                        "fault-only",
                        "responsibility",
                        "sequential",
                        "shapley",
                        "weighted-shapley");
        assertThat(ways.get("fault-only")).containsExactlyInAnyOrderEntriesOf(tdh("4/7", "2/7", "1/7"));
        assertThat(ways.get("equal")).containsExactlyInAnyOrderEntriesOf(tdh("1/3", "1/3", "1/3"));
        // each step adds 1/3: T + T's 2/3 + T's 4/7 of it, and so on
        assertThat(ways.get("sequential")).containsExactlyInAnyOrderEntriesOf(tdh("47/63", "13/63", "1/21"));
        assertThat(ways.get("weighted-shapley")).isEqualTo(ways.get("fault-only"));
    }

    @Test
    void whereSetsOfCausesWereEnough() {
        CausalParts mixed =
                causes().withSufficient(List.of(new TreeSet<>(List.of("T", "D")), new TreeSet<>(List.of("T", "H"))));

        SortedMap<String, SortedMap<String, Fraction>> ways = ways(three(mixed).build());

        assertThat(ways.get("shapley")).containsExactlyInAnyOrderEntriesOf(tdh("2/3", "1/6", "1/6"));
        assertThat(ways.get("banzhaf")).containsExactlyInAnyOrderEntriesOf(tdh("3/5", "1/5", "1/5"));
        assertThat(ways.get("deegan-packel")).containsExactlyInAnyOrderEntriesOf(tdh("1/2", "1/4", "1/4"));
        assertThat(ways.get("responsibility")).containsExactlyInAnyOrderEntriesOf(tdh("1/2", "1/4", "1/4"));
        assertThat(ways).doesNotContainKey("weighted-shapley");
    }

    @Test
    void thePartsOfOthersStayWhatTheLawMakesThem() {
        ItemCase c = three(appraisal()
                        .part("T", "equal")
                        .part("D", "equal")
                        .part("victim", "equal")
                        .build())
                .contributory("gross")
                .build();
        Apportioned law = new StatutoryApportionment().apportion(c);
        Fraction rest = Fraction.ONE.minus(law.shares().getOrDefault("claimant", Fraction.ZERO));

        ways(c).values()
                .forEach(shares -> assertThat(shares.values().stream().reduce(Fraction.ZERO, Fraction::plus))
                        .isEqualTo(rest));
        assertThat(rest).isLessThan(Fraction.ONE);
    }

    @Test
    void noOtherWayStandsBesideStrictLiabilityOrASingleDebtor() {
        assertThat(ways(three(causes())
                        .regime(Regime.STRICT)
                        .strictDebtor("T", "producer")
                        .build()))
                .isEmpty();
        assertThat(ways(item().causes(appraisal().part("T", "whole").build())
                        .fault("T", "gross")
                        .build()))
                .isEmpty();
        assertThat(ways(three(causes()).proven(false).build())).isEmpty();
    }

    @Test
    void aWayOfOnesOwnStandsBesideThem() {
        WayToShare byLot = new WayToShare() {
            @Override
            public String id() {
                return "upstream-pays";
            }

            @Override
            public Optional<SortedMap<String, Fraction>> parts(Sharers sharers) {
                return Optional.of(new TreeMap<>(Map.of(sharers.chain().get(0), Fraction.ONE)));
            }
        };
        ItemCase c = three(causes()).build();

        assertThat(OtherWays.of(c, new StatutoryApportionment().apportion(c), List.of(byLot)))
                .containsExactly(Map.entry("upstream-pays", new TreeMap<>(Map.of("T", Fraction.ONE))));
    }
}
