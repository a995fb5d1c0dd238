package io.kdchain.rules.workbench;

import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;

/** The invariants over ten thousand chains each. */
@Tag("long")
@PropertyDefaults(tries = 10_000)
class AttributionLongProperties extends AttributionInvariants {}
