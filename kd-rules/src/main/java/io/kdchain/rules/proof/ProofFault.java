package io.kdchain.rules.proof;

import java.util.Locale;

/** Why a proof is refused. Each fault has one meaning; messages say where and what. */
public enum ProofFault {
    /** The pack at hand is not the one that the proof names. */
    PACK,
    /** The day of the law is not that of the damage or of the what-if. */
    LAW_DAY,
    /** The way of sharing is another than the checker's. */
    APPORTIONMENT,
    /** A part of the file was changed after it was written. */
    SEAL,
    /** A fact is no fact of the vocabulary, stands twice, or contradicts the incident. */
    FACT,
    /** What is taken as given does not follow from the evidence at hand; asked only where there is some. */
    EVIDENCE,
    /** A number on causation contradicts what the evidence is said to state, or the facts. */
    CAUSE,
    /** A weight is not the one that the pack gives. */
    WEIGHT,
    /** A rule is unknown or not in force. */
    RULE,
    /** A premise is missing, unknown, drawn later, or does not meet its pattern. */
    PREMISE,
    /** A binding has another value than the premises give it. */
    BINDING,
    /** A condition that leaves no premise does not hold, or is another one. */
    CONDITION,
    /** What was found by an {@code exists} or an {@code accumulate} is something else. */
    WITNESS,
    /** The rule concludes something else with these bindings, or a conclusion or step stands twice. */
    CONCLUSION,
    /** The norms are not those of the rule in force when it mattered. */
    NORM,
    /** What counts does not stand, or what stands is said not to count. */
    STANDING,
    /** A rule in force applies, and the proof leaves out what it concludes. */
    INCOMPLETE,
    /** The judgment on the incident or an item does not follow. */
    ITEM,
    /** A share does not follow. */
    SHARE,
    /** What the claimant may demand, or who may recover from whom, does not follow. */
    OUTSIDE,
    /** A sum of money does not follow. */
    AMOUNT,
    /** Who is liable for which fault and breach does not follow. */
    LIABLE,
    /** What the verdict says to rest on is not what the facts rest on. */
    BASIS,
    /** A question is not open, or open and not asked; an answer was not asked for, or does not lead to what is said. */
    QUESTION,
    /** A punitive exposure or a measure does not follow. */
    CONSEQUENCE,
    /** The digest is not that of the verdict. */
    DIGEST;

    /** As the command prints it: {@code law-day}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
