package io.kdchain.provenance.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventBodies;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolePolicyTest {
    private static final Instant AT = Instant.parse("2026-03-01T08:00:00Z");

    /** Each row: type, body as the actor {@code x} states it of itself, and the roles of which one is needed. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OrderIssued | {by: x, to: y, kind: stop, about: []} | regulator",
                "InsuranceBound | {insurer: x, insured: y, policy: p, cover: {amount: '1', currency: CNY}, from: '2026-01-01', until: '2027-01-01'} | insurer",
                "ApprovalGranted | {subject: 'model:m', holder: y, kind: device-registration, by: x} | auditor,industry-association,regulator",
                "ApprovalRevoked | {subject: 'model:m', by: x, since: '2026-01-01'} | auditor,industry-association,regulator",
                "ProviderAssessed | {provider: y, grade: passed} | auditor,industry-association,regulator",
                "TechnicalAudited | {subject: 'model:m', auditor: x} | auditor,regulator",
                "DefectAppraised | {subject: 'model:m', by: x, defective: true} | auditor,regulator",
                "CausationAppraised | {incident: 'incident:i', by: x} | auditor,regulator",
                "DutyAppraised | {party: y, duty: d, met: true, by: x} | auditor,regulator",
                "SafeguardChanged | {deployment: 'deployment:d', safeguard: monitoring, enabled: false} | deployment-platform,student-user",
                "OutputPromoted | {about: ['output:1'], how: ranked} | deployment-platform,student-user",
                "AgreementConcluded | {kind: data-licence, parties: [x, y]} | ",
                "DataAuthorised | {dataset: 'dataset:d', by: x, basis: consent, distillation: true} | ",
                "AuthorisationRevoked | {dataset: 'dataset:d', by: x, since: '2026-01-01'} | ",
                "IncidentReported | {outputs: ['output:1'], claimant: x, occurredAt: '2026-01-01'} | ",
                "DatasetCollected | {method: crawl, personal: none} | ",
                "OutputUsed | {output: 'output:1', use: as-intended, humanReview: none} | ",
                "MeasureTaken | {measure: recall, about: []} | ",
                "PlanAdopted | {kind: monitoring} | ",
            })
    void whoSpeaksInItsOwnNameNeedsOneOfTheseRoles(String type, String body, @Nullable String roles) {
        Event event = event(type, body, "x", null);
        Set<String> needed = roles == null ? Set.of() : new TreeSet<>(Arrays.asList(roles.split(",")));

        for (Role role : Role.values()) {
            assertThat(RolePolicy.misuse(event, EnumSet.of(role)).isEmpty())
                    .as(role.code())
                    .isEqualTo(needed.isEmpty() || needed.contains(role.code()));
        }
        assertThat(RolePolicy.misuse(event, Set.of()).isPresent()).isEqualTo(!needed.isEmpty());
        assertThat(RolePolicy.saidForAnother(event)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "OrderIssued | {by: y, to: z, kind: stop, about: []}",
                "InsuranceBound | {insurer: y, insured: x, policy: p, cover: {amount: '1', currency: CNY}, from: '2026-01-01', until: '2027-01-01'}",
                "ApprovalGranted | {subject: 'model:m', holder: x, kind: device-registration, by: y}",
                "AgreementConcluded | {kind: data-licence, parties: [y, z]}",
                "DataAuthorised | {dataset: 'dataset:d', by: y, basis: consent, distillation: true}",
                "TechnicalAudited | {subject: 'model:m', auditor: y}",
                "IncidentReported | {outputs: ['output:1'], claimant: y, occurredAt: '2026-01-01'}",
            })
    void whatIsSaidForAnotherIsAClaimAndNoMisuse(String type, String body) {
        Event event = event(type, body, "x", null);

        assertThat(RolePolicy.saidForAnother(event))
                .hasValueSatisfying(m -> assertThat(m).contains("'x'", "'y'"));
        assertThat(RolePolicy.misuse(event, Set.of())).isEmpty();
    }

    @Test
    void whatAnotherRecordedIsSaidForTheActor() {
        Event event = event("OutputUsed", "{output: 'output:1', use: as-intended, humanReview: none}", "x", "watcher");

        assertThat(RolePolicy.saidForAnother(event))
                .hasValueSatisfying(
                        message -> assertThat(message).startsWith("'watcher' recorded a OutputUsed of 'x'"));
    }

    private static Event event(String type, String body, String actor, @Nullable String observer) {
        try {
            return new Event(
                    EventId.of(AT, new byte[10]),
                    type,
                    1,
                    "c",
                    new PartyId(actor),
                    observer == null ? null : new PartyId(observer),
                    AT,
                    List.of(),
                    List.of(),
                    0,
                    null,
                    List.of(),
                    EventBodies.read(type, new ObjectMapper().readTree(json(body))));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(body, e);
        }
    }

    /** Quotes what the table leaves unquoted so that it can be read. */
    private static String json(String text) {
        return text.replaceAll("(?<![\\w'-])([A-Za-z][A-Za-z-]*)(?![\\w'-])", "\"$1\"")
                .replace('\'', '"')
                .replace("\"true\"", "true")
                .replace("\"false\"", "false");
    }
}
