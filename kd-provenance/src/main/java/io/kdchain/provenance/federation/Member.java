package io.kdchain.provenance.federation;

import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.store.EventReader;

/**
 * One of several logs.
 *
 * @param name what it is called where several are told apart
 * @param log what it holds
 * @param trust whose keys are trusted for it
 */
public record Member(String name, EventReader log, Trust trust) {}
