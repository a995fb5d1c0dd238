/**
 * The one object of this module: {@link io.kdchain.rules.LiabilityEngine}, from an incident to a verdict. In: a log,
 * rule packs, an incident. Out: an {@code Attribution}. How it is judged lives in {@code judgment}.
 */
@NullMarked
package io.kdchain.rules;

import org.jspecify.annotations.NullMarked;
