package io.kdchain.rules.workbench;

import net.jqwik.api.PropertyDefaults;

/** The invariants of evidence and law over as many chains as a build has time for. */
@PropertyDefaults(tries = 25)
class EvidenceProperties extends EvidenceInvariants {}
