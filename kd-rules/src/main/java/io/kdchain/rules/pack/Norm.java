package io.kdchain.rules.pack;

import io.kdchain.rules.language.InForce;

/**
 * A legal basis.
 *
 * @param id as rules cite it, {@code CN-CivilCode-1165-1}
 * @param title short name of what it says
 * @param article number as its text counts; empty if it has none
 * @param paraphrase what it says, in the pack's own words
 * @param rank how far it reaches
 * @param inForce its days
 * @param verified how its text was verified
 * @param note on the verification or the dates; maybe empty
 * @param pack id of the pack that brings it
 * @param commonLaw whether that pack is of the common law, where courts found liability on what restatements say
 */
public record Norm(
        String id,
        Label title,
        String article,
        String paraphrase,
        Rank rank,
        InForce inForce,
        Verified verified,
        String note,
        String pack,
        boolean commonLaw) {

    /** Whether it can found liability by itself: by its rank, and in the common law as a restatement too. */
    public boolean founds() {
        return rank.founds() || isRestatementOfCommonLaw();
    }

    /** Whether it shows a duty without having been adopted: as {@link #founds()}. */
    public boolean showsDuty() {
        return rank.showsDuty() || isRestatementOfCommonLaw();
    }

    private boolean isRestatementOfCommonLaw() {
        return commonLaw && rank == Rank.R;
    }
}
