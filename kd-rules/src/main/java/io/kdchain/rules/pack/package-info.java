/**
 * Rule packs: rules, norms, dated parameters, duties and standards, as lawyers edit them in a folder. In: a folder or
 * the packs inside the jar. Out: an immutable pack, checked as a whole, and the law as of a day. See
 * {@code rules/README.md} for the files.
 */
@NullMarked
package io.kdchain.rules.pack;

import org.jspecify.annotations.NullMarked;
