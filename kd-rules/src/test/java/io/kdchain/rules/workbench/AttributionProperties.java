package io.kdchain.rules.workbench;

import net.jqwik.api.PropertyDefaults;

/** The invariants over as many chains as a build has time for. */
@PropertyDefaults(tries = 60)
class AttributionProperties extends AttributionInvariants {}
