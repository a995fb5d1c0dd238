package io.kdchain.rules.release;

import io.kdchain.provenance.event.KdException;
import java.util.List;
import java.util.stream.Collectors;

/** A pack that must be signed and is not, or cannot be signed as it is. */
public final class PackSignatureException extends KdException {
    private static final long serialVersionUID = 1L;

    private final transient List<PackFinding> findings;

    /** With all that is wrong, at least one. */
    public PackSignatureException(String pack, List<PackFinding> findings) {
        super("Rule pack %s is not accepted:%n%s"
                .formatted(
                        pack,
                        findings.stream()
                                .map(PackFinding::toString)
                                .collect(Collectors.joining(System.lineSeparator()))));
        this.findings = List.copyOf(findings);
    }

    /** What is wrong. */
    public List<PackFinding> findings() {
        return findings;
    }
}
