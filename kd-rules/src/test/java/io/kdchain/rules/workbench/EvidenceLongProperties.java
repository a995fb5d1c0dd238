package io.kdchain.rules.workbench;

import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Tag;

/**
 * The invariants of evidence and law over ten thousand chains each: {@code mvn -P long -pl kd-rules -am test
 * -Dtest=EvidenceLongProperties -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@Tag("long")
@PropertyDefaults(tries = 10_000)
class EvidenceLongProperties extends EvidenceInvariants {}
