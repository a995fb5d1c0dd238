package io.kdchain.rules.verdict;

import java.util.List;

/**
 * What is still owed on an item of a verdict, and who recovers from whom, after some have paid. Shares stay what they
 * are.
 *
 * <p>What a debtor pays, or gives in a settlement, goes to its own share first, then to the shares of those for whom it
 * answers, in proportion to what is open of them. What it paid for another it recovers from that one (Civil Code 178,
 * paragraph 2). The part of an insolvent debtor is borne by those who answer for it, in proportion to their own shares:
 * no norm says so, it is a proposal; where nobody answers for it the claimant bears it. All sums are whole units of the
 * currency; what is divided is rounded once by largest remainder.
 *
 * @param item id of the item
 * @param debtors who bears or owes something, by descending share, then by id: the order in which they are asked
 * @param claims who recovers how much from whom, by creditor, then by debtor
 * @param lost what the claimant can get from nobody, as all who owe it are insolvent
 */
public record Settlement(String item, List<Debtor> debtors, List<Claim> claims, Money lost) {
    public Settlement {
        debtors = List.copyOf(debtors);
        claims = List.copyOf(claims);
    }

    /**
     * A payment to the claimant, or what a settlement with it gave.
     *
     * @param party who paid: any party of the record; what parties of one legal person paid is added up. An insurer of
     *     the verdict pays for its insured
     * @param item for which item; empty where only one is to be settled
     * @param amount how much
     */
    public record Payment(String party, String item, Money amount) {}

    /**
     * A debtor of the claimant.
     *
     * @param party its id
     * @param bears its own share in money
     * @param paid what it has paid
     * @param owes what the claimant may still demand from it; several may owe one sum, which is paid once
     * @param insolvent whether nothing can be got from it
     */
    public record Debtor(String party, Money bears, Money paid, Money owes, boolean insolvent) {}

    /**
     * A claim among debtors.
     *
     * @param from who paid more than its share, or the insurer that did for it
     * @param to who bears it instead
     * @param amount how much
     * @param instead the insolvent debtor whose part it is; empty where it is the debtor's own
     * @param insured the debtor whose claim passed to its insurer with the insurer's payment; empty if none did
     * @param cites norms by which one paid for the other
     */
    public record Claim(String from, String to, Money amount, String instead, String insured, List<String> cites) {}
}
