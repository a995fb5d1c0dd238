package io.kdchain.rules.pack;

import java.util.List;
import java.util.Optional;

/**
 * What has to be done after an incident, as lawyers write it in {@code playbook.yaml}. It guides and reminds; no
 * verdict depends on it, and so the digest of the pack does not cover it.
 *
 * @param title what it is called
 * @param steps in the order of the file; a pack that builds on another one replaces its steps of the same id and adds
 *     others
 * @param terms spans of time that the steps name, beside those of {@code parameters.yaml}
 * @param sha256 SHA-256 of its files, in hexadecimal: what was in force when a status was told
 */
public record Playbook(Label title, List<PlaybookStep> steps, Parameters terms, String sha256) {
    public Playbook {
        steps = List.copyOf(steps);
    }

    /** The step of this id. */
    public Optional<PlaybookStep> step(String id) {
        return steps.stream().filter(step -> step.id().equals(id)).findFirst();
    }
}
