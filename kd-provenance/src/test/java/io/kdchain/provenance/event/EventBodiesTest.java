package io.kdchain.provenance.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EventBodiesTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @Test
    void aBodyIsReadAndWrittenWithExactDecimals() {
        EventBody body = read("DistillationCompleted", "{'fidelity': {'agreement': 0.970, 'kl': '0.02'}}");

        assertThat(body)
                .isEqualTo(new DistillationCompleted(
                        null,
                        List.of(),
                        new DistillationCompleted.Fidelity(new BigDecimal("0.970"), new BigDecimal("0.02")),
                        List.of()));
        assertThat(EventBodies.write(body))
                .hasToString(
                        "{\"biasChange\":[],\"fidelity\":{\"agreement\":\"0.970\",\"kl\":\"0.02\"},\"metrics\":[]}");
    }

    @Test
    void aDateIsMidnightAndADeadlineTheEndOfTheDay() {
        DataAuthorised body = (DataAuthorised)
                read(
                        "DataAuthorised",
                        "{'dataset': 'dataset:ct', 'by': 'h', 'basis': 'consent', 'distillation': true, 'until': '2026-05-01'}");
        AuthorisationRevoked revoked = (AuthorisationRevoked)
                read("AuthorisationRevoked", "{'dataset': 'dataset:ct', 'by': 'h', 'since': '2026-05-01'}");

        assertThat(body.until()).isEqualTo(Instant.parse("2026-05-01T23:59:59.999Z"));
        assertThat(revoked.since()).isEqualTo(Instant.parse("2026-05-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ModelAdaptd   | {}                                             | /type             | ModelAdapted",
                "ModelAdapted  | {'technique': 'int9', 'target': 'x'}           | /body/technique   | int8",
                "ModelAdapted  | {'technic': 'int8', 'target': 'x'}             | /body/technic     | technique",
                "OutputUsed    | {'output': 'outptu:1', 'use': 'altered', 'humanReview': 'none'} | /body/output | output:1",
                "OutputServed  | {'labels': ['risk', 'rsik']}                   | /body/labels/1    | risk",
            })
    void anUnknownWordIsNamedWithItsPlaceAndTheNearestOne(String type, String body, String pointer, String nearest) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(type, body))
                .satisfies(e -> assertThat(e.pointer()).isEqualTo(pointer))
                .satisfies(e -> assertThat(e.nearest()).isEqualTo(nearest))
                .satisfies(e -> assertThat(e.allowed()).contains(nearest));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ModelAdapted  | {'technique': 'int8'}                                    | /body",
                "ModelAdapted  | {'technique': ['int8'], 'target': 'x'}                   | /body/technique",
                "ModelAdapted  | {'technique': null, 'target': 'x'}                       | /body/technique",
                "OutputServed  | {'labels': 'risk'}                                       | /body/labels",
                "OutputServed  | {'batch': {'count': 1.5, 'merkleRoot': 'x'}}             | /body/batch/count",
                "BiasAudited   | {'model': 'model:m', 'passed': 'yes'}                    | /body/passed",
                "BiasAudited   | {'model': 'model:m', 'passed': true, 'gap': '1e999'}     | /body/gap",
                "KeyRevoked    | {'since': '2026-02-30'}                                  | /body/since",
                "KeyRevoked    | {'since': 'yesterday'}                                   | /body/since",
                "DefectLocalised | {'method': 'm', 'stages': []}                          | /body",
                "DefectLocalised | {'output': 'output:1', 'method': 'm', 'stages': [{'stage': 'data', 'party': 'p', 'contribution': 0.6}, {'stage': 'use', 'party': 'q', 'contribution': 0.5}]} | /body",
                "CausationAppraised | {'incident': 'incident:1', 'by': 'c', 'parts': [{'party': 'p'}]} | /body/parts/0",
                "CausationAppraised | {'incident': 'incident:1', 'by': 'c', 'parts': [{'party': 'p', 'share': '6/5'}]} | /body/parts/0/share",
                "CausationAppraised | {'incident': 'incident:1', 'by': 'c', 'parts': [{'party': 'p', 'cause': 'market', 'grade': 'whole'}]} | /body/parts/0",
                "ModelEvaluated | []                                                      | /body",
            })
    void aWrongValueIsNamedWithItsPlace(String type, String body, String pointer) {
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> read(type, body))
                .satisfies(e -> assertThat(e.pointer()).isEqualTo(pointer));
    }

    static List<String> types() {
        return EventTypes.names();
    }

    /** Every component of every type can be read and written: no type has a component that the binder does not know. */
    @ParameterizedTest
    @MethodSource("types")
    void everyTypeReadsWhatItWrites(String type) {
        JsonNode sample = Samples.of(EventTypes.require(type));

        EventBody body = EventBodies.read(type, sample);

        assertThat(EventBodies.read(type, EventBodies.write(body))).isEqualTo(body);
        assertThat(EventBodies.write(body).properties())
                .hasSameSizeAs(EventTypes.require(type).getRecordComponents());
    }

    @Test
    void everyCodeIsWrittenWithHyphens() {
        Deque<Class<?>> open = new ArrayDeque<>(
                EventTypes.names().stream().<Class<?>>map(EventTypes::require).toList());
        int codes = 0;
        while (!open.isEmpty()) {
            for (RecordComponent component : open.pop().getRecordComponents()) {
                Class<?> type = component.getType();
                if (type.isEnum()) {
                    for (Object constant : type.getEnumConstants()) {
                        assertThat(((Coded) constant).code()).matches("[a-z0-9]+(-[a-z0-9]+)*");
                        codes++;
                    }
                }
            }
        }
        assertThat(codes).isGreaterThan(100);
    }

    @Test
    void anActOfTheChainHasARoleAndAStage() {
        assertThat(EventTypes.roleOf("ModelAdapted")).contains(Role.HARDWARE_ADAPTER);
        assertThat(EventTypes.stageOf("DatasetCollected")).contains(Stage.DATA);
        assertThat(EventTypes.isChainAct("NoticeReceived")).isFalse();
        assertThat(EventTypes.roleOf("no such type")).isEmpty();
    }

    private static EventBody read(String type, String json) {
        try {
            return EventBodies.read(type, JSON.readTree(json.replace('\'', '"')));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
