/**
 * What the scenes share: a log in which invented parties act on given days, and an answer served with its labels. Knows
 * no scene.
 */
@NullMarked
package io.kdchain.examples.story;

import org.jspecify.annotations.NullMarked;
