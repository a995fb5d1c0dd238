package io.kdchain.rules.apportion;

import static io.kdchain.rules.apportion.Cases.appraisal;
import static io.kdchain.rules.apportion.Cases.item;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LegalPerson;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Settlement;
import io.kdchain.rules.verdict.Settlement.Claim;
import io.kdchain.rules.verdict.Settlement.Debtor;
import io.kdchain.rules.verdict.Settlement.Payment;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Who still owes what after some have paid. The sums of the examples are worked out by hand. */
class SettlingTest {
    private static Money cny(String amount) {
        return Money.of(amount, "CNY");
    }

    private static ItemVerdict verdict(ItemCase c) {
        Apportioned a = new StatutoryApportionment().apportion(c);
        List<Attribution.Supplementary> supplementary = new ArrayList<>();
        a.supplementary()
                .forEach((party, first) -> first.forEach(primary -> supplementary.add(
                        new Attribution.Supplementary(party, primary, List.of("CN-CivilCode-1198-2")))));
        return new ItemVerdict(
                "loss",
                a.established(),
                a.failedElement().map(f -> f.en()).orElse(""),
                a.regime(),
                false,
                LocalDate.of(2026, 5, 10),
                a.shares(),
                a.bounds(),
                a.claimable(),
                new TreeMap<>(),
                List.of(),
                a.recourse().stream()
                        .map(e -> new Recourse(e.from(), e.to(), e.share(), List.of("CN-CivilCode-178-2")))
                        .toList(),
                supplementary,
                List.of(),
                new TreeMap<>());
    }

    /** Jointly and severally a 1/4, b 1/4, c 1/2 of 1000. */
    private static ItemVerdict joint() {
        return verdict(item().fault("a", "ordinary")
                .fault("b", "ordinary")
                .fault("c", "gross")
                .joint("a", "b")
                .joint("b", "c")
                .build());
    }

    private static Claim claim(String from, String to, String amount, String instead) {
        return new Claim(from, to, cny(amount), instead, "", List.of("CN-CivilCode-178-2"));
    }

    @Test
    void whereNothingIsPaidEachOwesWhatItCanBeAskedFor() {
        Settlement s = Settling.of(joint(), cny("1000"), Map.of(), Set.of());

        assertThat(s.debtors())
                .containsExactly(
                        new Debtor("c", cny("500"), cny("0"), cny("1000"), false),
                        new Debtor("a", cny("250"), cny("0"), cny("1000"), false),
                        new Debtor("b", cny("250"), cny("0"), cny("1000"), false));
        assertThat(s.claims()).isEmpty();
        assertThat(s.lost()).isEqualTo(cny("0"));
    }

    /** c was gross (1/2), a and b ordinary (1/4 each); a answers in second place, after b and c: it would bear 250. */
    private static ItemVerdict ordered() {
        return verdict(item().fault("a", "ordinary")
                .fault("b", "ordinary")
                .fault("c", "gross")
                .supplement("a", "b")
                .supplement("a", "c")
                .build());
    }

    @Test
    void i32WhoAnswersInSecondPlaceOwesNothingBeforeEnforcementAgainstTheFirstHasFailed() {
        Settlement s = Settling.of(ordered(), cny("1200"), Map.of(), Set.of());

        // 300 of a fall to b and c, 1 : 2
        assertThat(s.debtors())
                .containsExactly(
                        new Debtor("c", cny("800"), cny("0"), cny("800"), false),
                        new Debtor("b", cny("400"), cny("0"), cny("400"), false),
                        new Debtor("a", cny("0"), cny("0"), cny("0"), false));
        assertThat(s.lost()).isEqualTo(cny("0"));
    }

    @Test
    void i32ThenItOwesItsScopeForThatOneAndTheRestIsLost() {
        Settlement s = Settling.of(ordered(), cny("1200"), Map.of(), Set.of("c"));

        // a answers for 200 of the 800 of c; nobody else answers for c
        assertThat(s.debtors())
                .containsExactly(
                        new Debtor("c", cny("800"), cny("0"), cny("800"), true),
                        new Debtor("b", cny("400"), cny("0"), cny("400"), false),
                        new Debtor("a", cny("0"), cny("0"), cny("200"), false));
        assertThat(s.lost()).isEqualTo(cny("600"));
    }

