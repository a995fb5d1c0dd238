package io.kdchain.rules.derive;

import io.kdchain.rules.fact.KnownFact;
import java.util.List;

/** Derives the facts of one kind, or of a few that belong together. Holds no state. */
interface FactSource {
    List<KnownFact> derive(CaseFile file);
}
