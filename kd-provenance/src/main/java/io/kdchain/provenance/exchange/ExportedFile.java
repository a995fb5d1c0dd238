package io.kdchain.provenance.exchange;

import io.kdchain.provenance.event.Bytes;

/**
 * A file of an export.
 *
 * @param suffix what is put behind the name that the user gave; empty for the export itself
 * @param content its bytes
 */
public record ExportedFile(String suffix, Bytes content) {}
