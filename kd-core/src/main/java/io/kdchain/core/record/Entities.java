package io.kdchain.core.record;

import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;

/** Names artefacts as entities of the chain, each with the digest of its bytes. */
public final class Entities {

    private Entities() {}

    /** An entity whose bytes are this artefact's. */
    public static EntityId of(EntityKind kind, String name, Artefact artefact) {
        return new EntityId(kind, name, digest(artefact.digest()));
    }

    /** The same digest in the chain's type. */
    public static Digest digest(ContentDigest digest) {
        return new Digest(digest.hex());
    }
}
