/**
 * Turns verified evidence into facts: times, lineage, silence, the best evidence on causation; one small class per
 * fact. In: admitted evidence, the incident, numbers of the pack. Out: {@link io.kdchain.rules.derive.Facts}. Concludes
 * nothing: grades of fault, ties and defences are for the rules. A new fact is a new {@code FactSource}.
 */
@NullMarked
package io.kdchain.rules.derive;

import org.jspecify.annotations.NullMarked;
