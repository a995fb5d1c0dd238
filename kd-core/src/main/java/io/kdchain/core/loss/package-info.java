/**
 * One class for each published loss, with its formula and its paper. In: logits or features as DJL arrays of either
 * float type. Out: the loss, differentiable by the engine. Trusts shapes only after checking them.
 */
@NullMarked
package io.kdchain.core.loss;

import org.jspecify.annotations.NullMarked;
