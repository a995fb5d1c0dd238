/**
 * Moves artefacts between parties as files sealed for one recipient. In: files, keys. Out: digests that events name,
 * and sealed files. Reads no log.
 *
 * <p><b>A sealed file</b> is one line of canonical JSON, the header, and a Tink streaming ciphertext
 * (AES256_GCM_HKDF_1MB). Its key is fresh for each file, and wrapped in the header by HPKE (X25519, HKDF-SHA-256,
 * AES-256-GCM) for one key of the recipient. Sender, recipient, artefact, epoch, recipient's key, size and plaintext
 * digest are associated data of both, so that a file under another header opens for nobody.
 *
 * <p><b>A folder</b> is sealed as its {@link io.kdchain.provenance.artefact.ArtefactManifest manifest} in canonical
 * JSON, a line feed, and the contents of its files in the order of the manifest. The digest of the manifest, which
 * covers the names, is the digest of the folder.
 *
 * <p><b>Keys rotate by epoch.</b> The recipient makes a key pair for each epoch, signs its public half with the key by
 * which the log knows it, and destroys the private half when the epoch is over: what was intercepted before then stays
 * closed, even if the recipient's keys are stolen later.
 */
@NullMarked
package io.kdchain.provenance.artefact;

import org.jspecify.annotations.NullMarked;
