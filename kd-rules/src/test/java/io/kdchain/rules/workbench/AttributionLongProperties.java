package io.kdchain.rules.workbench;

import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;

/** The invariants over thousands of chains. */
@Tag("long")
@PropertyDefaults(tries = 1000)
class AttributionLongProperties extends AttributionInvariants {}
