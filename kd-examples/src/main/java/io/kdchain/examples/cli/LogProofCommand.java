package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.TlogProof;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.store.StoredEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log proof}: that an entry is in a log, for whoever has no log (C2SP tlog-proof). */
@Command(
        name = "proof",
        description = "Writes and checks proofs that an entry is in a log (C2SP tlog-proof), which need no log.")
final class LogProofCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand parent = new LogCommand();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), parent.say("A command is missing: write or verify.", "缺少子命令：write 或 verify。"));
    }

    @Command(name = "write", description = "Writes the proof of an entry, and the entry as the tree has it.")
    int write(
            @Parameters(paramLabel = "INDEX", description = "Of the entry, from 0; 'kd log list' tells it.") long index,
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Output
                    @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The proof, usually named .tlog-proof.")
                    Path file,
            @Output
                    @Option(
                            names = "--entry",
                            paramLabel = "FILE",
                            description = "The entry, which is what was proven: envelope, line feed, time.")
                    @Nullable
                    Path entry)
            throws IOException {
        try (ChainLog log = Logs.open(jdbcUrl, null)) {
            StoredEvent stored = log.read(index)
                    .orElseThrow(
                            () -> new BadInputException("The log has %d entries, counted from 0; there is no entry %d."
                                    .formatted(log.size(), index)));
            if (log.checkpoint().isEmpty()) {
                throw new BadInputException(
                        "The log has no checkpoint, so nothing can be proven to others. Append to it with --log-key.");
            }
            long covered = Checkpoint.parse(log.checkpoint().get().text()).size();
            if (index >= covered) {
                throw new BadInputException(
                        "The last checkpoint covers %d entries, so entry %d has no proof yet. Append to the log with --log-key."
                                .formatted(covered, index));
            }
            WholeFile.write(file, new String(log.proof(index).toBytes(), StandardCharsets.UTF_8));
            if (entry != null) {
                // bytes, which need not be text where somebody wrote below the log's own checks
                WholeFile.write(
                        entry,
                        StoredEvent.content(
                                stored.recordedAt(), stored.envelope().toArray()));
            }
            out().println(parent.say("%s: entry %d under the checkpoint of %d entries", "%s：条目 %d，位于共 %d 条目的检查点之下")
                    .formatted(file, index, covered));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(name = "verify", description = "Checks a proof against an entry and a policy, offline.")
    int verify(
            @Parameters(paramLabel = "FILE", description = "The proof, of this log or any other.") Path file,
            @Option(
                            names = "--entry",
                            required = true,
                            paramLabel = "FILE",
                            description = "The entry whose place in the log is to be shown, byte for byte.")
                    Path entry,
            @Option(
                            names = "--policy",
                            required = true,
                            paramLabel = "FILE",
                            description = "A tlog-policy (C2SP), or keys as 'kd key show' prints them.")
                    Path policyFile,
            @Option(names = "--json") boolean json)
            throws IOException {
        TlogProof proof;
        try {
            proof = TlogProof.parse(Files.readAllBytes(file));
        } catch (MalformedNoteException e) {
            throw new BadInputException("%s: %s".formatted(file, e.getMessage()));
        }
        Trust trust = Trust.read(policyFile);
        Policy policy = trust.policyFor(trust.keys());
        TlogProof.Verdict verdict = proof.verify(Bytes.of(MerkleHash.leaf(Files.readAllBytes(entry))), policy);
        Checkpoint checkpoint = verdict.checkpoint().checkpoint();
        if (json) {
            ObjectNode root = JSON.createObjectNode().put("ok", verdict.holds()).put("index", proof.index());
            if (verdict.holds() && checkpoint != null) {
                root.put("origin", checkpoint.origin()).put("size", checkpoint.size());
            } else {
                root.put("message", verdict.detail());
            }
            out().println(JSON.writeValueAsString(root));
        } else if (verdict.holds() && checkpoint != null) {
            out().println(parent.say(
                            "Entry %d is in log '%s', under its checkpoint of %d entries.",
                            "条目 %d 位于日志“%s”之中，在其共 %d 条目的检查点之下。")
                    .formatted(proof.index(), checkpoint.origin(), checkpoint.size()));
        } else {
            out().println(parent.say("The proof does not hold: ", "证明不成立：") + verdict.detail());
        }
        return verdict.holds() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
