/**
 * Reads data and keeps artefacts: rows with ids, data sets, standardisation, tensors in files. In: CSV text, seeds.
 * Out: values whose content digest is recomputed on every load. Trusts no file by its name.
 */
@NullMarked
package io.kdchain.core.data;

import org.jspecify.annotations.NullMarked;
