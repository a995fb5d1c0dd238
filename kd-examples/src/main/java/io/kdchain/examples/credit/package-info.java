/**
 * The scene of a refused loan: a teacher that treats women worse, an audit that says so, a student distilled all the
 * same. In: a seed, a directory. Out: the recorded log, the answer with its labels, and what was measured.
 *
 * <p>The story, and the verdict that follows from it, stand in {@code story.en.txt}. Nothing is scripted: who she is,
 * and whether there is anyone, follows from the networks. The claimed amount and the days are.
 */
@NullMarked
package io.kdchain.examples.credit;

import org.jspecify.annotations.NullMarked;
