/**
 * The rule language that we accept: a small part of DRL, read into a tree of our own, checked and printed again. In:
 * bytes of rule files. Out: checked rules, or problems that name file, line and column. Knows no rule engine.
 */
@NullMarked
package io.kdchain.rules.language;

import org.jspecify.annotations.NullMarked;
