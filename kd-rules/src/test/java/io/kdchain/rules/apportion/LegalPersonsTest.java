package io.kdchain.rules.apportion;

import static io.kdchain.rules.apportion.Cases.appraisal;
import static io.kdchain.rules.apportion.Cases.f;
import static io.kdchain.rules.apportion.Cases.item;
import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.apportion.Apportioned.Edge;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.LegalPerson;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Parties of one legal person are one debtor; how an item is shared among the parties stays what it was. */
class LegalPersonsTest {
    private static final String ONE = "CN 91330100MA27XK5T3A";

    private final Apportionment statutory = new StatutoryApportionment();

    private static LegalPersons persons(String... same) {
        Map<String, String> numbers = new HashMap<>();
        for (String party : same) {
            numbers.put(party, ONE);
        }
        return LegalPersons.of("victim", numbers);
    }

    private static ItemCase.Builder threeSolidary() {
        return item().fault("a", "ordinary")
                .fault("b", "ordinary")
                .fault("c", "gross")
                .joint("a", "b")
                .joint("b", "c");
    }

    @Test
    void aPersonInAGroupAnswersForTheGroupOnceAndRecoversFromOthersOnly() {
        // a 1/4, b 1/4, c 1/2, each for the whole; a and b are one
        Apportioned merged =
                persons("a", "b").merge(statutory.apportion(threeSolidary().build()));

        assertThat(merged.shares())
                .containsEntry("a", f("1/2"))
                .containsEntry("c", f("1/2"))
                .doesNotContainKey("b");
        assertThat(merged.claimable()).containsEntry("a", Fraction.ONE).containsEntry("c", Fraction.ONE);
        assertThat(merged.groups()).containsExactly(new TreeSet<>(Set.of("a", "c")));
        assertThat(merged.recourse())
                .containsExactlyInAnyOrder(new Edge("a", "c", f("1/2")), new Edge("c", "a", f("1/2")));
    }

    @Test
    void aPersonAnswersForAGroupAndBesideItForAPartOfItsOwn() {
        // a and b jointly 1/4 each, c alone 1/2; a and c are one: its own 3/4, and the 1/4 of b
        Apportioned byParty = statutory.apportion(item().fault("a", "ordinary")
                .fault("b", "ordinary")
                .fault("c", "gross")
                .joint("a", "b")
                .build());

        Apportioned merged = persons("a", "c").merge(byParty);

        assertThat(byParty.claimable()).containsEntry("a", f("1/2")).containsEntry("c", f("1/2"));
        assertThat(merged.shares()).containsEntry("a", f("3/4")).containsEntry("b", f("1/4"));
        assertThat(merged.claimable()).containsEntry("a", Fraction.ONE).containsEntry("b", f("1/2"));
        assertThat(merged.recourse())
                .containsExactlyInAnyOrder(new Edge("a", "b", f("1/4")), new Edge("b", "a", f("1/4")));
    }

    @Test
    void twoCustomersOfOnePersonAnswerWithinTheWiderScope() {
        // 5/6 worker; x and y order within 1/3 each and bear 1/12 each: together 1/6 of their own and 1/4 of the
        // worker's
        Apportioned byParty = statutory.apportion(item().fault("worker", "ordinary")
                .fault("x", "slight")
                .fault("y", "slight")
                .work("worker", "x")
                .work("worker", "y")
                .causes(appraisal()
                        .part("worker", "1")
                        .part("x", "1/5")
                        .part("y", "1/5")
                        .build())
                .build());
        assertThat(byParty.shares()).containsEntry("worker", f("5/6")).containsEntry("x", f("1/12"));
        assertThat(byParty.claimable()).containsEntry("x", f("1/5"));

        Apportioned merged = persons("x", "y").merge(byParty);

        assertThat(merged.claimable())
                .containsEntry("worker", Fraction.ONE)
                .containsEntry("x", f("1/12").plus(f("1/12")).plus(f("1/5").minus(f("1/12"))));
    }

