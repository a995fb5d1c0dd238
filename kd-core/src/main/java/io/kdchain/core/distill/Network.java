package io.kdchain.core.distill;

import io.kdchain.core.data.Artefact;
import io.kdchain.core.data.ContentDigest;

/** A trained network: teaches others, and has canonical bytes. */
public sealed interface Network extends Teacher, Artefact permits Mlp, BlockNetwork {

    /** What it is built like. */
    Architecture definition();

    @Override
    default ContentDigest digest() {
        return Artefact.super.digest();
    }
}
