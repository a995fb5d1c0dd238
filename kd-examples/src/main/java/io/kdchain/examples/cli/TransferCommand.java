package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.Transfers;
import io.kdchain.provenance.artefact.TransferCard;
import io.kdchain.provenance.artefact.TransferException;
import io.kdchain.provenance.artefact.TransferKey;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

/** {@code kd transfer}: artefacts that go from party to party, sealed and recorded. */
@Command(name = "transfer", description = "Seals artefacts for another party and opens them, with a record of both.")
final class TransferCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                kd.say("A command is missing: key, close, seal or open.", "缺少子命令：key、close、seal 或 open。"));
    }

    @Command(
            name = "key",
            description = "Makes the key for which others seal, if FILE is not there, and writes its signed card.")
    int key(
            @Parameters(paramLabel = "FILE", description = "File of the transfer key, for its owner only.") Path file,
            @Option(
                            names = "--key",
                            required = true,
                            paramLabel = "FILE",
                            description = "Key by which the log knows it.")
                    Path signingKey,
            @Option(
                            names = "--party",
                            paramLabel = "ID",
                            description = "Who receives; by default named as the file of --key.")
                    @Nullable
                    String party,
            @Option(names = "--rotate", description = "Begins a new epoch; those before stay open.") boolean rotate,
            @Output
                    @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "CARD",
                            description = "The card, which goes to whoever seals.")
                    Path card) {
        Ed25519Signer signer = KeyFile.read(signingKey);
        PartyId holder = new PartyId(KeyCommand.holder(signingKey, party));
        boolean there = Files.exists(file);
        TransferKey key = there ? TransferKey.read(file) : TransferKey.create(file, holder);
        if (party != null && !key.party().equals(holder)) {
            throw new BadInputException(
                    "%s is the transfer key of '%s', not of '%s'.".formatted(file, key.party(), holder));
        }
        if (there && rotate) {
            key.rotate();
        }
        WholeFile.write(card, new String(key.card().sign(signer), StandardCharsets.UTF_8));
        spec.commandLine()
                .getOut()
                .println(kd.say("%s: card of '%s', epoch %d", "%s：“%s”的接收公钥卡，第 %d 期")
                        .formatted(card, key.party(), key.epoch()));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "close",
            description =
                    "Destroys the keys of epochs that are over: what was sealed for them opens for nobody any more.")
    int close(
            @Parameters(paramLabel = "FILE", description = "File of the transfer key.") Path file,
            @Option(
                            names = "--before",
                            required = true,
                            paramLabel = "EPOCH",
                            description = "The first epoch that stays open; those before are closed.")
                    long epoch) {
        TransferKey key = TransferKey.read(file);
        long first = key.epochs().stream().mapToLong(Long::longValue).min().orElse(epoch);
        key.close(epoch);
        spec.commandLine()
                .getOut()
                .println(
                        first < epoch
                                ? kd.say("%s: epochs %d to %d of '%s' are closed", "%1$s：“%4$s”的第 %2$d 至 %3$d 期已关闭")
                                        .formatted(file, first, epoch - 1, key.party())
                                : kd.say("%s: nothing was open before epoch %d", "%s：第 %d 期之前没有开放的期")
                                        .formatted(file, epoch));
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "seal",
            description = "Seals a file or folder for the party of a card, and records that it was sent.")
    int seal(
            @Parameters(paramLabel = "FILE|DIR") Path file,
            @Parameters(paramLabel = "OUT", description = "The sealed file.") Path target,
            @Mixin LogToWrite log,
            @Option(
                            names = "--artefact",
                            required = true,
                            paramLabel = "ID",
                            description = "Such as model:teacher, or with the digest that 'kd artefact manifest' prints"
                                    + " of a folder: model:teacher@sha256:….")
                    String artefact,
            @Option(names = "--card", required = true, paramLabel = "CARD", description = "Of whoever receives.")
                    Path card,
            @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of whoever sends.")
                    Path key,
            @Option(
                            names = "--party",
                            paramLabel = "ID",
                            description = "Whose key it is; by default whom the log says.")
                    @Nullable
                    String party,
            @Option(names = "--chain", paramLabel = "NAME", description = "By default where the party registered.")
                    @Nullable
                    String chain,
            @Option(names = "--json") boolean json)
            throws IOException {
        EntityId id = EntityId.parse(artefact);
        byte[] given = Files.readAllBytes(card);
        try (ChainLog opened = log.open(kd, spec.commandLine().getErr())) {
            TransferCard read = TransferCard.read(given, LogToWrite.currentKey(opened, TransferCard.claimedBy(given)));
            tell(
                    new Transfers(opened, LogToWrite.recorder(opened, key, party, chain))
                            .seal(file, target, id, read, Clock.systemUTC().instant()),
                    target,
                    json);
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "open",
            description = "Opens a sealed file if it is what the log says was sent, and records that it arrived.")
    int open(
            @Parameters(paramLabel = "FILE", description = "The sealed file.") Path file,
            @Parameters(paramLabel = "OUT") Path target,
            @Mixin LogToWrite log,
            @Option(names = "--transfer-key", required = true, paramLabel = "FILE", description = "As 'key' makes it.")
                    Path transferKey,
            @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of whoever receives.")
                    Path key,
            @Option(
                            names = "--party",
                            paramLabel = "ID",
                            description = "Whose key it is; by default whom the log says.")
                    @Nullable
                    String party,
            @Option(names = "--chain", paramLabel = "NAME", description = "By default where the party registered.")
                    @Nullable
                    String chain,
            @Option(names = "--json") boolean json)
            throws IOException {
        TransferKey opener = TransferKey.read(transferKey);
        try (ChainLog opened = log.open(kd, spec.commandLine().getErr())) {
            tell(
                    new Transfers(opened, LogToWrite.recorder(opened, key, party, chain))
                            .open(file, target, opener, Clock.systemUTC().instant()),
                    target,
                    json);
        } catch (TransferException e) {
            return refused(e, json);
        }
        return CommandLine.ExitCode.OK;
    }

    /** A file that is not what was sent does not hold; one that cannot be read, or a wrong key, is bad input. */
    private int refused(TransferException e, boolean json) throws IOException {
        switch (e.reason()) {
            case UNREACHABLE, KEY_UNUSABLE, NOT_SEALED, OTHER_RECIPIENT, EPOCH_NOT_OPEN -> throw e;
            default -> {
                if (json) {
                    ObjectNode root = JSON.createObjectNode().put("ok", false);
                    root.put("code", e.reason().code()).put("message", e.getMessage());
                    spec.commandLine().getOut().println(JSON.writeValueAsString(root));
                } else {
                    spec.commandLine()
                            .getOut()
                            .println("%s: %s".formatted(e.reason().code(), e.getMessage()));
                }
                return Kd.DOES_NOT_HOLD;
            }
        }
    }

    private void tell(LogEntry entry, Path target, boolean json) throws IOException {
        if (json) {
            ObjectNode root = JSON.createObjectNode().put("ok", true).put("index", entry.index());
            root.put("id", entry.event().id().toString())
                    .put("type", entry.event().type())
                    .put("file", target.toString());
            spec.commandLine().getOut().println(JSON.writeValueAsString(root));
        } else {
            spec.commandLine()
                    .getOut()
                    .println("%s: %d %s %s"
                            .formatted(
                                    target,
                                    entry.index(),
                                    entry.event().type(),
                                    entry.event().actor()));
        }
    }
}
