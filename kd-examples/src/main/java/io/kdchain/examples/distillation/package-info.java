/**
 * A distillation without Java: a YAML file says on what, from whom, how and to where, and whether a log records it. In:
 * the file. Out: artefacts in a folder, events, and what was measured. Refuses what it does not understand, by line.
 * And the search for the stage that made an output wrong: of a chain that a file describes, or of one that a log has.
 */
@NullMarked
package io.kdchain.examples.distillation;

import org.jspecify.annotations.NullMarked;
