/**
 * Changes a rule pack in one place after another and asks whether its scenarios notice. In: packs and scenarios that
 * hold. Out: the score, and each change that nobody noticed. A scenario is heard once and judged by every changed pack.
 */
@NullMarked
package io.kdchain.rules.workbench.mutation;

import org.jspecify.annotations.NullMarked;
