/**
 * One class for each published loss, with its formula and its paper. In: logits as DJL arrays of either float type.
 * Out: the loss and its analytic gradient. Trusts shapes only after checking them.
 */
@NullMarked
package io.kdchain.core.loss;

import org.jspecify.annotations.NullMarked;
