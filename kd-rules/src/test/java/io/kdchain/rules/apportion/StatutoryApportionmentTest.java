package io.kdchain.rules.apportion;

import static io.kdchain.rules.apportion.Cases.appraisal;
import static io.kdchain.rules.apportion.Cases.f;
import static io.kdchain.rules.apportion.Cases.item;
import static io.kdchain.rules.apportion.Cases.localisation;
import static io.kdchain.rules.apportion.Cases.weight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.apportion.Apportioned.Edge;
import io.kdchain.rules.apportion.ItemCase.Side;
import io.kdchain.rules.apportion.ItemCase.StrictInner;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
import io.kdchain.rules.verdict.FailedElement;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StatutoryApportionmentTest {
    private final Apportionment statutory = new StatutoryApportionment();

    @Test
    void separateInsufficientCausesShareByCauseAndFault() {
        // E1 of the method's worked examples
        Apportioned a = share(item().fault("ds", "ordinary")
                .fault("ha", "gross")
                .causes(appraisal().part("ds", "main").part("ha", "secondary").build()));

        assertThat(a.shares()).containsEntry("ds", f("5/9")).containsEntry("ha", f("4/9"));
        assertThat(a.claimable()).containsEntry("ds", f("5/9")).containsEntry("ha", f("4/9"));
        assertThat(a.recourse()).isEmpty();
        SortedMap<String, Money> amounts = LargestRemainder.split(Money.of("100000", "CNY"), a.shares());
        assertThat(amounts).containsEntry("ds", Money.of("55555.56", "CNY"));
        assertThat(amounts).containsEntry("ha", Money.of("44444.44", "CNY"));
    }

    @Test
    void theContractorAnswersForTheWholeAndTheCustomerWithinItsScope() {
        // E6: the customer's fault 1/3 of the cause and slight, the contractor's 5/6 and ordinary: 1/3 to 5/3
        Apportioned a = share(item().fault("ds", "ordinary")
                .fault("pl", "slight")
                .work("ds", "pl")
                .causes(appraisal().part("ds", "5/6").part("pl", "1/3").build()));

        assertThat(a.shares()).containsEntry("ds", f("5/6")).containsEntry("pl", f("1/6"));
        assertThat(a.claimable()).containsEntry("ds", f("1")).containsEntry("pl", f("1/3"));
        assertThat(a.recourse())
                .containsExactlyInAnyOrder(
                        new Apportioned.Edge("ds", "pl", f("1/6")), new Apportioned.Edge("pl", "ds", f("1/6")));
    }

    /** No pack of the library says both; two packs at once, or one that somebody writes, may. */
    @Test
    void whereTheShareDecidesWhoAnswersForTheWholeNoContractAndNoCoverDecidesItToo() {
        ByShare law = new ByShare(new ByShare.Limit(true, f("1/2")), null, false, new TreeMap<>());
        ItemCase.Builder work =
                item().fault("ds", "ordinary").fault("pl", "ordinary").work("ds", "pl");
        ItemCase.Builder cover =
                item().regime(Regime.STRICT).strictDebtor("pl", "producer").cover("pl", f("3/5"));

        assertThatThrownBy(() -> work.byShare(law).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the share of each decides who answers for the whole")
                .hasMessageContaining("ds answers for its customer pl in a contract of work")
                .hasMessageContaining("Apply the pack of one state only");
        assertThatThrownBy(() -> cover.byShare(law).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pl answers regardless of fault up to a cover");
    }

    @Test
    void theClaimIsBarredFromOneHalfOrAboveOneHalf() {
        // the 50 percent bar: not as great as; the 51 percent bar: not greater than
        ItemCase half = item().fault("ds", "ordinary")
                .contributory("ordinary")
                .causes(appraisal().part("ds", "1/2").part("victim", "1/2").build())
                .build();
        ByShare.Limit from = new ByShare.Limit(true, f("1/2"));
        ByShare.Limit above = new ByShare.Limit(false, f("1/2"));

        Apportioned barred = share(half.toBuilder().byShare(new ByShare(null, from, false, new TreeMap<>())));
        Apportioned reduced = share(half.toBuilder().byShare(new ByShare(null, above, false, new TreeMap<>())));

        assertThat(barred.failedElement()).contains(FailedElement.CLAIMANT_BAR);
        assertThat(barred.shares().values()).allMatch(Fraction::isZero);
        assertThat(barred.claimable()).containsEntry("ds", f("0"));
        assertThat(reduced.shares()).containsEntry("ds", f("1/2")).containsEntry("claimant", f("1/2"));
        // the weights range: with the lowest fault of the claimant it would bear 1/3 of the highest, with the highest
        // it is barred
        assertThat(barred.bounds()).containsEntry("ds", new Bounds(f("0"), f("2/3")));
        assertThat(reduced.bounds()).containsEntry("ds", new Bounds(f("0"), f("2/3")));
    }

    @Test
    void whoBearsTheThresholdOrMoreThanItAnswersForTheWhole() {
        ItemCase c = item().fault("ds", "ordinary")
                .fault("ha", "ordinary")
                .fault("pl", "ordinary")
                .causes(appraisal()
                        .part("ds", "1/2")
                        .part("ha", "1/4")
                        .part("pl", "1/4")
                        .build())
                .build();

        Apportioned from = share(
                c.toBuilder().byShare(new ByShare(new ByShare.Limit(true, f("1/2")), null, false, new TreeMap<>())));
        Apportioned above = share(
                c.toBuilder().byShare(new ByShare(new ByShare.Limit(false, f("1/2")), null, false, new TreeMap<>())));
        // two that acted jointly, and two that are one company, count together
        Apportioned jointly = share(c.toBuilder()
                .joint("ha", "pl")
                .byShare(new ByShare(new ByShare.Limit(true, f("1/2")), null, false, new TreeMap<>())));
        Apportioned onePerson = share(c.toBuilder()
                .byShare(new ByShare(
                        new ByShare.Limit(true, f("1/2")),
                        null,
                        false,
                        new TreeMap<>(Map.of("ha", "ha", "pl", "ha")))));

        assertThat(from.claimable())
                .containsEntry("ds", f("1"))
                .containsEntry("ha", f("1/4"))
                .containsEntry("pl", f("1/4"));
        assertThat(from.recourse()).containsExactly(new Edge("ds", "ha", f("1/4")), new Edge("ds", "pl", f("1/4")));
        assertThat(above.claimable()).containsEntry("ds", f("1/2"));
        assertThat(above.recourse()).isEmpty();
        assertThat(List.of(jointly, onePerson))
                .allSatisfy(a -> assertThat(a.claimable().values()).containsOnly(f("1")));
    }

    @Test
    void numbersOfACourtAreTheSharesWhateverTheFault() {
        ItemCase.Builder c = item().fault("ds", "slight")
                .fault("ha", "intent")
                .contributory("gross")
                .causes(appraisal()
                        .part("ds", "1/2")
                        .part("ha", "1/5")
                        .part("victim", "3/10")
                        .build());

        Apportioned a = share(c.byShare(new ByShare(null, null, true, new TreeMap<>())));

        assertThat(a.shares())
                .containsEntry("ds", f("1/2"))
                .containsEntry("ha", f("1/5"))
                .containsEntry("claimant", f("3/10"));
        assertThat(a.bounds()).containsEntry("ds", new Bounds(f("1/2"), f("1/2")));
    }

    @Test
    void twoTracksForOneItemAreRefused() {
        assertThatThrownBy(() -> ByShare.of(
                        "loss",
                        List.of("several-only", "joint-and-several"),
                        List.of(),
                        false,
                        name -> f("1/2"),
                        TreeMap::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'loss'", "joint-and-several, several-only", "one state only");
        assertThatThrownBy(() -> new ByShare.Limit(true, f("3/2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("between 0 and 1");
    }

    @Test
    void whoIsCoveredBearsTheCoverItselfAndItsFaultAboveIt() {
        // loss 1,000,000, cover 600,000, the holder at fault for 1/4 with another: 600,000 and 1/4 of 400,000
        Apportioned a = share(item().regime(Regime.STRICT)
                .strictDebtor("pl", "producer")
                .fault("pl", "ordinary")
                .fault("ds", "ordinary")
                .cover("pl", f("3/5"))
                .causes(appraisal().part("pl", "1/4").part("ds", "3/4").build()));

        assertThat(a.shares()).containsEntry("pl", f("7/10")).containsEntry("ds", f("3/10"));
        assertThat(a.claimable()).containsEntry("pl", f("7/10")).containsEntry("ds", f("3/10"));
        assertThat(a.regime()).isEqualTo(Regime.STRICT);
    }

    @Test
    void otherCausesAndTheClaimantTakeTheirPartOfEachLayerBefore() {
        // the market's 1/5 leaves 4/5 to answer for, so a cover of 3/5 reaches up to 3/4 of the loss; the claimant, at
        // ordinary fault, counts above only: of 1/4 x 4/5 = 1/5 by 1/4 each
        ItemCase.Builder c = item().regime(Regime.STRICT)
                .strictDebtor("pl", "producer")
                .fault("pl", "ordinary")
                .fault("ds", "gross")
                .contributory("ordinary")
                .cover("pl", f("3/5"))
                .causes(appraisal()
                        .part("pl", "1/4")
                        .part("ds", "1/4")
                        .part("victim", "1/4")
                        .other("market", "1/5")
                        .build());

        Apportioned a = share(c);

        assertThat(a.shares())
                .containsEntry("pl", f("13/20"))
                .containsEntry("ds", f("1/10"))
                .containsEntry("claimant", f("1/20"))
                .containsEntry("unattributed", f("1/5"));
        assertThat(a.claimable()).containsEntry("pl", f("13/20")).containsEntry("ds", f("1/10"));
        // above, fault may be 1.5 to 3 (ordinary) and 3 to 6 (gross): 1.5/10.5 to 3/7.5 of 1/5
        assertThat(a.bounds())
                .containsEntry("pl", new Bounds(f("22/35"), f("17/25")))
                .containsEntry("unattributed", new Bounds(f("1/5"), f("1/5")));
    }

    @Test
    void aboveTheCoverNobodyAnswersWhereNobodyIsAtFault() {
        Apportioned a = share(item().regime(Regime.STRICT)
                .strictDebtor("pl", "producer")
                .cover("pl", f("3/5"))
                .causes(appraisal().part("pl", "1").build()));

        assertThat(a.shares()).containsEntry("pl", f("3/5")).containsEntry(Attribution.UNATTRIBUTED, f("2/5"));
    }

    @Test
    void severalWhoAnswerWithoutFaultShareByCauseWhereThePackSaysSo() {
        ItemCase.Builder both = item().regime(Regime.STRICT)
                .strictDebtor("pl", "producer")
                .strictDebtor("ha", "producer")
                .strictDebtor("ds", "producer")
                .causes(appraisal().part("ha", "main").part("ds", "secondary").build());

        Apportioned byCause = share(both.strictInner(ItemCase.StrictInner.K));

        assertThat(byCause.shares())
                .containsEntry("ha", f("5/7"))
                .containsEntry("ds", f("2/7"))
                .containsEntry("pl", f("0"));
        assertThat(byCause.claimable())
                .containsEntry("ha", f("1"))
                .containsEntry("ds", f("1"))
                .containsEntry("pl", f("1"));
        assertThat(share(both.strictInner(ItemCase.StrictInner.KF)).shares()).containsEntry("pl", f("1/3"));
    }

    @Test
    void theCustomerNeverBearsMoreThanItsScope() {
        // 2/5 to 2/5 would be halves; the scope is 1/10
        Apportioned a = share(item().fault("ds", "slight")
                .fault("pl", "gross")
                .work("ds", "pl")
                .causes(appraisal().part("ds", "2/5").part("pl", "1/10").build()));

        assertThat(a.shares()).containsEntry("ds", f("9/10")).containsEntry("pl", f("1/10"));
        assertThat(a.claimable()).containsEntry("ds", f("1")).containsEntry("pl", f("1/10"));
        assertThat(a.recourse()).containsExactly(new Apportioned.Edge("ds", "pl", f("1/10")));
        a.bounds().forEach((party, range) -> assertThat(a.shares().get(party)).isBetween(range.low(), range.high()));
    }

    @Test
    void whatACustomerDoesNotBearPassesOnToWhomItsContractorOrdersFrom() {
        // 4 : 2 : 2 of 1/10 each would be 1/2, 1/4, 1/4; neither customer bears more than 1/10
        Apportioned a = share(item().fault("pl", "gross")
                .fault("ds", "ordinary")
                .fault("ha", "ordinary")
                .work("ha", "ds")
                .work("ds", "pl")
                .causes(appraisal()
                        .part("pl", "1/10")
                        .part("ds", "1/10")
                        .part("ha", "1/10")
                        .build()));

        assertThat(a.shares())
                .containsEntry("pl", f("1/10"))
                .containsEntry("ds", f("1/10"))
                .containsEntry("ha", f("4/5"));
    }

    @Test
    void contractorsThatBearNothingTakeOverAlike() {
        Apportioned a = share(item().fault("pl", "gross")
                .party("ds")
                .party("ha")
                .work("ds", "pl")
                .work("ha", "pl")
                .causes(appraisal().part("pl", "1/10").build()));

        assertThat(a.shares())
                .containsEntry("pl", f("1/10"))
                .containsEntry("ds", f("9/20"))
                .containsEntry("ha", f("9/20"));
    }

    @Test
    void solidarityThatBindsTheContractorToMoreIsNotLowered() {
        Apportioned a = share(item().fault("ds", "ordinary")
                .fault("pl", "ordinary")
                .fault("td", "ordinary")
                .work("ds", "pl")
                .joint("ds", "td")
                .joint("td", "pl")
                .causes(appraisal()
                        .part("ds", "1/2")
                        .part("pl", "1/4")
                        .part("td", "1/4")
                        .build()));

        assertThat(a.claimable())
                .containsEntry("ds", f("1"))
                .containsEntry("pl", f("1"))
                .containsEntry("td", f("1"));
        assertThat(a.recourse()).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void partsThatCannotBeToldApartAreEqual() {
        // E2
        Apportioned a = share(item().fault("ds", "ordinary")
                .fault("ha", "gross")
                .equalParts(true)
                .causes(appraisal().part("ds", "main").part("ha", "secondary").build()));

        assertThat(a.shares()).containsEntry("ds", f("1/2")).containsEntry("ha", f("1/2"));
        assertThat(a.bounds()).containsEntry("ds", new Bounds(f("1/2"), f("1/2")));
    }

    @Test
    void equalPartsCountANamedClaimantAsOneAndNobodyWithoutFault() {
        Apportioned a = share(item().fault("ds", "ordinary")
                .fault("ha", "gross")
                .party("td")
                .contributory("slight")
                .equalParts(true)
                .causes(appraisal()
                        .part("ds", "main")
                        .part("ha", "secondary")
                        .part("td", "secondary")
                        .part("victim", "slight")
                        .build()));

        assertThat(a.shares())
                .containsEntry("ds", f("1/3"))
                .containsEntry("ha", f("1/3"))
                .containsEntry("claimant", f("1/3"))
                .containsEntry("td", Fraction.ZERO)
                .containsEntry("unattributed", Fraction.ZERO);
    }

    @Test
    void productAndTreatmentShareByCausalForceAfterOtherCauses() {
        // E3
        Apportioned a = share(item().regime(Regime.STRICT)
                .medical(true)
                .strictDebtor("maker", "producer")
                .fault("maker", "gross")
                .fault("hospital", "slight", Side.TREATMENT)
                .user("hospital")
                .joint("hospital", "maker")
                .causes(appraisal()
                        .other("disease", "1/5")
                        .part("maker", "main")
                        .part("hospital", "secondary")
                        .build()));

        assertThat(a.shares())
                .containsEntry("maker", f("4/7"))
                .containsEntry("hospital", f("8/35"))
                .containsEntry("unattributed", f("1/5"));
        assertThat(a.claimable()).containsEntry("maker", f("4/5")).containsEntry("hospital", f("4/5"));
        SortedMap<String, Money> amounts = LargestRemainder.split(Money.of("600000", "CNY"), a.shares());
        assertThat(amounts)
                .containsEntry("maker", Money.of("342857.14", "CNY"))
                .containsEntry("hospital", Money.of("137142.86", "CNY"))
                .containsEntry("unattributed", Money.of("120000", "CNY"));
    }

    @Test
    void ignoredNoticeMakesPlatformAndUserJointForTheAggravatedItem() {
        // E4, second item
        Apportioned a = share(item().fault("us", "intent")
                .fault("pl", "gross")
                .joint("pl", "us")
                .causes(appraisal().part("us", "equal").part("pl", "equal").build()));

        assertThat(a.shares()).containsEntry("us", f("2/3")).containsEntry("pl", f("1/3"));
        assertThat(a.claimable()).containsEntry("us", Fraction.ONE).containsEntry("pl", Fraction.ONE);
        assertThat(a.recourse()).containsExactly(new Edge("pl", "us", f("2/3")), new Edge("us", "pl", f("1/3")));
    }

    @Test
    void producerAndSellerOweTheWholeAndRecoverFromTheMakerAtFault() {
        // E5
        Apportioned a = share(item().regime(Regime.STRICT)
                .medical(true)
                .strictDebtor("registrant", "producer")
                .strictDebtor("hospital", "seller")
                .user("hospital")
                .fault("ha", "ordinary")
                .causes(localisation().part("ha", "1").build()));

        assertThat(a.shares())
                .containsEntry("ha", Fraction.ONE)
                .containsEntry("registrant", Fraction.ZERO)
                .containsEntry("hospital", Fraction.ZERO);
        assertThat(a.claimable())
                .containsEntry("ha", Fraction.ONE)
                .containsEntry("registrant", Fraction.ONE)
                .containsEntry("hospital", Fraction.ONE);
        assertThat(a.recourse())
                .containsExactly(new Edge("hospital", "ha", Fraction.ONE), new Edge("registrant", "ha", Fraction.ONE));
    }

    @Test
    void producerBearsAllWhereNoMakerIsAtFault() {
        Apportioned a = share(item().regime(Regime.STRICT)
                .strictDebtor("registrant", "producer")
                .strictDebtor("shop", "seller")
                .party("ha")
                .causes(localisation().part("ha", "1").build()));

        assertThat(a.shares())
                .containsEntry("registrant", Fraction.ONE)
                .containsEntry("ha", Fraction.ZERO)
                .containsEntry("unattributed", Fraction.ZERO);
        assertThat(a.claimable()).containsEntry("shop", Fraction.ONE).containsEntry("ha", Fraction.ZERO);
        assertThat(a.recourse()).containsExactly(new Edge("shop", "registrant", Fraction.ONE));
    }

    @Test
    void claimantSharesWithItsOwnWeight() {
        // E8
        Apportioned a = share(item().fault("pl", "ordinary")
                .contributory("ordinary")
                .causes(appraisal().part("pl", "equal").part("victim", "equal").build()));

        assertThat(a.shares()).containsEntry("pl", f("1/2")).containsEntry("claimant", f("1/2"));
        assertThat(a.shares()).doesNotContainKey("victim");
        assertThat(a.claimable()).containsEntry("pl", f("1/2")).doesNotContainKey("claimant");
    }

    @Test
    void jointProcessorsOweTheWholeAndShareAlike() {
        // E9
        Apportioned a = share(item().regime(Regime.PRESUMED_FAULT)
                .fault("dp", "ordinary")
                .fault("pl", "ordinary")
                .joint("dp", "pl"));

        assertThat(a.shares()).containsEntry("dp", f("1/2")).containsEntry("pl", f("1/2"));
        assertThat(a.claimable()).containsEntry("dp", Fraction.ONE).containsEntry("pl", Fraction.ONE);
        assertThat(a.groups()).containsExactly(new TreeSet<>(List.of("dp", "pl")));
        assertThat(a.regime()).isEqualTo(Regime.PRESUMED_FAULT);
    }

    @Test
    void withoutProvenDamageNobodyIsLiable() {
        // E10
        Apportioned a = share(item().proven(false).fault("pl", "gross"));

        assertThat(a.failedElement()).contains(FailedElement.PROOF);
        assertThat(a.shares().values()).containsOnly(Fraction.ZERO);
        assertThat(a.claimable()).containsEntry("pl", Fraction.ZERO);
        assertThat(a.regime()).isNull();
    }

    @Test
    void theElementThatFailedIsNamed() {
        assertThat(share(item().party("pl")).failedElement()).contains(FailedElement.BREACH);
        assertThat(share(item().breach("ds", "ordinary")).failedElement()).contains(FailedElement.CAUSATION);
        assertThat(share(item().defended("pl")).failedElement()).contains(FailedElement.DEFENCE);
        assertThat(share(item().fault("ds", "gross")
                                .causes(appraisal().part("pl", "main").build()))
                        .failedElement())
                .contains(FailedElement.CAUSATION);
        assertThat(share(item().fault("ds", "gross")
                                .causes(appraisal()
                                        .part("ds", "main")
                                        .other("disease", "3/4")
                                        .other("market", "1/4")
                                        .build()))
                        .failedElement())
                .contains(FailedElement.OTHER_CAUSES);
    }

    @Test
    void partOfAFaultlessNamedPartyIsUnattributedUnlessItIsAConduit() {
        ItemCase.Builder named = item().fault("td", "ordinary")
                .party("pl")
                .causes(appraisal().part("td", "main").part("pl", "1/4").build());

        assertThat(share(named).shares()).containsEntry("td", f("3/4")).containsEntry("unattributed", f("1/4"));
        assertThat(share(named.leads("td", "pl")).shares())
                .containsEntry("td", Fraction.ONE)
                .containsEntry("unattributed", Fraction.ZERO);
    }

    @Test
    void partOfAFaultlessPartyIsTakenFromWhatOtherCausesLeave() {
        Apportioned a = share(item().fault("td", "ordinary")
                .party("dp")
                .causes(appraisal()
                        .other("disease", "1/5")
                        .part("td", "3/5")
                        .part("dp", "1/5")
                        .build()));

        assertThat(a.shares()).containsEntry("td", f("3/5")).containsEntry("unattributed", f("2/5"));
    }

    @Test
    void aSideStandsForItsPartiesInBreach() {
        Apportioned a = share(item().fault("td", "ordinary")
                .fault("ha", "ordinary")
                .party("pl")
                .user("clinic")
                .causes(appraisal()
                        .side("product", "td", "main")
                        .side("product", "ha", "main")
                        .side("product", "pl", "main")
                        .side("treatment", "clinic", "1/4")
                        .build()));

        assertThat(a.shares())
                .containsEntry("td", f("3/8"))
                .containsEntry("ha", f("3/8"))
                .containsEntry("pl", Fraction.ZERO)
                .containsEntry("clinic", Fraction.ZERO)
                .containsEntry("unattributed", f("1/4"));
    }

    @Test
    void whatALocalisationLeavesUnexplainedWidensBoundsOnly() {
        Apportioned a = share(item().fault("ha", "ordinary")
                .breach("ha", "ordinary")
                .breach("ds", "ordinary")
                .causes(localisation()
                        .part("ha", weight("0.8", "0.9", "1"))
                        .unexplained("0.1")
                        .build()));

        assertThat(a.shares()).containsEntry("ha", Fraction.ONE).containsEntry("unattributed", Fraction.ZERO);
        // 0.8 x 1.5 / (0.8 x 1.5 + 0.1 x 3), and the rest the other way round
        assertThat(a.bounds()).containsEntry("ha", new Bounds(f("4/5"), Fraction.ONE));
        assertThat(a.bounds()).containsEntry("ds", new Bounds(Fraction.ZERO, f("1/5")));
    }

    @Test
    void insideStrictLiabilityFaultMayBeLeftOut() {
        ItemCase.Builder strict = item().regime(Regime.STRICT)
                .strictDebtor("td", "producer")
                .fault("td", "gross")
                .fault("ha", "ordinary")
                .causes(localisation().part("td", "1/2").part("ha", "1/2").build());

        assertThat(share(strict).shares()).containsEntry("td", f("2/3")).containsEntry("ha", f("1/3"));
        assertThat(share(strict).strictInnerMatters()).isTrue();
        assertThat(share(strict.strictInner(StrictInner.K)).shares()).containsEntry("td", f("1/2"));
        assertThat(share(strict).claimable()).containsEntry("td", Fraction.ONE).containsEntry("ha", f("1/2"));
    }

    @Test
    void inStrictLiabilityOnlyGrossFaultOfTheClaimantCounts() {
        ItemCase.Builder strict = item().regime(Regime.STRICT)
                .strictDebtor("td", "producer")
                .causes(appraisal().part("td", "1/2").part("victim", "1/2").build());

        assertThat(share(strict.contributory("ordinary")).shares().get("claimant"))
                .isEqualTo(Fraction.ZERO);
        // 1/2 x 4 against 1/2 x 2, as strict liability counts as ordinary fault
        assertThat(share(strict.contributory("gross")).shares())
                .containsEntry("claimant", f("2/3"))
                .containsEntry("td", f("1/3"));
    }

    @Test
    void userAtFaultOutsideMedicineOwesItsShareAndTheProducerTheWhole() {
        Apportioned a = share(item().regime(Regime.STRICT)
                .strictDebtor("td", "producer")
                .fault("bank", "ordinary", Side.TREATMENT)
                .user("bank"));

        assertThat(a.shares()).containsEntry("td", f("1/2")).containsEntry("bank", f("1/2"));
        assertThat(a.claimable()).containsEntry("td", Fraction.ONE).containsEntry("bank", f("1/2"));
    }

    @Test
    void strictDebtorWithoutCausalProductIsNotLiable() {
        Apportioned a = share(item().regime(Regime.STRICT)
                .medical(true)
                .strictDebtor("td", "producer")
                .fault("hospital", "ordinary", Side.TREATMENT)
                .user("hospital")
                .causes(appraisal().part("hospital", "whole").build()));

        assertThat(a.shares()).containsEntry("hospital", Fraction.ONE).containsEntry("td", Fraction.ZERO);
        assertThat(a.claimable()).containsEntry("td", Fraction.ZERO);
        assertThat(a.regime()).isEqualTo(Regime.FAULT);
    }

    @Test
    void reservedKeysAreNoPartyNames() {
        assertThatThrownBy(() -> item().party(Attribution.UNATTRIBUTED).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the party another id");
    }

    @Test
    void missingOrFallingGradeWeightsAreRefused() {
        assertThatThrownBy(() -> GradeWeights.of(java.util.Map.of("none", Weights.ZERO)))
                .hasMessageContaining("slight");
        assertThatThrownBy(() -> Cases.GRADES.of("grave")).hasMessageContaining("grave");
    }

    private Apportioned share(ItemCase.Builder builder) {
        return statutory.apportion(builder.build());
    }

    @Test
    void aCircleOrdersNobodyInItAndWhoStandsBehindItDoes() {
        // a 1/7, b 1/7, c 2/7 in a circle, d 1/7 behind a of it, e 2/7 behind d, who stands behind another itself
        Apportioned a = new StatutoryApportionment()
                .apportion(item().fault("a", "ordinary")
                        .fault("b", "ordinary")
                        .fault("c", "gross")
                        .fault("d", "ordinary")
                        .fault("e", "gross")
                        .supplement("a", "b")
                        .supplement("b", "c")
                        .supplement("c", "a")
                        .supplement("d", "a")
                        .supplement("e", "d")
                        .build());

        assertThat(a.supplementary()).containsOnly(Map.entry("d", new TreeSet<>(Set.of("a"))));
        assertThat(a.shares())
                .containsEntry("a", f("2/7"))
                .containsEntry("b", f("1/7"))
                .containsEntry("c", f("2/7"))
                .containsEntry("d", Fraction.ZERO)
                .containsEntry("e", f("2/7"));
    }

    @Test
    void whoOrdersFromOneAnotherAnswersForTheOtherOnceEach() {
        Apportioned a = new StatutoryApportionment()
                .apportion(item().fault("a", "ordinary")
                        .fault("b", "ordinary")
                        .work("a", "b")
                        .work("b", "a")
                        .causes(appraisal().part("a", "3/4").part("b", "3/4").build())
                        .build());

        assertThat(a.claimable()).containsEntry("a", Fraction.ONE).containsEntry("b", Fraction.ONE);
    }
}
