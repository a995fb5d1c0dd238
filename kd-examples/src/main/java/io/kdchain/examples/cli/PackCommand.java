package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.VerifierKey;
import io.kdchain.rules.release.AcceptedPacks;
import io.kdchain.rules.release.PackFinding;
import io.kdchain.rules.release.PackManifest;
import io.kdchain.rules.release.PackRole;
import io.kdchain.rules.release.PackTrust;
import io.kdchain.rules.release.SignedPack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd pack}: releases of rule packs. */
@Command(name = "pack", description = "Signs rule packs, in two roles, and verifies them.")
final class PackCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), kd.say("A command is missing: sign or verify.", "缺少子命令：sign 或 verify。"));
    }

    @Command(
            name = "sign",
            description = "Signs a pack. The author measures every file and writes manifest.json; the reviewer, who has"
                    + " another key, signs the same manifest after that.")
    int sign(
            @Parameters(paramLabel = "DIR", description = "Folder of a rule pack.") Path folder,
            @Option(names = "--role", paramLabel = "author|reviewer", required = true) String role,
            @Option(names = "--key", paramLabel = "FILE", required = true, description = "As 'kd key new' makes it.")
                    Path keyFile) {
        Ed25519Signer signer = KeyFile.read(keyFile);
        PackRole as = PackRole.of(role);
        PackManifest signed = SignedPack.sign(folder, as, signer);
        out().println(kd.say(
                        "Signed as %s: %s %s, %d files, law %s, manifest %s.", "已以%s身份签署：%s %s，共%d个文件，规则摘要 %s，清单 %s。")
                .formatted(
                        kd.say(as.code(), as == PackRole.AUTHOR ? "作者" : "审核人"),
                        signed.pack(),
                        signed.version(),
                        signed.files().files().size(),
                        signed.law(),
                        signed.digest()));
        if (as == PackRole.AUTHOR) {
            out().println(kd.say("Now somebody else reviews it and signs as reviewer.", "现在应由另一人审核并以 reviewer 身份签署。"));
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "verify",
            description =
                    "Says whether a pack is what an author and a reviewer signed: every file, nothing more, the law"
                            + " of the packs below as well, and no older version than before.")
    int verify(
            @Parameters(paramLabel = "DIR", description = "Folder of a rule pack.") Path folder,
            @Option(
                            names = "--author",
                            paramLabel = "KEY",
                            required = true,
                            description = "Trusted author, as 'kd key show' prints it; may be repeated.")
                    List<String> authors,
            @Option(
                            names = "--reviewer",
                            paramLabel = "KEY",
                            required = true,
                            description = "Trusted reviewer, as 'kd key show' prints it; may be repeated.")
                    List<String> reviewers,
            @Option(
                            names = "--state",
                            paramLabel = "FILE",
                            description =
                                    "Remembers the newest version accepted, and refuses an older one; made if it is"
                                            + " not there.")
                    @Nullable
                    Path state,
            @Option(names = "--json", description = "Prints the result as one line of JSON.") boolean json)
            throws JsonProcessingException {
        PackTrust trust = new PackTrust(keys(authors), keys(reviewers));
        SignedPack pack = SignedPack.load(folder);
        List<PackFinding> findings =
                state == null ? pack.verify(trust) : AcceptedPacks.open(state).accept(pack, trust);
        if (json) {
            out().println(JSON.writeValueAsString(document(pack, findings)));
        } else if (findings.isEmpty()) {
            PackManifest signed = pack.manifest();
            out().println(kd.say(
                            "%s %s is what author and reviewer signed: %d files, law %s.",
                            "%s %s 与作者和审核人签署的一致：共%d个文件，规则摘要 %s。")
                    .formatted(
                            signed.pack(),
                            signed.version(),
                            signed.files().files().size(),
                            signed.law()));
        } else {
            findings.forEach(out()::println);
            out().println(kd.say("%s is not accepted; %d findings.", "%s不予接受；问题%d个。")
                    .formatted(folder, findings.size()));
        }
        return findings.isEmpty() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
    }

    private static ObjectNode document(SignedPack pack, List<PackFinding> findings) {
        ObjectNode root = JSON.createObjectNode()
                .put("format", 1)
                .put("ok", findings.isEmpty())
                .put("pack", pack.pack().id())
                .put("version", pack.pack().version())
                .put("law", "sha256:" + pack.pack().digest());
        var all = root.putArray("findings");
        findings.forEach(f -> all.addObject().put("code", f.code().text()).put("message", f.message()));
        return root;
    }

    private static Set<PublicKey> keys(List<String> texts) {
        Set<PublicKey> keys = new HashSet<>();
        texts.forEach(text -> keys.add(VerifierKey.parse(text).key()));
        return keys;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
