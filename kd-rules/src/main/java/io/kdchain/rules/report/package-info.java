/**
 * Writes a verdict down: as JSON for programs, as text for a terminal, as one HTML file for a court and an engineer.
 * In: a verdict, what the chain recorded, the sources of law. Out: text; same input, same characters.
 */
@NullMarked
package io.kdchain.rules.report;

import org.jspecify.annotations.NullMarked;
