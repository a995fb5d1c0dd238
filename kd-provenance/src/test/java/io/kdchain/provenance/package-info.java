/** Tests of the log as a whole, and the fixture that its rooms share. */
@NullMarked
package io.kdchain.provenance;

import org.jspecify.annotations.NullMarked;
