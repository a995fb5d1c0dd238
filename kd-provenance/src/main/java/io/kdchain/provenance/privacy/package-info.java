/**
 * Keeps personal values out of the log, so that they can be told to some, and erased, while every proof still holds.
 * In: values, keys. Out: commitments for events, and disclosures that open them. Believes no event: see
 * {@code evidence}.
 */
@NullMarked
package io.kdchain.provenance.privacy;

import org.jspecify.annotations.NullMarked;
