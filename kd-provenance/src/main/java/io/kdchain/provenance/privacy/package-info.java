/**
 * Keeps personal values out of the log, so that they can be told to some, and erased, while every proof still holds.
 * In: values, keys. Out: commitments for events, and disclosures that open them. Believes no event: see
 * {@code evidence}.
 *
 * <p><b>What an event holds.</b> A {@link io.kdchain.provenance.event.Commitment}, made as
 * {@link io.kdchain.provenance.privacy.Commitments} says. A {@link io.kdchain.provenance.privacy.Disclosure} opens one;
 * the others stay closed, as each has a salt of its own.
 *
 * <p><b>What is kept beside it.</b> Salt and value, sealed, in a table of the log's database; and the key of each value
 * in a place apart ({@link io.kdchain.provenance.privacy.ValueKeys}). To erase is to destroy the key first, then what
 * was sealed. So an erasure reaches what no deletion in a database can reach: backups, replicas, and the write-ahead
 * log of a PostgreSQL server, which keep bytes that are useless from then on. It follows that the keys must not be
 * backed up with the database, and that a backup of the keys must be renewed after an erasure and the old one
 * destroyed.
 *
 * <p><b>What erasure cannot reach.</b> What was disclosed before, and sectors that a disk or a file system moved away
 * from by itself; where that matters, the keys belong in a key management service.
 *
 * <p><b>Why one key a value.</b> A person may ask for one thing to be erased and a court for another to be kept. A key
 * for each person would force both, or neither.
 */
@NullMarked
package io.kdchain.provenance.privacy;

import org.jspecify.annotations.NullMarked;
