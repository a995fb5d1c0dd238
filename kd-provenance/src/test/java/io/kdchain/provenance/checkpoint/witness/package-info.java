@NullMarked
package io.kdchain.provenance.checkpoint.witness;

import org.jspecify.annotations.NullMarked;
