package io.kdchain.examples.cli;

import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.sign.VerifierKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kd key}: Ed25519 key pairs of parties. */
@Command(name = "key", description = "Makes and shows Ed25519 key pairs.")
final class KeyCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing: new or show.");
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

    private void print(String holder, Ed25519Signer signer) {
        spec.commandLine().getOut().println(new VerifierKey(holder, signer.publicKey()));
    }

    /** The name without the file's extension: a key of {@code radnet.pem} is that of {@code radnet}. */
    static String holder(Path file, @Nullable String name) {
        return name != null ? name : String.valueOf(file.getFileName()).replaceFirst("\\.[^.]+$", "");
    }
}