    /** c was gross (1/2), a and b ordinary (1/4 each) and both in second place after c. */
    private static ItemVerdict twoBehindOne() {
        return verdict(item().fault("a", "ordinary")
                .fault("b", "ordinary")
                .fault("c", "gross")
                .supplement("a", "c")
                .supplement("b", "c")
                .build());
    }

    @Test
    void i32SeveralInSecondPlaceOweEachItsOwnScopeAndRecoverNothingFromOneAnother() {
        Settlement s = Settling.of(twoBehindOne(), cny("1000"), Map.of("a", cny("250")), Set.of("c"));

        // 250 each of the 1000 of c; the other 500 nobody answers for
        assertThat(s.debtors())
                .containsExactly(
                        new Debtor("c", cny("1000"), cny("0"), cny("750"), true),
                        new Debtor("a", cny("0"), cny("250"), cny("0"), false),
                        new Debtor("b", cny("0"), cny("0"), cny("250"), false));
        assertThat(s.lost()).isEqualTo(cny("500"));
        assertThat(s.claims()).isEmpty();
    }

    @Test
    void i32NobodyIsAskedInSecondPlaceWhileAnotherAnswersForTheWholeInFirst() {
        // b and c jointly 1/2 : 1/2 of all, a behind both: who is left of them answers for the other's part
        ItemVerdict joint = verdict(item().fault("a", "slight")
                .fault("b", "gross")
                .fault("c", "gross")
                .joint("b", "c")
                .supplement("a", "b")
                .supplement("a", "c")
                .build());

        Settlement one = Settling.of(joint, cny("900"), Map.of(), Set.of("b"));
        Settlement both = Settling.of(joint, cny("900"), Map.of(), Set.of("b", "c"));

        assertThat(one.debtors()).contains(new Debtor("a", cny("0"), cny("0"), cny("0"), false));
        assertThat(one.lost()).isEqualTo(cny("0"));
        // 1 of 9 parts
        assertThat(both.debtors()).contains(new Debtor("a", cny("0"), cny("0"), cny("100"), false));
        assertThat(both.lost()).isEqualTo(cny("800"));
    }

    @Test
    void aScopeIsRoundedOnceForAllWhoAnswerBeforeIt() {
        // a would bear 1/7 of 100: 14.29, split among six who bear the rest
        ItemCase.Builder b = item().fault("a", "ordinary");
        for (String other : List.of("b", "c", "d", "e", "f", "g")) {
            b.fault(other, "ordinary").supplement("a", other);
        }

        Settlement s = Settling.of(
                verdict(b.build()), cny("100.00"), Map.of("a", cny("14.29")), Set.of("b", "c", "d", "e", "f", "g"));

        assertThat(s.debtors()).contains(new Debtor("a", cny("0.00"), cny("14.29"), cny("0.00"), false));
        assertThat(s.lost()).isEqualTo(cny("85.71"));
    }

    @Test
    void whoPaidInSecondPlaceRecoversFromTheFirst() {
        Settlement s = Settling.of(ordered(), cny("1200"), Map.of("a", cny("300")), Set.of());

        assertThat(s.claims())
                .containsExactly(
                        new Claim("a", "b", cny("100"), "", "", List.of("CN-CivilCode-178-2")),
                        new Claim("a", "c", cny("200"), "", "", List.of("CN-CivilCode-178-2")));
    }

    @Test
    void whoPaysAllRecoversTheSharesOfTheOthers() {
        Settlement s = Settling.of(joint(), cny("1000"), Map.of("a", cny("1000")), Set.of());

        assertThat(s.claims()).containsExactly(claim("a", "b", "250", ""), claim("a", "c", "500", ""));
        assertThat(s.debtors()).allMatch(d -> d.owes().equals(cny("0")));
    }