    @Test
    void aPersonKeepsItsPlaceBehindAnotherAndNeverStandsBehindItself() {
        // a would bear 1/4, which falls to b (1/4) and c (1/2), 1 : 2
        Apportioned byParty = statutory.apportion(item().fault("a", "ordinary")
                .fault("b", "ordinary")
                .fault("c", "gross")
                .supplement("a", "b")
                .supplement("a", "c")
                .build());

        Apportioned merged = persons("a", "b").merge(byParty);

        assertThat(byParty.supplementary()).containsOnly(Map.entry("a", new TreeSet<>(Set.of("b", "c"))));
        assertThat(merged.shares()).containsEntry("a", f("1/3")).containsEntry("c", f("2/3"));
        assertThat(merged.claimable()).containsEntry("a", f("1/2")).containsEntry("c", f("2/3"));
        assertThat(merged.supplementary()).containsOnly(Map.entry("a", new TreeSet<>(Set.of("c"))));
        assertThat(persons("a", "b", "c").merge(byParty).supplementary()).isEmpty();
    }

    @Test
    void twoScopesOfOnePersonAddUp() {
        // a 1/4, b 1/4 behind c 1/2; a and b are one
        Apportioned merged = persons("a", "b")
                .merge(statutory.apportion(item().fault("a", "ordinary")
                        .fault("b", "ordinary")
                        .fault("c", "gross")
                        .supplement("a", "c")
                        .supplement("b", "c")
                        .build()));

        assertThat(merged.shares()).containsEntry("c", Fraction.ONE).containsEntry("a", Fraction.ZERO);
        assertThat(merged.claimable()).containsEntry("c", Fraction.ONE).containsEntry("a", f("1/2"));
        assertThat(merged.supplementary()).containsOnly(Map.entry("a", new TreeSet<>(Set.of("c"))));
    }

    @Test
    void whatThePersonOfTheClaimantWouldBearNobodyAnswersFor() {
        Apportioned merged =
                persons("a", "victim").merge(statutory.apportion(threeSolidary().build()));

        assertThat(merged.shares())
                .containsEntry(Attribution.CLAIMANT, f("1/4"))
                .containsEntry("b", f("1/4"))
                .containsEntry("c", f("1/2"))
                .doesNotContainKey("a");
        assertThat(merged.claimable())
                .containsEntry("b", f("3/4"))
                .containsEntry("c", f("3/4"))
                .doesNotContainKeys("a", Attribution.CLAIMANT);
    }

    @Test
    void whoWouldHaveToPayItselfIsNotLiable() {
        Apportioned merged = persons("a", "b", "c", "victim")
                .merge(statutory.apportion(threeSolidary().build()));

        assertThat(merged.failed()).isEqualTo(FailedElement.SAME_PERSON);
        assertThat(merged.shares().values()).containsOnly(Fraction.ZERO);
        assertThat(merged.claimable()).isEmpty();
    }

    @Test
    void aNumberOfOneIsNoPersonOfSeveral() {
        Apportioned byParty = statutory.apportion(threeSolidary().build());

        LegalPersons apart = LegalPersons.of("victim", Map.of("a", "CN 1", "b", "HK 1", "c", ""));

        assertThat(apart.merge(byParty)).isSameAs(byParty);
        assertThat(apart.areOne("a", "b")).isFalse();
        assertThat(apart.told(Map.of("loss", byParty))).isEmpty();
    }

    @Test
    void aPersonIsToldWithWhatEachOfItsPartiesBears() {
        Apportioned byParty = statutory.apportion(threeSolidary().build());

        List<LegalPerson> told = persons("b", "c").told(Map.of("loss", byParty));

        assertThat(told).singleElement().satisfies(p -> {
            assertThat(p.party()).isEqualTo("b");
            assertThat(p.legalId()).isEqualTo(ONE);
            assertThat(p.parties()).containsExactly("b", "c");
            assertThat(p.shares()).containsEntry("loss", new TreeMap<>(Map.of("b", f("1/4"), "c", f("1/2"))));
        });
    }

