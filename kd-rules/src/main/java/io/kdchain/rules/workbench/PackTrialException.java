package io.kdchain.rules.workbench;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.pack.RulePack;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A pack does not do what its scenarios expect. */
public final class PackTrialException extends KdException {
    private static final long serialVersionUID = 1L;

    private final transient List<Unmet> unmet;

    PackTrialException(RulePack pack, Path scenarios, int count, List<Unmet> unmet) {
        super(
                count == 0
                        ? "Rule pack %s %s was not tried: there is no scenario in %s. Write one, or leave the trial out."
                                .formatted(pack.id(), pack.version(), scenarios)
                        : "Rule pack %s %s fails in %d expectations of %d scenarios; correct the rules, or the expectations from the law.%n%s"
                                .formatted(
                                        pack.id(),
                                        pack.version(),
                                        unmet.size(),
                                        count,
                                        unmet.stream()
                                                .map(Unmet::toString)
                                                .collect(Collectors.joining(System.lineSeparator()))));
        this.unmet = List.copyOf(unmet);
    }

    /** The expectations that are not met; empty if there was no scenario. */
    public List<Unmet> unmet() {
        return unmet;
    }
}
