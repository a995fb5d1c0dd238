/**
 * The scene of an honest text under a warning: MiniLM teaches a student that sees words alone; the student errs, the
 * page stays up after a notice. In: a seed, a directory, and instead of the headlines a folder of real mails. Out: the
 * recorded log, the page with its labels, and what was measured.
 *
 * <p>The story, and the verdict that follows from it, stand in {@code story.en.txt}. Nothing is scripted: which text it
 * is, and whether there is one, follows from the two models. The claimed amounts and the days are.
 */
@NullMarked
package io.kdchain.examples.news;

import org.jspecify.annotations.NullMarked;
