/**
 * What the tests of all modules share: tools and files that may be absent. In: names of tools. Out: where they are, or
 * a skipped and counted test. Knows no product code.
 */
@NullMarked
package io.kdchain.testing;

import org.jspecify.annotations.NullMarked;
