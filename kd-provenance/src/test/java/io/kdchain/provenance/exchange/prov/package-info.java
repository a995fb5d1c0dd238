@NullMarked
package io.kdchain.provenance.exchange.prov;

import org.jspecify.annotations.NullMarked;
