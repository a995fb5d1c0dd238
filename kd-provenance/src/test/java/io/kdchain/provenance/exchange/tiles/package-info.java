@NullMarked
package io.kdchain.provenance.exchange.tiles;

import org.jspecify.annotations.NullMarked;