    @Test
    void whatIsPaidGoesToTheOwnShareFirstAndThenToWhatIsOpenOfTheOthers() {
        // c paid 100 of its 500; a paid 550: 250 of its own, 300 on what is open of b (250) and c (400), 115.38 :
        // 184.62
        Settlement s = Settling.of(joint(), cny("1000"), Map.of("a", cny("550"), "c", cny("100")), Set.of());

        assertThat(s.claims()).containsExactly(claim("a", "b", "115.38", ""), claim("a", "c", "184.62", ""));
        assertThat(s.debtors())
                .allSatisfy(d -> assertThat(d.owes()).isEqualTo(cny("350")))
                .extracting(Debtor::party)
                .containsExactly("c", "a", "b");
    }

    @Test
    void whatAJointDebtorPaysIsSetOffForAllAndASeveralOneOwesItsOwnPartStill() {
        ItemVerdict several = verdict(item().fault("a", "ordinary")
                .fault("b", "ordinary")
                .fault("c", "gross")
                .joint("a", "b")
                .build());

        Settlement s = Settling.of(several, cny("1000"), Map.of("a", cny("400")), Set.of());

        assertThat(s.debtors())
                .containsExactly(
                        new Debtor("c", cny("500"), cny("0"), cny("500"), false),
                        new Debtor("a", cny("250"), cny("400"), cny("100"), false),
                        new Debtor("b", cny("250"), cny("0"), cny("100"), false));
        assertThat(s.claims()).containsExactly(claim("a", "b", "150", ""));
    }

    @Test
    void thePartOfAnInsolventJointDebtorIsBorneByTheSolventOnesByTheirShares() {
        // c (500) has nothing: a who paid all bears half of it with b, whose shares are alike
        Settlement s = Settling.of(joint(), cny("1000"), Map.of("a", cny("1000")), Set.of("c"));

        assertThat(s.claims()).containsExactly(claim("a", "b", "250", ""), claim("a", "b", "250", "c"));
        assertThat(s.lost()).isEqualTo(cny("0"));
    }

    @Test
    void thePartOfAnInsolventSeveralDebtorIsLostToTheClaimant() {
        ItemVerdict several =
                verdict(item().fault("a", "ordinary").fault("c", "ordinary").build());

        Settlement s = Settling.of(several, cny("1000"), Map.of("a", cny("500")), Set.of("c"));

        assertThat(s.lost()).isEqualTo(cny("500"));
        assertThat(s.claims()).isEmpty();
    }

    @Test
    void aCustomerThatPaidWithinItsScopeRecoversWhatIsAboveItsShare() {
        // E6: worker 5/6, customer 1/6 of 90000; it answers for 1/3, and paid that
        ItemVerdict work = verdict(item().fault("worker", "ordinary")
                .fault("customer", "slight")
                .work("worker", "customer")
                .causes(appraisal()
                        .part("worker", "5/6")
                        .part("customer", "1/3")
                        .build())
                .build());

        Settlement s = Settling.of(work, cny("90000"), Map.of("customer", cny("30000")), Set.of());

        assertThat(s.claims()).containsExactly(claim("customer", "worker", "15000", ""));
        assertThat(s.debtors())
                .containsExactly(
                        new Debtor("worker", cny("75000"), cny("0"), cny("60000"), false),
                        new Debtor("customer", cny("15000"), cny("30000"), cny("0"), false));
    }

    @Test
    void whoPaidTooMuchOrIsNoDebtorOrPaidInAnotherCurrencyIsToldSo() {
        ItemVerdict joint = joint();
        Map<String, Money> tooMuch = Map.of("a", cny("1000.01"));
        Map<String, Money> stranger = Map.of("d", cny("1"));
        Map<String, Money> euros = Map.of("a", Money.of("1", "EUR"));

        assertThatThrownBy(() -> Settling.of(joint, cny("1000"), tooMuch, Set.of()))
                .hasMessageContaining("'a' paid 1000.01 CNY")
                .hasMessageContaining("0.01 CNY more than it could still be asked for");
        assertThatThrownBy(() -> Settling.of(joint, cny("1000"), stranger, Set.of()))
                .hasMessageContaining("'d' is no debtor of item 'loss'; debtors are [a, b, c]");
        assertThatThrownBy(() -> Settling.of(joint, cny("1000"), Map.of(), Set.of("x")))
                .hasMessageContaining("'x' is no debtor");
        assertThatThrownBy(() -> Settling.of(joint, cny("1000"), euros, Set.of()))
                .hasMessageContaining("item 'loss' is in CNY");
        ItemVerdict none = verdict(item().proven(false).fault("a", "gross").build());
        assertThatThrownBy(() -> Settling.of(none, cny("1000"), Map.of(), Set.of()))
                .hasMessageContaining("not established");
    }

