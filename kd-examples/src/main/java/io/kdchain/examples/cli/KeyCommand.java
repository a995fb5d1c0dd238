package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.KeyRotated;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd key}: Ed25519 key pairs of parties. */
@Command(name = "key", description = "Makes, shows, rotates and revokes Ed25519 key pairs.")
final class KeyCommand implements Runnable {
    private static final String SIGNING_KEY =
            "Key that signs: the party's own, or a registrar's for a party that lost its key.";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                kd.say("A command is missing: new, show, rotate or revoke.", "缺少子命令：new、show、rotate 或 revoke。"));
    }

    @Command(name = "new", description = "Makes a key pair in a new file that only its owner can read (PKCS#8 PEM).")
    int create(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--name",
                            paramLabel = "PARTY",
                            description = "Name of the holder; by default that of the file.")
                    @Nullable
                    String name) {
        String holder = holder(file, name);
        print(holder, KeyFile.create(file));
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "show", description = "Prints the public key as --trust takes it.")
    int show(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--name",
                            paramLabel = "PARTY",
                            description = "Name of the holder; by default that of the file.")
                    @Nullable
                    String name) {
        print(holder(file, name), KeyFile.read(file));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "rotate",
            description = "Gives a party a new key from here on, in the log; makes NEWFILE if it is not there.")
    int rotate(
            @Parameters(paramLabel = "FILE", description = SIGNING_KEY) Path file,
            @Parameters(paramLabel = "NEWFILE", description = "File of the new key pair.") Path newFile,
            @Mixin LogToWrite target,
            @Option(
                            names = "--party",
                            paramLabel = "ID",
                            description = "Whose key is rotated; by default the holder of the key that signs.")
                    @Nullable
                    String party,
            @Option(names = "--chain", paramLabel = "NAME", description = "By default where the party registered.")
                    @Nullable
                    String chain)
            throws IOException {
        Ed25519Signer signer = KeyFile.read(file);
        try (ChainLog log = target.open(kd, spec.commandLine().getErr())) {
            PartyId holder = LogToWrite.holder(log, signer.publicKey(), party, file);
            String where = chain == null ? LogToWrite.chainOf(log, holder) : chain;
            // on disk before the log says that it counts
            boolean made = !Files.exists(newFile);
            Ed25519Signer next = made ? KeyFile.create(newFile) : KeyFile.read(newFile);
            try {
                record(
                        log,
                        where,
                        holder,
                        signer,
                        new KeyRotated(next.publicKey().text()));
            } catch (RuntimeException e) {
                if (made) {
                    Files.delete(newFile);
                }
                throw e;
            }
            print(holder.value(), next);
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "revoke", description = "Takes a party's key from it from here on, in the log.")
    int revoke(
            @Parameters(paramLabel = "FILE", description = SIGNING_KEY) Path file,
            @Mixin LogToWrite target,
            @Option(
                            names = "--party",
                            paramLabel = "ID",
                            description = "Whose key is revoked; by default the holder of the key that signs.")
                    @Nullable
                    String party,
            @Option(
                            names = "--since",
                            paramLabel = "TIME",
                            description = "Since when it is known to be unsafe; by default now. What stands in the log"
                                    + " before the revocation stays valid.")
                    @Nullable
                    String since,
            @Option(names = "--reason", paramLabel = "TEXT") @Nullable String reason,
            @Option(names = "--chain", paramLabel = "NAME", description = "By default where the party registered.")
                    @Nullable
                    String chain) {
        Ed25519Signer signer = KeyFile.read(file);
        Instant unsafeSince = since == null ? Clock.systemUTC().instant() : time(since);
        try (ChainLog log = target.open(kd, spec.commandLine().getErr())) {
            PartyId holder = LogToWrite.holder(log, signer.publicKey(), party, file);
            record(
                    log,
                    chain == null ? LogToWrite.chainOf(log, holder) : chain,
                    holder,
                    signer,
                    new KeyRevoked(unsafeSince, reason));
        }
        return CommandLine.ExitCode.OK;
    }

    private void record(ChainLog log, String chain, PartyId party, Ed25519Signer signer, EventBody body) {
        LogEntry entry = log.recorder(chain, party, signer).record(EventDraft.of(body));
        spec.commandLine()
                .getOut()
                .println("%d %s %s"
                        .formatted(
                                entry.index(),
                                entry.event().type(),
                                entry.event().actor()));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadInputException("--since %s is no time such as 2026-01-31T08:00:00Z.".formatted(text));
        }
    }

    private void print(String holder, Ed25519Signer signer) {
        spec.commandLine().getOut().println(new VerifierKey(holder, signer.publicKey()));
    }

    /** The name without the file's extension: a key of {@code radnet.pem} is that of {@code radnet}. */
    static String holder(Path file, @Nullable String name) {
        return name != null ? name : String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
    }
}
