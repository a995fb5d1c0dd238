package io.kdchain.rules.governance;

import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cover by content-safety grade, and what an insurance pays under it, exactly: {@code (1 - coinsurance) * min(limit,
 * max(0, loss - deductible))} with the limit and the deductible of the grade. A proposal, no market's tariff: all its
 * numbers are parameters of a pack. Immutable.
 *
 * <p>A grade moves what an insurer pays and never who is liable: the loss of an insured is its share, however it came
 * about.
 */
public final class GradedCover {
    private static final String NOT_OFFERED = "none";

    private final Map<ContentGrade, CoverTerms> terms;

    private GradedCover(Map<ContentGrade, CoverTerms> terms) {
        this.terms = terms;
    }

    /**
     * The terms of a pack on a day: {@code cover.A.limit}, {@code .deductible}, {@code .coinsurance} and
     * {@code .premium}, and so on to E.
     *
     * @throws IllegalArgumentException if one is missing, is no number of its range, or a better grade is worse covered
     */
    public static GradedCover of(RulePack pack, LocalDate on) {
        Map<ContentGrade, CoverTerms> terms = new EnumMap<>(ContentGrade.class);
        CoverTerms better = null;
        for (ContentGrade grade : ContentGrade.values()) {
            CoverTerms read = read(pack, on, grade);
            if (better != null && !isNoBetter(read, better)) {
                throw new IllegalArgumentException(
                        "The packs cover grade %s better than grade %s on %s; correct cover.%s in parameters.yaml."
                                .formatted(grade, better.grade(), on, grade));
            }
            terms.put(grade, read);
            better = read;
        }
        return new GradedCover(terms);
    }

    private static CoverTerms read(RulePack pack, LocalDate on, ContentGrade grade) {
        String name = "cover." + grade.name();
        Parameter premium = pack.parameters().get(name + ".premium", on);
        return new CoverTerms(
                grade,
                Numbers.of(pack, name + ".limit", on),
                Numbers.of(pack, name + ".deductible", on),
                Numbers.of(pack, name + ".coinsurance", on),
                premium.value().equals(NOT_OFFERED) ? null : Numbers.of(premium));
    }

    private static boolean isNoBetter(CoverTerms worse, CoverTerms better) {
        Fraction premium = worse.premium();
        Fraction cheaper = better.premium();
        return worse.limit().compareTo(better.limit()) <= 0
                && worse.deductible().compareTo(better.deductible()) >= 0
                && worse.coinsurance().compareTo(better.coinsurance()) >= 0
                && (premium == null || (cheaper != null && premium.compareTo(cheaper) >= 0));
    }

    /** What a grade means. */
    public CoverTerms terms(ContentGrade grade) {
        return Optional.ofNullable(terms.get(grade)).orElseThrow();
    }

    /**
     * The base terms of a policy, in units of its currency.
     *
     * @param limit the most that is paid for grade A; 0 or more
     * @param deductible what the insured bears first in grade C; 0 or more
     */
    public record Base(Fraction limit, Fraction deductible) {
        public Base {
            if (limit.signum() < 0 || deductible.signum() < 0) {
                throw new IllegalArgumentException(
                        "limit is %s and deductible %s; both are 0 or more.".formatted(limit, deductible));
            }
        }
    }

    /**
     * A loss of the insured: its share of a damage.
     *
     * @param amount 0 or more, in units of the currency
     * @param grade of the deployment when the damage occurred; null means that it cannot be told, as from a log that
     *     does not verify
     * @param series what losses from the same root cause have in common; null means that the loss stands alone
     */
    public record Loss(
            Fraction amount,
            @Nullable ContentGrade grade,
            @Nullable String series) {
        public Loss {
            if (amount.signum() < 0) {
                throw new IllegalArgumentException("The loss is %s; it is 0 or more.".formatted(amount));
            }
        }
    }

    /**
     * What is paid for a loss.
     *
     * @param loss the loss
     * @param amount in units of the currency; null means that it is undetermined, which is not the same as nothing
     * @param limitLeft what is left of the base limit's erosion after it, before the factor of a grade; null means that
     *     it is undetermined
     */
    public record Payment(
            Loss loss, @Nullable Fraction amount, @Nullable Fraction limitLeft) {}

    /** What a policy pays for one loss alone. */
    public Fraction pay(Base base, ContentGrade grade, Fraction loss) {
        Fraction paid = pay(base, List.of(new Loss(loss, grade, null))).get(0).amount();
        return paid == null ? Fraction.ZERO : paid;
    }

    /**
     * What a policy pays for losses, in the order in which the damages occurred. Each takes from the limit what it is
     * paid for before co-insurance. Losses of a series are one event: one deductible, and the grade as of the first of
     * them. After an undetermined loss nothing can be said of the next ones, since it may have used up the limit.
     */
    public List<Payment> pay(Base base, List<Loss> losses) {
        List<Payment> payments = new ArrayList<>();
        Map<String, Event> series = new HashMap<>();
        Fraction used = Fraction.ZERO;
        boolean determined = true;
        for (Loss loss : losses) {
            String key = loss.series();
            Event event = key == null ? null : series.get(key);
            ContentGrade grade = event == null ? loss.grade() : event.grade;
            if (grade == null || !determined) {
                determined = false;
                payments.add(new Payment(loss, null, null));
                continue;
            }
            CoverTerms of = terms(grade);
            Event now = event == null ? new Event(grade, of.deductible().times(base.deductible())) : event;
            if (key != null) {
                series.putIfAbsent(key, now);
            }
            Fraction left = of.limit().times(base.limit()).minus(used).max(Fraction.ZERO);
            Fraction taken = left.min(now.beyondDeductible(loss.amount()));
            used = used.plus(taken);
            payments.add(new Payment(
                    loss,
                    Fraction.ONE.minus(of.coinsurance()).times(taken),
                    base.limit().minus(used).max(Fraction.ZERO)));
        }
        return payments;
    }

    /** Damages from one cause, as far as they have come. */
    private static final class Event {
        private final ContentGrade grade;
        private Fraction deductibleLeft;

        private Event(ContentGrade grade, Fraction deductible) {
            this.grade = grade;
            this.deductibleLeft = deductible;
        }

        private Fraction beyondDeductible(Fraction loss) {
            Fraction borne = loss.min(deductibleLeft);
            deductibleLeft = deductibleLeft.minus(borne);
            return loss.minus(borne);
        }
    }

    /**
     * What the insurer of a debtor who answered for more than its share has back from the other debtors: what was
     * claimed beyond the share (Civil Code 178), at most what the insurer paid (Insurance Law 60).
     *
     * @param paid what the insurer paid
     * @param claimed what the debtor had to pay to the injured
     * @param share what it bears in the end
     */
    public static Fraction recourse(Fraction paid, Fraction claimed, Fraction share) {
        return paid.min(claimed.minus(share).max(Fraction.ZERO));
    }
}
