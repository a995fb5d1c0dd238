package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogKey;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.KeyHistory;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EdgeKind;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that append to a log, and what they look up in it. */
final class LogToWrite {
    @Option(
            names = "--log",
            required = true,
            paramLabel = "JDBC",
            description = "The log, such as jdbc:sqlite:chain.db.")
    private String jdbcUrl = "";

    @Option(
            names = "--log-key",
            paramLabel = "FILE",
            description = "The log's own key, with which it signs a checkpoint over what is appended.")
    private @Nullable Path logKey;

    /** The log, which must be there. */
    ChainLog open(Kd kd, PrintWriter err) {
        return open(kd, err, LogOptions.defaults().mustExist(), null);
    }

    /** The log, which must be there, and under these keys. */
    ChainLog open(Kd kd, PrintWriter err, Trust trust) {
        return open(kd, err, LogOptions.defaults().mustExist().trust(trust), null);
    }

    /** The log, which is made if it is not there. */
    ChainLog openOrMake(Kd kd, PrintWriter err, @Nullable String origin) {
        return open(kd, err, LogOptions.defaults(), origin);
    }

    private ChainLog open(Kd kd, PrintWriter err, LogOptions options, @Nullable String origin) {
        return open(jdbcUrl, logKey, kd, err, options, origin);
    }

    /** A log under its own key, or with a note that what is appended stands under no checkpoint. */
    static ChainLog open(
            String jdbcUrl,
            @Nullable Path logKey,
            Kd kd,
            PrintWriter err,
            LogOptions options,
            @Nullable String origin) {
        ChainLog log = ChainLog.open(jdbcUrl, options);
        Optional<String> stated = log.origin();
        if (logKey == null) {
            if (stated.isPresent()) {
                err.println(kd.say(
                        "note: what is appended without --log-key is under no checkpoint until the log signs one.",
                        "注意：未给出 --log-key 时，所追加的内容在日志签署检查点之前不受任何检查点保护。"));
            }
            return log;
        }
        log.close();
        String name = stated.orElse(origin == null ? KeyCommand.holder(logKey, null) : origin);
        return ChainLog.open(jdbcUrl, options.key(new LogKey(name, KeyFile.read(logKey))));
    }

    /**
     * Whose key it is.
     *
     * @param named the party, if it was given
     * @throws BadInputException if the log knows nobody with the key, or several
     */
    static PartyId holder(ChainLog log, PublicKey key, @Nullable String named, Path file) {
        if (named != null) {
            return new PartyId(named);
        }
        Set<String> holders = new TreeSet<>();
        for (long index : log.find(EdgeKind.KEY_ID, key.keyId())) {
            event(log, index)
                    .ifPresent(event -> holders.add(event.event().actor().value()));
        }
        if (holders.size() == 1) {
            return new PartyId(holders.iterator().next());
        }
        throw new BadInputException(
                holders.isEmpty()
                        ? "The key in %s is nobody's in this log. Register its holder with 'kd party register', or name it with --party."
                                .formatted(file)
                        : "The key in %s was that of %s; say with --party who acts."
                                .formatted(file, String.join(", ", holders)));
    }

    /** The chain in which a party was registered. */
    static String chainOf(ChainLog log, PartyId party) {
        return log.find(EdgeKind.KEY_OF, party.value()).stream()
                .findFirst()
                .flatMap(index -> event(log, index))
                .map(event -> event.event().chain())
                .orElseThrow(() -> new BadInputException(
                        "The log does not know the party '%s'. Register it with 'kd party register'."
                                .formatted(party)));
    }

    /**
     * Records in the name of a party.
     *
     * @throws BadInputException if the key is not the one that the party holds now: what is done before the log refuses
     *     its record cannot be undone
     */
    static Recorder recorder(ChainLog log, Path key, @Nullable String party, @Nullable String chain) {
        Ed25519Signer signer = KeyFile.read(key);
        PartyId holder = holder(log, signer.publicKey(), party, key);
        if (!currentKey(log, holder).keyId().equals(signer.publicKey().keyId())) {
            throw new BadInputException(
                    "The key in %s is not the one that '%s' holds in this log now. Give its new one."
                            .formatted(key, holder));
        }
        return log.recorder(chain == null ? chainOf(log, holder) : chain, holder, signer);
    }

    /** The key that a party holds at the end of the log, as the log says. */
    static PublicKey currentKey(ChainLog log, PartyId party) {
        KeyHistory history = new KeyHistory(List.of());
        for (long index : log.find(EdgeKind.KEY_OF, party.value())) {
            event(log, index).ifPresent(event -> history.apply(index, event.event()));
        }
        return history.keyAt(party, log.size())
                .orElseThrow(() -> new BadInputException(
                        "'%s' holds no key in this log now. Register it with 'kd party register', or give it a key with 'kd key rotate'."
                                .formatted(party)));
    }

    private static Optional<SignedEvent> event(ChainLog log, long index) {
        return log.read(index).flatMap(entry -> {
            try {
                return Optional.of(SignedEvent.parse(entry.envelope().toArray()));
            } catch (MalformedEventException e) {
                return Optional.empty();
            }
        });
    }
}
