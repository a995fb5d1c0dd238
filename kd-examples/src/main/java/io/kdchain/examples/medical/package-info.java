/**
 * The scene of a missed diagnosis: a real distillation chain on the Wisconsin breast-cancer set, recorded act by act,
 * in which one party may err. In: a seed, a mistake, a directory. Out: the recorded log, the artefacts, the harmed
 * patient and the localised cause. The story of its usual mistake, and the verdict that follows, stand in
 * {@code story.en.txt}. Nothing is scripted.
 */
@NullMarked
package io.kdchain.examples.medical;

import org.jspecify.annotations.NullMarked;
