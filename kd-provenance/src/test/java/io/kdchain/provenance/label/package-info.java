@NullMarked
package io.kdchain.provenance.label;

import org.jspecify.annotations.NullMarked;
