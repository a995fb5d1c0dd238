/** Tests of the scene of a refused loan. */
@NullMarked
package io.kdchain.examples.credit;

import org.jspecify.annotations.NullMarked;
