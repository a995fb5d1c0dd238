package io.kdchain.provenance.label;

import com.fasterxml.jackson.databind.JsonNode;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.Scene;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a label owns up to: by its own words the output lacked something when it was served. A label with shortcomings
 * is no less genuine; whoever serves or uses the output reads them before.
 *
 * @param code what was lacking
 * @param pointer where the label says so: RFC 6901, relative to the label file
 * @param message in one sentence
 */
public record Shortcoming(Code code, String pointer, String message) {

    /** What an output can lack. The last three are looked for in medical outputs only. */
    public enum Code implements Coded {
        /** A data set behind the output had no authorisation that covers distillation. */
        DISTILLATION_NOT_AUTHORISED,
        /** An authorisation of data had ended. */
        AUTHORISATION_ENDED,
        /** The qualification of a teacher had ended. */
        QUALIFICATION_EXPIRED,
        /** A teacher has no number of a qualification. */
        QUALIFICATION_MISSING,
        /** No report on the compliance of the data had been made by then. */
        COMPLIANCE_REPORT_MISSING,
        /** The last report on the compliance of a data set was not passed. */
        COMPLIANCE_NOT_PASSED
    }

    /** One look through one label; what it lacks as a label is found by {@link Label#verify}. */
    static List<Shortcoming> of(JsonNode label) {
        return new Look(label).found;
    }

    private static final class Look {
        private final JsonNode label;
        private final List<Shortcoming> found = new ArrayList<>();

        Look(JsonNode label) {
            this.label = label;
            authorisations();
            teachers();
            if (isMedical()) {
                compliance();
            }
        }

        private boolean isMedical() {
            for (JsonNode deployment : label.path("deployments")) {
                if (Scene.MEDICAL.code().equals(deployment.path("scene").asText())) {
                    return true;
                }
            }
            return false;
        }

        /** Whether a moment that the label states lies before the one at which the output was served. */
        private boolean over(JsonNode end) {
            try {
                return end.isTextual()
                        && Instant.parse(end.textValue())
                                .isBefore(Instant.parse(label.path("servedAt").asText()));
            } catch (DateTimeException e) {
                // no moment: the signature covers it, and LabelWriter writes none
                return false;
            }
        }

        private void authorisations() {
            TreeSet<String> datasets = new TreeSet<>();
            TreeSet<String> forDistillation = new TreeSet<>();
            JsonNode all = label.path("authorisations");
            for (int i = 0; i < all.size(); i++) {
                String dataset = all.get(i).path("dataset").asText();
                datasets.add(dataset);
                if (all.get(i).path("distillation").asBoolean()) {
                    forDistillation.add(dataset);
                }
                if (over(all.get(i).path("until"))) {
                    add(
                            Code.AUTHORISATION_ENDED,
                            "/label/authorisations/" + i,
                            "The authorisation of %s ended at %s, and the output was served at %s."
                                    .formatted(dataset, all.get(i).path("until").asText(), servedAt()));
                }
            }
            datasets.removeAll(forDistillation);
            datasets.forEach(dataset -> add(
                    Code.DISTILLATION_NOT_AUTHORISED,
                    "/label/authorisations",
                    "No authorisation of %s covers distillation.".formatted(dataset)));
        }

        private void teachers() {
            JsonNode all = label.path("teachers");
            for (int i = 0; i < all.size(); i++) {
                String model = all.get(i).path("model").asText();
                if (over(all.get(i).path("validUntil"))) {
                    add(
                            Code.QUALIFICATION_EXPIRED,
                            "/label/teachers/" + i,
                            "The qualification of %s ended at %s, and the output was served at %s."
                                    .formatted(
                                            model, all.get(i).path("validUntil").asText(), servedAt()));
                }
                if (isMedical() && !all.get(i).has("number")) {
                    add(
                            Code.QUALIFICATION_MISSING,
                            "/label/teachers/" + i,
                            "%s has no number of a qualification, and the output is a medical one.".formatted(model));
                }
            }
        }

        private void compliance() {
            JsonNode all = label.path("dataAudits");
            Map<String, Integer> last = new TreeMap<>();
            for (int i = 0; i < all.size(); i++) {
                if (over(all.get(i).path("at"))
                        || servedAt().equals(all.get(i).path("at").asText())) {
                    last.put(all.get(i).path("dataset").asText(), i);
                }
            }
            if (last.isEmpty()) {
                add(
                        Code.COMPLIANCE_REPORT_MISSING,
                        "/label/dataAudits",
                        "No report on the compliance of the data was made before the medical output was served.");
            }
            last.forEach((dataset, i) -> {
                if (!all.get(i).path("passed").asBoolean()) {
                    add(
                            Code.COMPLIANCE_NOT_PASSED,
                            "/label/dataAudits/" + i,
                            "The last report on the compliance of %s was not passed.".formatted(dataset));
                }
            });
        }

        private String servedAt() {
            return label.path("servedAt").asText();
        }

        private void add(Code code, String pointer, String message) {
            found.add(new Shortcoming(code, pointer, message));
        }
    }
}