    // ---- whatever the case

    @Provide
    Arbitrary<ItemCase> cases() {
        ApportionmentPropertiesTest of = new ApportionmentPropertiesTest();
        return Arbitraries.oneOf(of.cases(), of.ordered());
    }

    @Provide
    Arbitrary<Random> randoms() {
        return new ApportionmentPropertiesTest().randoms();
    }

    private static LegalPersons random(ItemCase c, Random random, boolean withClaimant) {
        Map<String, String> numbers = new HashMap<>();
        c.parties().forEach(p -> numbers.put(p, random.nextInt(3) == 0 ? "" : "CN " + random.nextInt(3)));
        numbers.put("victim", withClaimant ? "CN 0" : "");
        return LegalPersons.of("victim", numbers);
    }

    @Property(seed = "4711", tries = 400)
    void i14APersonBearsTheSumOfItsPartiesAndOthersWhatTheyBoreBefore(
            @ForAll("cases") ItemCase c, @ForAll("randoms") Random random) {
        LegalPersons persons = random(c, random, false);
        Apportioned byParty = statutory.apportion(c);

        Apportioned merged = persons.merge(byParty);

        assertThat(merged.established()).isEqualTo(byParty.established());
        SortedMap<String, Fraction> sums = new TreeMap<>();
        byParty.shares().forEach((party, share) -> sums.merge(persons.keyOf(party), share, Fraction::plus));
        assertThat(merged.shares()).isEqualTo(sums);
        byParty.claimable().forEach((party, part) -> {
            String key = persons.keyOf(party);
            Fraction now = merged.claimable().getOrDefault(key, Fraction.ZERO);
            // a person answers for no less than each of its parties, and for no more than all of them
            assertThat(now).isGreaterThanOrEqualTo(part);
            Fraction together = persons.partiesOf(key).stream()
                    .map(p -> byParty.claimable().getOrDefault(p, Fraction.ZERO))
                    .reduce(Fraction.ZERO, Fraction::plus);
            assertThat(now).isLessThanOrEqualTo(together);
            if (persons.partiesOf(key).size() == 1) {
                assertThat(now).isEqualTo(part);
            }
        });
    }

    @Property(seed = "4711", tries = 400)
    void recourseOfPersonsNetsToZeroAndStaysAmongOthers(@ForAll("cases") ItemCase c, @ForAll("randoms") Random random) {
        LegalPersons persons = random(c, random, random.nextBoolean());

        Apportioned merged = persons.merge(statutory.apportion(c));

        Fraction all = merged.shares().values().stream().reduce(Fraction.ZERO, Fraction::plus);
        assertThat(all).isEqualTo(merged.established() ? Fraction.ONE : Fraction.ZERO);
        SortedMap<String, Fraction> recovered = new TreeMap<>();
        merged.recourse().forEach(e -> {
            assertThat(e.from()).isNotEqualTo(e.to());
            assertThat(List.of(e.from(), e.to())).doesNotContain(Attribution.CLAIMANT);
            assertThat(persons.keyOf(e.from())).isEqualTo(e.from());
            assertThat(e.share()).isLessThanOrEqualTo(merged.shares().getOrDefault(e.to(), Fraction.ZERO));
            recovered.merge(e.from(), e.share(), Fraction::plus);
        });
        // who paid all it is claimable for is left with its share
        merged.claimable()
                .forEach((key, part) -> assertThat(part.minus(recovered.getOrDefault(key, Fraction.ZERO)))
                        .isEqualTo(merged.shares().getOrDefault(key, Fraction.ZERO)));
        merged.groups().forEach(g -> assertThat(g).hasSizeGreaterThan(1).doesNotContain(Attribution.CLAIMANT));
        merged.bounds().forEach((key, range) -> {
            assertThat(range.low()).isLessThanOrEqualTo(merged.shares().getOrDefault(key, Fraction.ZERO));
            assertThat(range.high()).isGreaterThanOrEqualTo(merged.shares().getOrDefault(key, Fraction.ZERO));
        });
    }
}
