/**
 * The words of the rule language: what a rule file may ask about and what it may conclude. In: evidence, turned into
 * facts by {@code derive}. Out: conclusions, which only rules make. A word is a record with getters, since Drools reads
 * properties; closed values are strings checked against {@link CodeLists}.
 */
@NullMarked
package io.kdchain.rules.fact;

import org.jspecify.annotations.NullMarked;
