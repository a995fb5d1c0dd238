package io.kdchain.provenance.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.merkle.MerkleHash;
import io.kdchain.provenance.sign.MlDsa44;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Another implementation of FIPS 204 and of the cosigned message, in Python, against ours. */
class MlDsa44OracleTest {
    private static final int NO_MODULE = 3;
    private static final String PYTHON = """
            import struct, sys
            try:
                from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
                key = MLDSA44PrivateKey.from_seed_bytes(bytes(range(32)))
            except Exception:
                sys.exit(3)
            def text(s): return bytes([len(s)]) + s
            message = (b"subtree/v1\\n\\0" + text(b"witness.example/w") + struct.pack(">Q", 1772366400)
                       + text(b"kd.example/log") + struct.pack(">QQ", 0, 3) + bytes.fromhex(sys.argv[1]))
            public = key.public_key()
            try:
                public.verify(bytes.fromhex(sys.argv[2]), message)
            except Exception:
                sys.exit(4)
            print(public.public_bytes_raw().hex())
            print(key.sign(message).hex())
            """;

    @Test
    void cosignaturesAreThoseOfAnotherImplementation() throws IOException, InterruptedException {
        byte[] seed = new byte[MlDsa44.SEED_SIZE];
        for (int i = 0; i < seed.length; i++) {
            seed[i] = (byte) i;
        }
        Cosigner cosigner = Cosigner.mlDsa44("witness.example/w", MlDsa44.fromSeed(seed));
        Checkpoint checkpoint = new Checkpoint("kd.example/log", 3, Bytes.of(MerkleHash.empty()), List.of("extension"));
        byte[] timed = cosigner.cosign(checkpoint.text(), Instant.ofEpochSecond(1772366400))
                .signature()
                .toArray();

        Process python = new ProcessBuilder(
                        RequiredTool.require("python3").toString(),
                        "-c",
                        PYTHON,
                        HexFormat.of().formatHex(checkpoint.root().toArray()),
                        HexFormat.of().formatHex(timed, Long.BYTES, timed.length))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                .lines()
                .toList();
        assertThat(python.waitFor(30, TimeUnit.SECONDS)).isTrue();
        if (python.exitValue() == NO_MODULE) {
            throw new TestAbortedException("Missing tool: python3 with ML-DSA in its module cryptography");
        }

        assertThat(python.exitValue()).as("our cosignature verifies there").isZero();
        assertThat(HexFormat.of().formatHex(cosigner.publicKey().key().toArray()))
                .isEqualTo(lines.get(0));
        byte[] theirs = HexFormat.of().parseHex(lines.get(1));
        byte[] line = timed.clone();
        System.arraycopy(theirs, 0, line, Long.BYTES, theirs.length);
        assertThat(cosigner.publicKey().verify(checkpoint.text(), Bytes.of(line)))
                .isTrue();
    }
}
