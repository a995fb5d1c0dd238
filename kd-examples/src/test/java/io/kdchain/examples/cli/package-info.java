/** Tests of the command as people call it. In: command lines and files. Out: what is printed, exit codes, files. */
@NullMarked
package io.kdchain.examples.cli;

import org.jspecify.annotations.NullMarked;
