@NullMarked
package io.kdchain.provenance.federation;

import org.jspecify.annotations.NullMarked;
