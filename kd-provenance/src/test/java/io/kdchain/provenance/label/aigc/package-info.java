/** Tests of the label of GB 45438-2025. */
@NullMarked
package io.kdchain.provenance.label.aigc;

import org.jspecify.annotations.NullMarked;
