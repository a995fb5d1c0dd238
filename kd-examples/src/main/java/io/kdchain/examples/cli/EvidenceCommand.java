package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.checkpoint.Checkpoint;
import io.kdchain.provenance.checkpoint.MalformedNoteException;
import io.kdchain.provenance.checkpoint.Policy;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.exchange.BundleFault;
import io.kdchain.provenance.exchange.BundleReport;
import io.kdchain.provenance.exchange.EvidenceBundle;
import io.kdchain.provenance.exchange.MalformedBundleException;
import io.kdchain.provenance.privacy.Disclosure;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.TimestampAuthority;
import io.kdchain.provenance.sign.VerifierKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd evidence}: evidence bundles, which are checked without the log. */
@Command(name = "evidence", description = "Exports and checks evidence bundles, which are judged without the log.")
final class EvidenceCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: export, verify or statement.");
    }

    @Command(name = "export", description = "Takes the evidence behind outputs or incidents out of a log in one file.")
    int export(
            @Option(names = "--log", required = true, paramLabel = "JDBC") String jdbcUrl,
            @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.") @Nullable
                    Path trust,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "Attests with this key what a part of a log cannot prove.")
                    @Nullable
                    Path key,
            @Option(
                            names = "--name",
                            paramLabel = "PARTY",
                            description = "Name of the holder of the key; by default that of its file.")
                    @Nullable
                    String name,
            @Option(
                            names = "--disclose",
                            paramLabel = "FILE",
                            description = "Values to tell, one disclosure in JSON a line.")
                    @Nullable
                    Path disclosures,
            @Parameters(paramLabel = "OUTPUT", arity = "1..*", description = "Such as output:4711 or incident:7.")
                    List<String> about,
            @Output
                    @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "FILE")
                    Path file)
            throws IOException {
        EvidenceBundle.Request request = EvidenceBundle.Request.at(
                        Clock.systemUTC().instant())
                .disclosing(disclosures == null ? List.of() : disclosures(disclosures));
        if (key != null) {
            request = request.attestedBy(KeyCommand.holder(key, name), KeyFile.read(key));
        } else if (name != null) {
            throw new ParameterException(spec.commandLine(), "--name is the name of the holder of --key; give both.");
        }
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            Trust trusted = trust == null ? Trust.NONE : Trust.read(trust);
            EvidenceBundle bundle = EvidenceBundle.of(
                    log.reader(), trusted, about.stream().map(EntityId::parse).toList(), request);
            WholeFile.write(file, bundle::writeTo);
            warnOfWitnesses(bundle, trusted);
            out().println(kd.say("%s: evidence on %s, digest %s", "%s：关于 %s 的证据，摘要 %s")
                    .formatted(file, String.join(", ", about), bundle.digest()));
        }
        return CommandLine.ExitCode.OK;
    }

    /** Whoever exports under a policy learns at once that the bundle does not satisfy it. */
    private void warnOfWitnesses(EvidenceBundle bundle, Trust trusted) {
        if (trusted.policy().quorum() != null
                && bundle.verify(trusted).faults().stream()
                        .anyMatch(fault -> fault.code() == BundleFault.QUORUM_NOT_MET)) {
            spec.commandLine()
                    .getErr()
                    .println(kd.say(
                            "note: no checkpoint over these entries is cosigned as the policy demands, so the bundle does not satisfy it. Ask the witnesses with 'kd log cosign' and export again.",
                            "注意：涵盖这些条目的检查点均未按策略要求共签，故证据包不满足该策略。请先用 kd log cosign 请见证方共签，再重新导出。"));
        }
    }

    private static List<Disclosure> disclosures(Path file) throws IOException {
        List<Disclosure> disclosures = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.isBlank()) {
                try {
                    disclosures.add(Disclosure.fromJson(StrictJson.read(line.getBytes(StandardCharsets.UTF_8))));
                } catch (IllegalArgumentException | MalformedEventException e) {
                    throw new BadInputException("%s:%d:1: %s".formatted(file, number, e.getMessage()));
                }
            }
        }
        return disclosures;
    }

    @Command(name = "verify", description = "Checks an evidence bundle offline, and says of each fault what and where.")
    int verify(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--trust",
                            paramLabel = "KEY",
                            arity = "1..*",
                            description = "Keys that are trusted: as 'kd key show' prints them, or files of them.")
                    @Nullable
                    List<String> keys,
            @Option(
                            names = "--policy",
                            paramLabel = "FILE",
                            description =
                                    "A tlog-policy (C2SP): logs, witnesses, and the quorum of them that must have cosigned.")
                    @Nullable
                    Path policy,
            @Option(
                            names = "--tsa",
                            paramLabel = "CERT",
                            description =
                                    "Certificate of a time-stamping authority that is trusted (X.509, PEM or DER).")
                    @Nullable
                    List<Path> authorities,
            @Option(names = "--json") boolean json)
            throws IOException {
        EvidenceBundle bundle = read(file);
        Trust trusted = trust(keys == null ? List.of() : keys, policy);
        for (Path certificate : authorities == null ? List.<Path>of() : authorities) {
            trusted = trusted.with(
                    Stream.concat(trusted.authorities().stream(), Stream.of(TimestampCommand.authority(certificate)))
                            .toList());
        }
        BundleReport report = bundle.verify(trusted);
        if (json) {
            out().println(JSON.writeValueAsString(toJson(report)));
        } else {
            tell(report);
        }
        return report.ok() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    @Command(name = "statement", description = "Prints the statement for courts that an evidence bundle holds.")
    int statement(@Parameters(paramLabel = "FILE") Path file) throws IOException {
        out().print(read(file).statement(kd.locale().getLanguage()));
        out().flush();
        return CommandLine.ExitCode.OK;
    }

    private static EvidenceBundle read(Path file) throws IOException {
        try {
            return EvidenceBundle.read(Files.readAllBytes(file));
        } catch (MalformedBundleException e) {
            throw new BadInputException("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private Trust trust(List<String> given, @Nullable Path policyFile) throws IOException {
        List<VerifierKey> keys = new ArrayList<>();
        Policy policy = policyFile == null ? Policy.NONE : policy(policyFile);
        List<TimestampAuthority> authorities = new ArrayList<>();
        Object from = policyFile;
        for (String one : given) {
            if (one.chars().filter(c -> c == '+').count() >= 2) {
                keys.add(VerifierKey.parse(one));
                continue;
            }
            Trust read = Trust.read(Path.of(one));
            keys.addAll(read.keys());
            authorities.addAll(read.authorities());
            if (!read.policy().equals(Policy.NONE)) {
                if (from != null) {
                    throw new ParameterException(
                            spec.commandLine(),
                            "Both %s and %s say who must have cosigned; one policy counts. Leave one of them out."
                                    .formatted(from, one));
                }
                policy = read.policy();
                from = one;
            }
        }
        return new Trust(keys, policy, authorities);
    }

    private static Policy policy(Path file) throws IOException {
        try {
            return Policy.parse(Files.readAllBytes(file));
        } catch (MalformedNoteException e) {
            throw new BadInputException("%s: %s".formatted(file, e.getMessage()));
        }
    }

    private static ObjectNode toJson(BundleReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("ok", report.ok()).put("digest", report.digest().toString());
        Checkpoint checkpoint = report.checkpoint();
        if (checkpoint != null) {
            root.putObject("checkpoint")
                    .put("origin", checkpoint.origin())
                    .put("size", checkpoint.size())
                    .put(
                            "root",
                            Base64.getEncoder().encodeToString(checkpoint.root().toArray()));
        }
        ArrayNode cosigned = root.putArray("cosigned");
        report.cosignatures()
                .forEach(one -> cosigned.addObject()
                        .put("witness", one.witness().name())
                        .put("at", one.at().toString()));
        ArrayNode stamped = root.putArray("stamped");
        report.stamps()
                .forEach(one -> stamped.addObject()
                        .put("authority", one.authority().name())
                        .put("at", one.at().toString()));
        Evidence evidence = report.evidence();
        if (evidence != null) {
            ArrayNode about = root.putArray("about");
            evidence.about().forEach(entity -> about.add(entity.toString()));
            root.put("admitted", evidence.admitted().size())
                    .put("notUnderstood", evidence.notUnderstood().size())
                    .put("rejected", evidence.rejected().size());
        }
        ArrayNode faults = root.putArray("faults");
        report.faults()
                .forEach(fault -> faults.addObject()
                        .put("code", fault.code().code())
                        .put("pointer", fault.pointer())
                        .put("message", fault.message()));
        ArrayNode notes = root.putArray("notes");
        report.notes()
                .forEach(note ->
                        notes.addObject().put("code", note.code().code()).put("message", note.message()));
        return root;
    }

    private void tell(BundleReport report) {
        PrintWriter out = out();
        report.notes()
                .forEach(note ->
                        out.println(kd.say("note: ", "说明：") + kd.say(note.message(), BundleWords.chinese(note))));
        report.faults()
                .forEach(fault -> out.println("%s %s: %s"
                        .formatted(
                                fault.code().code(),
                                fault.pointer(),
                                kd.say(fault.message(), BundleWords.chinese(fault)))));
        Evidence evidence = report.evidence();
        Checkpoint checkpoint = report.checkpoint();
        if (report.ok() && evidence != null && checkpoint != null) {
            out.println(kd.say(
                            "The bundle verifies: %d events under the checkpoint of %d entries of log '%s'.",
                            "证据包核验通过：%d 个事件，位于日志“%3$s”共 %2$d 条目的检查点之下。")
                    .formatted(
                            evidence.admitted().size()
                                    + evidence.notUnderstood().size(),
                            checkpoint.size(),
                            checkpoint.origin()));
        } else {
            out.println(kd.say("The bundle does not verify: %d faults.", "证据包未通过核验：共 %d 处不符。")
                    .formatted(report.faults().size()));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
