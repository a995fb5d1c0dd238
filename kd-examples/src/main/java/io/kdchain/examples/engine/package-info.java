/** Sets up the tensor engine for a whole process, before it loads. Used by whatever is a program of its own. */
@NullMarked
package io.kdchain.examples.engine;

import org.jspecify.annotations.NullMarked;
