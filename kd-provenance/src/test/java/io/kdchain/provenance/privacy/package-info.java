@NullMarked
package io.kdchain.provenance.privacy;

import org.jspecify.annotations.NullMarked;