    // ---- a verdict with its incident

    private static Attribution attribution(ItemVerdict item, List<InsurancePayment> insurance, LegalPerson... persons) {
        return new Attribution(
                "incident:1",
                true,
                LocalDate.of(2026, 5, 10),
                List.of(),
                List.of(item),
                item.shares(),
                List.of(),
                insurance,
                List.of(),
                List.of(),
                List.of(),
                new EvidenceSummary(List.of(), List.of(), List.of()),
                List.of(),
                List.of(persons),
                List.of(),
                "");
    }

    private static Incident incident() {
        return Incident.about("output:1")
                .claimant("victim")
                .occurredAt(Instant.parse("2026-05-10T00:00:00Z"))
                .item(DamageItem.of("loss", "pecuniary").withAmount(cny("1000")))
                .build();
    }

    @Test
    void whatPartiesOfOnePersonPaidIsAddedUpAndOneOfThemInsolventMakesThePersonSo() {
        Attribution verdict =
                attribution(joint(), List.of(), new LegalPerson("a", "CN 1", List.of("a", "a-labs"), new TreeMap<>()));

        Settlement paid = Settling.all(
                        verdict,
                        incident(),
                        List.of(new Payment("a", "", cny("200")), new Payment("a-labs", "loss", cny("100"))),
                        Set.of())
                .get(0);
        Settlement gone =
                Settling.all(verdict, incident(), List.of(), Set.of("a-labs")).get(0);

        assertThat(paid.debtors()).contains(new Debtor("a", cny("250"), cny("300"), cny("700"), false));
        assertThat(gone.debtors()).contains(new Debtor("a", cny("250"), cny("0"), cny("1000"), true));
    }

    @Test
    void whatAnInsurerPaidCountsForItsInsuredAndTheClaimPassesToItAsFarAsItPaid() {
        // the insurer of a pays 400, a itself 300: 250 of its own, 450 on b (250) and c (500): 150 and 300; 400 of that
        // pass
        Attribution verdict =
                attribution(joint(), List.of(new InsurancePayment("policy-1", "insureco", "a", cny("250"), List.of())));

        Settlement s = Settling.all(
                        verdict,
                        incident(),
                        List.of(new Payment("insureco", "", cny("400")), new Payment("a", "", cny("300"))),
                        Set.of())
                .get(0);

        List<String> cites = List.of("CN-CivilCode-178-2");
        assertThat(s.claims())
                .containsExactly(
                        new Claim("insureco", "b", cny("150"), "", "a", cites),
                        new Claim("insureco", "c", cny("250"), "", "a", cites),
                        new Claim("a", "c", cny("50"), "", "", cites));
    }

    @Test
    void aPaymentOrAnInsolventPartyThatConcernsNoItemIsAnError() {
        Attribution verdict = attribution(joint(), List.of());

        assertThatThrownBy(
                        () -> Settling.all(verdict, incident(), List.of(new Payment("a", "other", cny("1"))), Set.of()))
                .hasMessage(
                        "A payment of 'a' is for item 'other'; name an item that is established and has an amount, as PARTY@ITEM: a@loss.");
        assertThatThrownBy(() -> Settling.all(verdict, incident(), List.of(), Set.of("x")))
                .hasMessageContaining("'x' is no debtor of incident:1");
        assertThatThrownBy(() -> Settling.all(verdict, incident(), List.of(new Payment("x", "", cny("1"))), Set.of()))
                .hasMessageContaining("'x' is no debtor of item 'loss'");
        assertThatThrownBy(() -> Settling.all(
                        verdict,
                        incident(),
                        List.of(new Payment("a", "", cny("1")), new Payment("a", "", Money.of("1", "EUR"))),
                        Set.of()))
                .hasMessageContaining("cannot be added up");
    }

