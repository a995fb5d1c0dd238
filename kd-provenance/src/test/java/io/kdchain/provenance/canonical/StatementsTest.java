package io.kdchain.provenance.canonical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.MalformedEventException;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.UnknownBody;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementsTest {
    private static final EventId ID = EventId.of(LogFixture.START, new byte[10]);

    @Test
    void anEventIsReadBackFromItsOneForm() {
        Event event = event(List.of("model:m@" + LogFixture.digest(1), "model:n"));

        byte[] statement = Statements.encode(event);

        assertThat(Statements.decode(statement)).isEqualTo(event);
        assertThat(Jcs.canonicalize(statement)).isEqualTo(statement);
    }

    @Test
    void theSubjectsAreTheGeneratedEntitiesThatHaveBytes() {
        JsonNode subjects = StrictJson.read(
                        Statements.encode(event(List.of("model:m@" + LogFixture.digest(1), "model:n"))))
                .get("subject");

        assertThat(subjects).hasSize(1);
        assertThat(subjects.get(0).get("name").textValue()).isEqualTo("model:m");
        assertThat(subjects.get(0).get("digest").get("sha256").textValue())
                .isEqualTo(LogFixture.digest(1).hex());
    }

    @Test
    void whereNothingHasBytesTheEventIsItsOwnSubject() {
        Event event = event(List.of("model:n"));

        JsonNode subjects = StrictJson.read(Statements.encode(event)).get("subject");

        assertThat(subjects).hasSize(1);
        assertThat(subjects.get(0).get("name").textValue()).isEqualTo(ID.toString());
        assertThat(subjects.get(0).get("digest").get("sha256").textValue())
                .isEqualTo(Sha256.of(Jcs.write(Statements.toJson(event))).hex());
    }

    @Test
    void aTypeOrVersionThatIsNotKnownIsKeptAsItCame() {
        ObjectNode json = (ObjectNode) Statements.toJson(event(List.of()));
        json.put("type", "ModelDreamt");
        json.set("body", StrictJson.read("{\"x\":[1.5,{\"y\":null}]}".getBytes(StandardCharsets.UTF_8)));
        Event dreamt = Statements.fromJson(json);
        json.put("type", "ModelAdapted").put("version", 2);
        Event newer = Statements.fromJson(json);

        assertThat(dreamt.body()).isInstanceOf(UnknownBody.class);
        assertThat(newer.isUnderstood()).isFalse();
        assertThat(Statements.decode(Statements.encode(dreamt))).isEqualTo(dreamt);
        assertThat(Statements.decode(Statements.encode(newer))).isEqualTo(newer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"seq\":0              | \"seq\":-1",
                "\"seq\":0              | \"seq\":\"0\"",
                "\"seq\":0              | \"seq\":1",
                "\"version\":1          | \"version\":0",
                "\"version\":1          | \"version\":99999999999",
                "\"type\":              | \"typ\":",
                "2026-01-05T00:00:00Z   | 2026-01-05",
                "2026-01-05T00:00:00Z   | 2026-01-05T00:00:00.000Z",
                "2026-01-05T00:00:00Z   | 2026-01-05T08:00:00+08:00",
                "\"actor\":\"cloud\"    | \"actor\":\"clo ud\"",
                "\"uses\":[]            | \"uses\":[1]",
                "\"uses\":[]            | \"uses\":[\"modle:x\"]",
                "\"refs\":[]            | \"refs\":[\"x\"]",
                "\"body\":{             | \"body\":[{",
                "\"labels\":[\"risk\"]  | \"labels\":[\"rsik\"]",
                "Statement/v1           | Statement/v0",
                "event/v1               | event/v2",
                "{\"_type\"             | {\"_kind\":1,\"_type\"",
                "\"name\":              | \"name\" :",
                "\"sha256\":\"          | \"sha256\":\"0",
            })
    void whatIsNotExactlyThisFormIsRefused(String old, String other) {
        String statement = new String(Statements.encode(event(List.of())), StandardCharsets.UTF_8);
        String changed = statement.replace(old, other);

        assertThat(changed).isNotEqualTo(statement);
        assertThatExceptionOfType(MalformedEventException.class)
                .isThrownBy(() -> Statements.decode(changed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void whatDoesNotHoldCanStillBeShown() {
        String statement = new String(Statements.encode(event(List.of())), StandardCharsets.UTF_8);

        Event shown = Statements.decodeUntrusted(
                statement.replace("\"risk\"", "\"rsik\"").getBytes(StandardCharsets.UTF_8));

        assertThat(shown.actor()).isEqualTo(new PartyId("cloud"));
        assertThat(shown.body()).isInstanceOf(UnknownBody.class);
    }

    private static Event event(List<String> generates) {
        return new Event(
                ID,
                "OutputServed",
                1,
                LogFixture.CHAIN,
                new PartyId("cloud"),
                null,
                Instant.parse("2026-01-05T00:00:00Z"),
                List.of(),
                generates.stream().map(EntityId::parse).toList(),
                0,
                null,
                List.of(),
                LogFixture.served());
    }
}
