/**
 * The {@code kd} command: for everything that people do without writing Java, one class a command. In: a command line.
 * Out: text for a person or one line of JSON, and an exit code: 0 done, 1 the thing checked does not hold, 2 bad use or
 * bad input. Every command is a few lines over a public API.
 */
@NullMarked
package io.kdchain.examples.cli;

import org.jspecify.annotations.NullMarked;
