package io.kdchain.rules.workbench;

import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;

/**
 * The invariants over ten thousand chains each: {@code mvn -pl kd-rules -am test -P long -Dtest='*LongProperties'
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("long")
@PropertyDefaults(tries = 10_000)
class RecordLongProperties extends RecordInvariants {}
