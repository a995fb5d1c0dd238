/**
 * Checks a verdict with the rule pack alone, without whatever engine made it. In: a proof and a pack. Out: objections;
 * none if it holds.
 *
 * <p><b>The file</b> ({@code kd attribute --prove FILE}) is one JSON document, UTF-8, with these members:
 *
 * <ul>
 *   <li>{@code proof}: 1, the format.
 *   <li>{@code law}: {@code day} as of which the rules are applied, {@code pack} (the digest of the packs),
 *       {@code apportionment} (the way of sharing).
 *   <li>{@code given}: what is not proven here. {@code incident}; {@code regime} if one is imposed; {@code answers} to
 *       open questions; {@code evidence}, the canonical text of the admitted events; {@code facts}, each with an id,
 *       what it {@code says} as {@code {"Word": {field: value}}}, the log indexes that show it ({@code evidence}) or
 *       the reading of silence ({@code note}); {@code parties} with their stages and to whose acts theirs lead;
 *       {@code actDays} and {@code triggers} by event; {@code causes}, the numbers on causation of each item with the
 *       words that they stand for.
 *   <li>{@code reasoning}: {@code conclusions}, each with an id and whether it stands; {@code steps}, each with the
 *       conclusion, one {@code rule}, its {@code bindings}, its {@code premises} by id in the order of the rule,
 *       {@code held} (conditions that leave no premise, with what was found by {@code exists} and {@code accumulate}),
 *       and its {@code norms} in force. A step stands behind all steps that conclude its premises.
 *   <li>{@code numbers}: the weight of each grade of fault, and how strict liability is shared inside.
 *   <li>{@code verdict}: as {@code kd attribute --json} prints it, without {@code justification}.
 *   <li>{@code digests}: SHA-256 over the canonical JSON (RFC 8785) of {@code given}, {@code reasoning},
 *       {@code numbers} and {@code verdict}.
 * </ul>
 *
 * <p>A file that is not what a proof of its content would be written as is refused: unknown members, another order of
 * what is sorted, another format of the verdict. So the digests cover each member.
 *
 * <p><b>What the check does.</b> The pack must have the digest. Each step is looked at by itself: the one named rule,
 * with the named premises and bindings; nothing is searched for, and conditions without premises are held against all
 * facts and conclusions. What may count by the rank of its norms is decided anew. The list of conclusions is held
 * against every rule once, since a {@code not} is worth no more than the list that it is held against. Then shares,
 * claimable parts, recourse, amounts, who is liable in which roles and for which breaches on which entries, citations,
 * punitive exposure, measures and the digest are made anew and compared; of reasoning that does not hold nothing is
 * shared.
 *
 * <p><b>Who trusts what.</b> Who checks trusts the reader of rule packs, this room, {@code apportion}, and the pack,
 * whose text lawyers read. Nobody needs to trust Drools or any other {@code RuleEngine}: this room uses no class of
 * {@code rules.engine}.
 *
 * <p><b>Not proven</b> is what stands under {@code given}: that the facts follow from the evidence is for {@code kd
 * check --log} or {@code --evidence}, which derives them again (see {@code ProofOnEvidence}), and for who reads the log
 * entries that each fact names. The same makes anew what the verdict says of the record itself: entries admitted and
 * rejected, measures taken, payments of insurers, parties of another jurisdiction, and which questions of fact are open
 * or were there to be answered. Not even a log proves what is claimed, unless it reports the incident.
 *
 * <p>Questions of the rules ({@code cause:}, {@code defence:}, {@code strict-inner:}) are made anew with their default
 * answer, and {@code strict-inner:} with both. What the other answers would give, and how far these widen the bounds,
 * is not proven: each is a verdict with a proof of its own, by {@code --answer}. Bounds are those of the ranges of
 * grades exactly where no such question is open; elsewhere they must hold these, and in an incident with one item the
 * shares of each answer. Nor are the wording of questions and their order proven, nor of several answers that each was
 * asked for when it was given.
 */
@NullMarked
package io.kdchain.rules.proof;

import org.jspecify.annotations.NullMarked;
