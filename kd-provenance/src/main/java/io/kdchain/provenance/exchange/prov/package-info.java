/**
 * PROV-DM documents and their JSON form (W3C member submission PROV-JSON, 2013). In: JSON, or statements. Out: JSON, or
 * whether two documents say the same. Knows no events.
 */
@NullMarked
package io.kdchain.provenance.exchange.prov;

import org.jspecify.annotations.NullMarked;
