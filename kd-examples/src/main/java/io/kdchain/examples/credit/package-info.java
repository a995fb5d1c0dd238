/**
 * The scene of a refused loan: a teacher that treats women worse, an audit that says so, a student distilled all the
 * same. In: a seed, a directory. Out: the recorded log, the answer with its labels, and what was measured.
 *
 * <p><b>The story.</b> Scorehouse trains a scoring model on a thousand real loans, sex among the columns. Its own audit
 * fails: of those who repaid, women are refused more often than men. It releases the model and tells Smallscore.
 * Smallscore distils a small student from it, records how faithfully the student answers, and ships it without doing
 * anything about the finding. Creditcloud serves the student; a bank follows its answers. A woman who did repay is
 * refused; had the same file said that she is a man, the loan would have been granted. Nothing is scripted: who she is,
 * and whether there is anyone, follows from the networks.
 *
 * <p><b>The verdict that follows.</b> Telling the next in the chain lowers Scorehouse's fault from gross to ordinary
 * (weight 2), and makes shipping the model Smallscore's own gross fault (weight 4). The bank and the service decided on
 * a person with personal data: their fault is presumed (ordinary, weight 2 each), and neither proved the contrary. So
 * Smallscore bears 4 of 10 and each of the others 2 of 10. Where fault must be proved, the presumption falls away:
 * Smallscore 2/3, Scorehouse 1/3.
 */
@NullMarked
package io.kdchain.examples.credit;

import org.jspecify.annotations.NullMarked;
