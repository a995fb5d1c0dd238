/**
 * Logs as folders of tiles that other tools read and any web server serves (C2SP tlog-tiles). In: entries, tree and
 * checkpoint. Out: files; and the way back.
 */
@NullMarked
package io.kdchain.provenance.exchange.tiles;

import org.jspecify.annotations.NullMarked;
