package io.kdchain.provenance;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Signer;
import java.time.Instant;
import java.util.List;

/** Registers parties: vouches that a key is theirs. Safe for concurrent use. */
public final class Registrar {
    private final ChainLog log;
    private final String chain;
    private final PartyId id;
    private final Signer signer;

    Registrar(ChainLog log, String chain, PartyId id, Signer signer) {
        this.log = log;
        this.chain = chain;
        this.id = id;
        this.signer = signer;
    }

    /** Who registers. */
    public PartyId id() {
        return id;
    }

    /**
     * Registers a party and gives it a recorder in the registrar's chain.
     *
     * @param party its id
     * @param key its key pair, which proves that it has it
     * @param name full name
     * @param roles roles it says it holds; with {@link Role#REGISTRAR} it may register others
     * @param jurisdiction such as CN
     * @param at when it registers
     */
    public Recorder register(
            PartyId party, Signer key, String name, List<Role> roles, String jurisdiction, Instant at) {
        Recorder recorder = log.recorder(chain, party, key);
        register(
                recorder,
                new PartyRegistered(name, roles, jurisdiction, key.publicKey().text(), null),
                at);
        return recorder;
    }

    /** Registers the party of a recorder with these details; the recorder's key must be the one they name. */
    public LogEntry register(Recorder recorder, PartyRegistered details, Instant at) {
        return log.append(recorder.register(details, at, signer).envelope().toBytes());
    }
}
