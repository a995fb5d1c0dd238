package io.kdchain.rules.workbench;

import net.jqwik.api.PropertyDefaults;

/** The invariants over enough chains for a build. */
@PropertyDefaults(tries = 25)
class RecordProperties extends RecordInvariants {}
