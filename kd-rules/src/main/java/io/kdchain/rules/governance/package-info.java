/** What the parties of a chain owe and hold, as a log shows it, before anything goes wrong and after. */
@NullMarked
package io.kdchain.rules.governance;

import org.jspecify.annotations.NullMarked;
