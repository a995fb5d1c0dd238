package io.kdchain.rules.verdict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happened and what is claimed.
 *
 * @param id such as {@code incident:4711}
 * @param about ids of the outputs or other entities from which the causal slice starts; at least one
 * @param claimant who was harmed
 * @param occurredAt when the damage arose
 * @param reportedAt when it was reported; where the log holds an {@code IncidentReported}, its recording counts instead
 * @param items heads of damage; at least one, ids unique
 */
public record Incident(
        String id,
        List<String> about,
        String claimant,
        Instant occurredAt,
        Instant reportedAt,
        List<DamageItem> items) {
    public Incident {
        about = List.copyOf(about);
        items = List.copyOf(items);
        if (about.isEmpty()) {
            throw new IllegalArgumentException(
                    "Incident %s is about nothing; name the output that harmed.".formatted(id));
        }
        if (items.isEmpty()) {
            throw new IllegalArgumentException("Incident %s has no damage item; name at least one.".formatted(id));
        }
        Set<String> ids = new HashSet<>();
        for (DamageItem item : items) {
            if (!ids.add(item.id())) {
                throw new IllegalArgumentException(
                        "Incident %s has two items '%s'; ids must differ.".formatted(id, item.id()));
            }
        }
    }

    /** Begins an incident about an output or another entity, such as {@code output:4711}. */
    public static Builder about(String entity) {
        return new Builder().andAbout(entity);
    }

    /** Collects an incident; {@link #build()} checks it. */
    public static final class Builder {
        private final List<String> about = new ArrayList<>();
        private final List<DamageItem> items = new ArrayList<>();
        private @Nullable String id;
        private @Nullable String claimant;
        private @Nullable Instant occurredAt;
        private @Nullable Instant reportedAt;

        private Builder() {}

        /** One more entity from which the slice starts. */
        public Builder andAbout(String entity) {
            about.add(entity);
            return this;
        }

        /** The id; by default {@code incident:} and the name of the first entity. */
        public Builder id(String incidentId) {
            this.id = incidentId;
            return this;
        }

        public Builder claimant(String party) {
            this.claimant = party;
            return this;
        }

        /** When the damage arose. */
        public Builder occurredAt(Instant at) {
            this.occurredAt = at;
            return this;
        }

        /** When it was reported; by default when the damage arose. */
        public Builder reportedAt(Instant at) {
            this.reportedAt = at;
            return this;
        }

        public Builder item(DamageItem item) {
            items.add(item);
            return this;
        }

        /** A bodily injury with this loss. */
        public Builder bodilyInjury(Money loss) {
            return item(DamageItem.of("injury", "bodily-injury").withAmount(loss));
        }

        /**
         * The incident.
         *
         * @throws IllegalStateException if the claimant or the time is missing
         */
        public Incident build() {
            if (claimant == null || occurredAt == null) {
                throw new IllegalStateException("An incident needs a claimant and the time when the damage arose.");
            }
            String name = id != null
                    ? id
                    : "incident:" + about.get(0).replaceFirst("^[a-z]+:", "").replaceFirst("@.*$", "");
            return new Incident(
                    name, about, claimant, occurredAt, Objects.requireNonNullElse(reportedAt, occurredAt), items);
        }
    }
}
