package io.kdchain.provenance.sign;

class Ed25519SignerTest extends SignerContract {
    private final Ed25519Signer signer = Ed25519Signer.generate();

    @Override
    protected Signer signer() {
        return signer;
    }
}
