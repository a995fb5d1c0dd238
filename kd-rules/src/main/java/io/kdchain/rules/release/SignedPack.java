package io.kdchain.rules.release;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.kdchain.provenance.artefact.ArtefactManifest;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.sign.Envelope;
import io.kdchain.provenance.sign.PublicKey;
import io.kdchain.provenance.sign.Signer;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.release.PackFinding.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pack with the signatures that its folder holds, as they stood there at one moment. Nothing of it is believed before
 * {@link #verify} says so. Immutable, safe for concurrent use.
 *
 * <p>{@code author.sig} and {@code reviewer.sig} are DSSE envelopes whose payload names the role, the pack, its version
 * and the digest of {@code manifest.json}: a signature of one role is none of the other.
 */
public final class SignedPack {
    /** The type of what a role signs. */
    public static final String PAYLOAD_TYPE = "application/vnd.kdchain.rule-pack+json";

    private static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Path folder;
    private final RulePack pack;
    private final ArtefactManifest files;
    private final byte @Nullable [] manifest;
    private final Map<PackRole, byte[]> signatures;

    private SignedPack(
            Path folder,
            RulePack pack,
            ArtefactManifest files,
            byte @Nullable [] manifest,
            Map<PackRole, byte[]> signatures) {
        this.folder = folder;
        this.pack = pack;
        this.files = files;
        this.manifest = manifest;
        this.signatures = signatures;
    }

    /**
     * Reads a folder.
     *
     * @throws io.kdchain.rules.pack.RulePackException if the pack has problems
     * @throws io.kdchain.provenance.artefact.ManifestException if the folder holds links or names that another machine
     *     cannot have
     */
    public static SignedPack load(Path folder) {
        RulePack pack = RulePack.load(folder);
        Map<PackRole, byte[]> signatures = new EnumMap<>(PackRole.class);
        for (PackRole role : PackRole.values()) {
            read(folder.resolve(role.file())).ifPresent(bytes -> signatures.put(role, bytes));
        }
        byte[] manifest = read(folder.resolve(PackManifest.FILE)).orElse(null);
        return new SignedPack(folder, pack, PackManifest.measure(folder), manifest, signatures);
    }

    private static Optional<byte[]> read(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(in.readNBytes(MAX_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    /** The pack, believed or not. */
    public RulePack pack() {
        return pack;
    }

    /**
     * All that speaks against the pack; empty if both roles signed exactly what was loaded, with two trusted keys.
     *
     * @param trust whose signatures count
     */
    public List<PackFinding> verify(PackTrust trust) {
        List<PackFinding> findings = new ArrayList<>();
        PackManifest signed = content(findings);
        Map<PackRole, PublicKey> keys = new EnumMap<>(PackRole.class);
        for (PackRole role : PackRole.values()) {
            signature(role, signed, trust, findings).ifPresent(key -> keys.put(role, key));
        }
        if (keys.size() == 2 && Set.copyOf(keys.values()).size() == 1) {
            findings.add(new PackFinding(
                    Code.ONE_KEY,
                    "One key signed as author and as reviewer; let somebody else review the pack and sign it."));
        }
        return findings;
    }

    /** Holds the folder against the manifest; null if there is none. */
    private @Nullable PackManifest content(List<PackFinding> findings) {
        byte[] bytes = manifest;
        if (bytes == null) {
            findings.add(new PackFinding(
                    Code.MANIFEST,
                    "There is no %s; the author makes it by `kd pack sign %s --role author --key FILE`."
                            .formatted(PackManifest.FILE, folder)));
            return null;
        }
        PackManifest signed;
        try {
            signed = PackManifest.parse(bytes);
        } catch (IllegalArgumentException e) {
            findings.add(new PackFinding(
                    Code.MANIFEST,
                    "%s is no manifest of a pack: %s Let the author sign again."
                            .formatted(PackManifest.FILE, e.getMessage())));
            return null;
        }
        for (ArtefactManifest.Difference d : signed.files().differences(files)) {
            findings.add(
                    switch (d.kind()) {
                        case MISSING ->
                            new PackFinding(
                                    Code.MISSING, "%s was signed and is not there; restore it.".formatted(d.path()));
                        case EXTRA ->
                            new PackFinding(
                                    Code.UNLISTED,
                                    "%s is there and was not signed; delete it, or let both sign again."
                                            .formatted(d.path()));
                        case CHANGED, MISPLACED, RENAMED ->
                            new PackFinding(
                                    Code.CHANGED,
                                    "%s is not what was signed; restore it, or let both sign again."
                                            .formatted(d.path()));
                    });
        }
        if (!signed.pack().equals(pack.id())
                || !signed.version().equals(pack.version())
                || !signed.law().equals(PackManifest.law(pack))) {
            findings.add(new PackFinding(
                    Code.OTHER_LAW,
                    "%s %s with law %s was loaded, and %s %s with law %s was signed; restore the files of the pack and of those it builds on (%s), or let both sign again."
                            .formatted(
                                    pack.id(),
                                    pack.version(),
                                    PackManifest.law(pack),
                                    signed.pack(),
                                    signed.version(),
                                    signed.law(),
                                    String.join(", ", pack.ids()))));
        }
        return signed;
    }

    private Optional<PublicKey> signature(
            PackRole role, @Nullable PackManifest signed, PackTrust trust, List<PackFinding> findings) {
        byte[] bytes = signatures.get(role);
        if (bytes == null) {
            findings.add(new PackFinding(
                    Code.UNSIGNED,
                    "No %s has signed (%s is missing); `kd pack sign %s --role %s --key FILE` does."
                            .formatted(role.code(), role.file(), folder, role.code())));
            return Optional.empty();
        }
        if (signed == null) {
            return Optional.empty();
        }
        Envelope envelope;
        try {
            envelope = Envelope.parse(bytes);
        } catch (MalformedEventException e) {
            findings.add(new PackFinding(
                    Code.FORGED,
                    "%s is no signature (a DSSE envelope in canonical form); let the %s sign again."
                            .formatted(role.file(), role.code())));
            return Optional.empty();
        }
        boolean ofThis = envelope.payloadType().equals(PAYLOAD_TYPE)
                && Arrays.equals(envelope.payload().toArray(), payload(role, signed));
        if (!ofThis || envelope.signatures().size() != 1) {
            findings.add(new PackFinding(
                    Code.FORGED,
                    "%s is not a signature of this manifest by one %s; let the %s sign again."
                            .formatted(role.file(), role.code(), role.code())));
            return Optional.empty();
        }
        byte[] signature = envelope.signatures().get(0).bytes().toArray();
        Optional<PublicKey> key = trust.of(role).stream()
                .filter(k -> k.verify(envelope.signedBytes(), signature))
                .findFirst();
        if (key.isEmpty()) {
            String keyId = envelope.signatures().get(0).keyId();
            boolean known = trust.of(role).stream().anyMatch(k -> k.keyId().equals(keyId));
            findings.add(
                    known
                            ? new PackFinding(
                                    Code.FORGED,
                                    "The signature in %s does not verify; let the %s sign again."
                                            .formatted(role.file(), role.code()))
                            : new PackFinding(
                                    Code.NOT_TRUSTED,
                                    "%s was signed by a key that is not trusted as %s; name the key if you trust its holder."
                                            .formatted(role.file(), role.code())));
        }
        return key;
    }

    /**
     * The manifest that was signed.
     *
     * @throws PackSignatureException if there is none
     */
    public PackManifest manifest() {
        List<PackFinding> findings = new ArrayList<>();
        PackManifest signed = content(findings);
        if (signed == null) {
            throw new PackSignatureException(pack.id(), findings);
        }
        return signed;
    }

    /**
     * Signs the folder of a pack. The author measures it and writes the manifest, and a review of before is void; the
     * reviewer signs the manifest that is there, if the folder is still what it says.
     *
     * @return what was signed
     * @throws PackSignatureException if there is nothing that a reviewer could sign
     * @throws IllegalArgumentException if the version has no order
     */
    public static PackManifest sign(Path folder, PackRole role, Signer signer) {
        SignedPack before = load(folder);
        PackManifest signed =
                role == PackRole.AUTHOR ? PackManifest.of(before.pack, folder) : before.reviewable(signer);
        Envelope envelope = Envelope.sign(PAYLOAD_TYPE, payload(role, signed), List.of(signer));
        try {
            if (role == PackRole.AUTHOR) {
                Files.deleteIfExists(folder.resolve(PackRole.REVIEWER.file()));
                Files.write(folder.resolve(PackManifest.FILE), signed.toBytes());
            }
            Files.write(folder.resolve(role.file()), envelope.toBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("signing " + folder, e);
        }
        return signed;
    }

    private PackManifest reviewable(Signer reviewer) {
        List<PackFinding> findings = new ArrayList<>();
        PackManifest signed = content(findings);
        byte[] author = signatures.get(PackRole.AUTHOR);
        if (author == null) {
            findings.add(new PackFinding(
                    Code.UNSIGNED,
                    "No author has signed; a review is one of what an author answers for. Let the author sign first."));
        } else if (signed != null) {
            Envelope envelope = Envelope.parse(author);
            PublicKey own = reviewer.publicKey();
            if (envelope.signatures().stream()
                    .anyMatch(s -> own.verify(envelope.signedBytes(), s.bytes().toArray()))) {
                findings.add(new PackFinding(
                        Code.ONE_KEY, "This key signed as author; let somebody else review the pack and sign it."));
            }
        }
        if (signed == null || !findings.isEmpty()) {
            throw new PackSignatureException(pack.id(), findings);
        }
        return signed;
    }

    private static byte[] payload(PackRole role, PackManifest signed) {
        return Jcs.write(JsonNodeFactory.instance
                .objectNode()
                .put("manifest", signed.digest().toString())
                .put("pack", signed.pack())
                .put("role", role.code())
                .put("version", signed.version()));
    }
}
