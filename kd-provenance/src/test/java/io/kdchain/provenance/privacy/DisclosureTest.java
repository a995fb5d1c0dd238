package io.kdchain.provenance.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.canonical.StrictJson;
import io.kdchain.provenance.event.Bytes;
import io.kdchain.provenance.event.Commitment;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.OutputServed;
import io.kdchain.provenance.event.Role;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DisclosureTest {
    private static final Bytes SALT = Bytes.of(new byte[] {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30,
        31, 32
    });

    private static JsonNode json(String text) {
        return StrictJson.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Event served(String commitment) {
        LogFixture log = LogFixture.begin(ChainLog.inMemory(LogFixture.options()));
        log.party("cloud", Role.DEPLOYMENT_PLATFORM);
        return log.record(
                        "cloud",
                        new OutputServed(commitment, List.of(), null, null),
                        List.of("deployment:d"),
                        List.of("output:1"))
                .event();
    }

    @Test
    void theCommitmentIsTheDocumentedHash() throws NoSuchAlgorithmException {
        byte[] value = "{\"age\":63,\"name\":\"李\"}".getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes("kdchain.io/commitment/v1".getBytes(StandardCharsets.US_ASCII));
        message.writeBytes(HexFormat.of().parseHex("00" + "00000020"));
        message.writeBytes(SALT.toArray());
        message.writeBytes(HexFormat.of().parseHex("%016x".formatted(value.length)));
        message.writeBytes(value);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message.toByteArray()));

        assertThat(Commitments.to(SALT, json("{ \"name\": \"李\", \"age\": 63.0 }")))
                .hasToString("salted-sha256:" + expected);
    }

    @Test
    void aDisclosureOpensItsCommitmentAndNothingElse() {
        JsonNode value = json("{\"image\":\"ct-17\",\"patient\":\"P-4\"}");
        Event event = served(Commitments.to(SALT, value).toString());
        Event other = served("not a commitment");
        Disclosure disclosure = new Disclosure(event.id(), "/body/inputCommitment", SALT, value);

        assertThat(disclosure.opens(event)).isTrue();
        assertThat(Disclosure.fromJson(disclosure.toJson())).isEqualTo(disclosure);
        assertThat(disclosure.toString()).doesNotContain("P-4");
        assertThat(new Disclosure(event.id(), "/body/inputCommitment", SALT, json("{\"patient\":\"P-5\"}"))
                        .fault(event))
                .contains(Disclosure.Fault.DOES_NOT_OPEN);
        assertThat(new Disclosure(event.id(), "/body/inputCommitment", Bytes.of(new byte[32]), value).fault(event))
                .contains(Disclosure.Fault.DOES_NOT_OPEN);
        assertThat(new Disclosure(event.id(), "/body/nothing", SALT, value).fault(event))
                .contains(Disclosure.Fault.NOTHING_THERE);
        assertThat(new Disclosure(event.id(), "/actor", SALT, value).fault(event))
                .contains(Disclosure.Fault.NO_COMMITMENT);
        assertThat(new Disclosure(other.id(), "/body/inputCommitment", SALT, value).fault(other))
                .contains(Disclosure.Fault.NO_COMMITMENT);
        assertThat(disclosure.fault(served(Commitments.to(SALT, json("1")).toString())))
                .isNotEmpty();
    }

    @Property(tries = 200)
    void aCommitmentIsToOneValueUnderOneSalt(
            @ForAll int value, @ForAll int other, @ForAll @Size(32) byte[] salt, @ForAll @Size(32) byte[] otherSalt) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        Commitment commitment = Commitments.to(Bytes.of(salt), nodes.numberNode(value));

        assertThat(commitment.equals(Commitments.to(Bytes.of(salt), nodes.numberNode(other))))
                .isEqualTo(value == other);
        assertThat(commitment.equals(Commitments.to(Bytes.of(otherSalt), nodes.numberNode(value))))
                .isEqualTo(Arrays.equals(salt, otherSalt));
        assertThat(commitment).isNotEqualTo(Commitments.to(Bytes.of(salt), nodes.textNode(Integer.toString(value))));
    }

    @Test
    void whatIsNoDisclosureIsRefusedWithItsKey() {
        ObjectNode good = new Disclosure(served("x").id(), "/body/inputCommitment", SALT, json("1")).toJson();

        assertThatThrownBy(() -> Disclosure.fromJson(good.deepCopy().put("more", 1)))
                .hasMessageContaining("event, pointer, salt, value");
        assertThatThrownBy(() -> Disclosure.fromJson(good.deepCopy().put("salt", "AAAA")))
                .hasMessageContaining("32");
        assertThatThrownBy(() -> Disclosure.fromJson(good.deepCopy().put("salt", "?")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Disclosure.fromJson(good.deepCopy().put("pointer", "body")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Disclosure.fromJson(good.deepCopy().put("event", 4)))
                .hasMessageContaining("event");
        assertThatThrownBy(() -> Commitment.parse("sha256:" + "0".repeat(64))).hasMessageContaining("salted-sha256:");
    }
}
