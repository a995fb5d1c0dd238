@NullMarked
package io.kdchain.provenance.exchange;

import org.jspecify.annotations.NullMarked;