    // ---- whatever the case

    @Provide
    Arbitrary<ItemCase> cases() {
        return new ApportionmentPropertiesTest().cases();
    }

    @Provide
    Arbitrary<Random> randoms() {
        return new ApportionmentPropertiesTest().randoms();
    }

    /** Each in turn pays a part of what it can still be asked for; some are insolvent. */
    @Property(seed = "4711", tries = 400)
    void nothingIsPaidTwiceAndRecourseNetsToZeroEvenWhenSomeAreInsolvent(
            @ForAll("cases") ItemCase c, @ForAll("randoms") Random random) {
        ItemVerdict item = verdict(c);
        Assume.that(item.established());
        Money loss = new Money(BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2), cny("0").currency());
        Set<String> insolvent = new TreeSet<>();
        Map<String, Money> paid = new HashMap<>();
        for (Debtor d : Settling.of(item, loss, Map.of(), Set.of()).debtors()) {
            if (random.nextInt(4) == 0) {
                insolvent.add(d.party());
            }
        }
        Settlement now = Settling.of(item, loss, paid, insolvent);
        for (String party : new ArrayList<>(
                now.debtors().stream().map(Debtor::party).sorted().toList())) {
            BigDecimal owes = owed(now, party);
            if (random.nextBoolean() && owes.signum() > 0) {
                long units = owes.unscaledValue().longValueExact();
                paid.put(party, new Money(BigDecimal.valueOf(1 + random.nextLong(units), 2), loss.currency()));
            }
            now = settled(item, loss, paid, insolvent, now, party);
        }

        BigDecimal bears = sum(now.debtors().stream().map(Debtor::bears).toList());
        BigDecimal all = sum(now.debtors().stream().map(Debtor::paid).toList());
        assertThat(all).isLessThanOrEqualTo(bears);
        assertThat(all).isEqualByComparingTo(sum(List.copyOf(paid.values())));
        for (Debtor d : now.debtors()) {
            assertThat(d.owes().amount()).isLessThanOrEqualTo(bears.subtract(all));
            assertThat(now.claims()).noneMatch(claim -> claim.to().equals(d.party()) && d.insolvent());
        }
        assertThat(now.claims()).allMatch(claim -> !claim.from().equals(claim.to()));
        assertThat(now.lost().amount()).isLessThanOrEqualTo(bears.subtract(all));
        // what is recovered is what was paid for others: nobody recovers more than it paid beyond its own share
        for (Debtor d : now.debtors()) {
            BigDecimal recovered = sum(now.claims().stream()
                    .filter(claim -> claim.from().equals(d.party()))
                    .map(Claim::amount)
                    .toList());
            assertThat(recovered)
                    .isLessThanOrEqualTo(d.paid()
                            .amount()
                            .subtract(d.bears().amount().min(d.paid().amount()))
                            .max(BigDecimal.ZERO));
            if (insolvent.isEmpty() && d.paid().amount().compareTo(d.bears().amount()) > 0) {
                assertThat(d.paid().amount().subtract(recovered))
                        .isEqualByComparingTo(d.bears().amount());
            }
        }
        assertThat(item.shares().get(Attribution.CLAIMANT)).isNotNull();
        assertThat(Fraction.of(bears)).isLessThanOrEqualTo(Fraction.of(loss.amount()));
    }

    /** A sum that was open when only earlier parties had paid may be closed by one that pays its own share later. */
    private static Settlement settled(
            ItemVerdict item,
            Money loss,
            Map<String, Money> paid,
            Set<String> insolvent,
            Settlement before,
            String party) {
        try {
            return Settling.of(item, loss, paid, insolvent);
        } catch (IllegalArgumentException e) {
            paid.remove(party);
            return before;
        }
    }

    private static BigDecimal owed(Settlement s, String party) {
        return s.debtors().stream()
                .filter(d -> d.party().equals(party))
                .findFirst()
                .orElseThrow()
                .owes()
                .amount();
    }

    private static BigDecimal sum(List<Money> sums) {
        return sums.stream().map(Money::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
