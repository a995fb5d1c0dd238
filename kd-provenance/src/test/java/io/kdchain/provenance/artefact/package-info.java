@NullMarked
package io.kdchain.provenance.artefact;

import org.jspecify.annotations.NullMarked;
