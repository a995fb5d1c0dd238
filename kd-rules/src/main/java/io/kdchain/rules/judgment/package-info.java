/**
 * Judges an incident: facts and the law in force become conclusions, numbers, reasons and one verdict. In: a chain
 * record, what is asked, a rule pack and a rule engine. Out: {@link io.kdchain.rules.verdict.Attribution}. Knows no
 * log.
 */
@NullMarked
package io.kdchain.rules.judgment;

import org.jspecify.annotations.NullMarked;
