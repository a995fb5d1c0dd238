/**
 * What can happen in a distillation chain: one record for each type of event, and the small types that events are made
 * of. In: JSON trees. Out: values that hold, or an error that names the place. Knows no bytes, keys or storage.
 */
@NullMarked
package io.kdchain.provenance.event;

import org.jspecify.annotations.NullMarked;
