package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.Registrar;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

/** {@code kd party}: who may record in a log. */
@Command(name = "party", description = "Registers the parties of a log.")
final class PartyCommand implements Runnable {
    private static final String DEFAULT_CHAIN = "main";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), kd.say("A command is missing: register.", "缺少子命令：register。"));
    }

    @Command(
            name = "register",
            description =
                    "Registers a party with its key and roles. Without --registrar it begins a new log, whose first"
                            + " registrar the party is; its public key is the root of trust that verifiers need.")
    int register(
            @Parameters(paramLabel = "ID", description = "Id of the party, such as radnet.") String id,
            @Mixin LogToWrite target,
            @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key pair of the party.")
                    Path key,
            @Option(names = "--registrar", paramLabel = "FILE", description = "Key pair of a registrar of the log.")
                    @Nullable
                    Path registrar,
            @Option(
                            names = "--role",
                            paramLabel = "ROLE",
                            split = ",",
                            description = "Such as teacher-developer; may be given several times.")
                    @Nullable
                    List<String> roles,
            @Option(names = "--name", paramLabel = "TEXT", description = "Full name; by default the id.") @Nullable
                    String name,
            @Option(
                            names = "--jurisdiction",
                            paramLabel = "CODE",
                            defaultValue = "CN",
                            description = "ISO 3166-1 code. Default: ${DEFAULT-VALUE}.")
                    String jurisdiction,
            @Option(names = "--legal-id", paramLabel = "TEXT", description = "Number in a register of companies.")
                    @Nullable
                    String legalId,
            @Option(
                            names = "--chain",
                            paramLabel = "NAME",
                            description = "Chain in which the registration is counted; by default the registrar's.")
                    @Nullable
                    String chain,
            @Option(names = "--origin", paramLabel = "NAME", description = "Name of a new log that has a --log-key.")
                    @Nullable
                    String origin) {
        PartyId party = new PartyId(id);
        Ed25519Signer signer = KeyFile.read(key);
        List<Role> held = roles(roles);
        Instant now = Clock.systemUTC().instant();
        String fullName = name == null ? id : name;
        if (registrar == null) {
            if (!held.isEmpty() && !held.equals(List.of(Role.REGISTRAR))) {
                throw new BadInputException(kd.say(
                        "The first registrar of a log has no other role. Register it alone, then the others with --registrar.",
                        "日志的首个登记员不得兼任其他角色。请先单独登记，再用 --registrar 登记其他各方。"));
            }
            try (ChainLog log = target.openOrMake(kd, spec.commandLine().getErr(), origin)) {
                if (log.size() > 0) {
                    throw new BadInputException(kd.say(
                            "The log has a first registrar; give its key with --registrar.",
                            "该日志已有首个登记员；请用 --registrar 给出其密钥。"));
                }
                log.begin(chain == null ? DEFAULT_CHAIN : chain, party, signer, fullName, jurisdiction, now);
                told(0, party);
            }
            return CommandLine.ExitCode.OK;
        }
        Ed25519Signer vouching = KeyFile.read(registrar);
        try (ChainLog log = target.open(kd, spec.commandLine().getErr())) {
            PartyId by = LogToWrite.holder(log, vouching.publicKey(), null, registrar);
            String where = chain == null ? LogToWrite.chainOf(log, by) : chain;
            Registrar registering = log.registrar(where, by, vouching);
            Recorder recorder = log.recorder(where, party, signer);
            told(
                    registering
                            .register(
                                    recorder,
                                    new PartyRegistered(
                                            fullName,
                                            held,
                                            jurisdiction,
                                            signer.publicKey().text(),
                                            legalId),
                                    now)
                            .index(),
                    party);
        }
        return CommandLine.ExitCode.OK;
    }

    private static List<Role> roles(@Nullable List<String> codes) {
        List<Role> roles = new ArrayList<>();
        for (String code : codes == null ? List.<String>of() : codes) {
            roles.add(Coded.find(Role.class, code)
                    .orElseThrow(() -> new BadInputException("'%s' is no role. Roles: %s."
                            .formatted(code, String.join(", ", Coded.codes(Role.class))))));
        }
        return roles;
    }

    private void told(long index, PartyId party) {
        spec.commandLine().getOut().println("%d PartyRegistered %s".formatted(index, party));
    }
}
