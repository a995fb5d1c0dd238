/**
 * What lawyers and testers work with: scenario files, running them against their own expectations, coverage. In:
 * scenario files and rule packs. Out: verdicts, unmet expectations with file and line. Judges nothing itself.
 */
@NullMarked
package io.kdchain.rules.workbench;

import org.jspecify.annotations.NullMarked;
