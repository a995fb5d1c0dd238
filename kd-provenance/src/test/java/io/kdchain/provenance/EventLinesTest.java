package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.sign.SignedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventLinesTest {
    private static final String UNSIGNED =
            "{\"type\":\"OutputServed\",\"actor\":\"cloud\",\"at\":\"2026-03-01T16:00:00+08:00\",\"generates\":[\"output:1\"]}";
    private static final EventLines.Observer WATCHER =
            new EventLines.Observer(new PartyId("watcher"), LogFixture.signer("watcher"), "served");

    private final LogFixture fixture = LogFixture.begin(ChainLog.inMemory(LogFixture.options()));
    private final ChainLog log = fixture.log();
    private final Recorder cloud = fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);

    @TempDir
    private Path folder = Path.of("");

    EventLinesTest() {
        fixture.party("watcher", Role.AUDITOR);
    }

    @Test
    void signedLinesAreTakenAsTheyAre() throws IOException {
        String first = prepare();
        String second = prepare();

        List<LogEntry> entries = append(first + "\n\n" + second + "\r\n", null);

        assertThat(entries).extracting(LogEntry::index).containsExactly(3L, 4L);
        assertThat(log.read(3).orElseThrow().envelope().toArray()).isEqualTo(first.getBytes(StandardCharsets.UTF_8));
        assertThat(log.verify().ok()).isTrue();
    }

    @Test
    void unsignedLinesAreWhatTheObserverSaw() throws IOException {
        String statement = new String(
                cloud.prepare(EventDraft.of(LogFixture.served()).generates("output:2"))
                        .envelope()
                        .payload()
                        .toArray(),
                StandardCharsets.UTF_8);
        SignedEvent stripped = SignedEvent.sign(
                cloud.prepare(EventDraft.of(LogFixture.served()).generates("output:3"))
                        .event());

        List<LogEntry> entries = append(
                String.join(
                        "\n",
                        UNSIGNED,
                        UNSIGNED.replace("{\"type\"", "{\"chain\":\"elsewhere\",\"observedBy\":\"watcher\",\"type\""),
                        statement,
                        new String(stripped.envelope().toBytes(), StandardCharsets.UTF_8),
                        UNSIGNED),
                WATCHER);

        assertThat(entries)
                .allSatisfy(entry -> assertThat(entry.event().observedBy()).isEqualTo(new PartyId("watcher")))
                .allSatisfy(entry -> assertThat(entry.event().actor()).isEqualTo(new PartyId("cloud")));
        assertThat(entries)
                .extracting(entry -> entry.event().chain() + " " + entry.event().seq())
                .containsExactly("served 0", "elsewhere 0", "ct-chain 1", "ct-chain 2", "served 1");
        assertThat(entries.get(3).event().id()).isEqualTo(stripped.event().id());
        assertThat(log.verify().problems()).isEmpty();
    }

    @Test
    void whatTheObserverDidItselfIsItsOwnAct() throws IOException {
        LogEntry entry = append(UNSIGNED.replace("cloud", "watcher"), WATCHER).get(0);

        assertThat(entry.event().observedBy()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | /at: The event says no time",
                "[] | A line is a JSON object",
                "no json | No I-JSON",
                "{\"a\":1,\"a\":2} | Duplicate",
                "{\"type\":\"OutputServd\",\"actor\":\"cloud\",\"at\":\"2026-03-01T08:00:00Z\",\"generate\":[]} | 'generate' is no key",
                "{\"type\":\"OutputServed\",\"at\":\"2026-03-01T08:00:00Z\"} | 'actor'",
                "{\"type\":\"OutputServed\",\"actor\":\"cloud\",\"at\":\"yesterday\"} | /at",
                "{\"type\":\"OutputServed\",\"actor\":\"cloud\",\"observedBy\":\"eve\",\"at\":\"2026-03-01T08:00:00Z\"} | only the one who saw it",
                "{\"payload\":\"e30=\",\"payloadType\":\"x\",\"signatures\":[{\"sig\":\"AA==\"}]} | The envelope is not in canonical form",
            })
    void aBadLineIsNamedAndNothingIsAppended(String line, String why) throws IOException {
        assertThatExceptionOfType(EventLineException.class)
                .isThrownBy(() -> append(UNSIGNED + "\n" + line, WATCHER))
                .withMessageContaining("events.jsonl:2:1: ")
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.line()).isEqualTo(2));
        assertThat(log.size()).isEqualTo(3);
    }

    @Test
    void aRefusedLineIsNamedAndNothingIsAppended() throws IOException {
        String envelope = prepare();

        assertThatExceptionOfType(EventLineException.class)
                .isThrownBy(() -> append("\n" + envelope + "\n" + UNSIGNED + "\n" + envelope, WATCHER))
                .withMessageContaining("events.jsonl:4:1: ")
                .withMessageContaining("in the log already");
        assertThat(log.size()).isEqualTo(3);
        assertThatExceptionOfType(EventLineException.class)
                .isThrownBy(() -> append(UNSIGNED, null))
                .withMessageContaining("not signed");
        assertThatExceptionOfType(EventLineException.class).isThrownBy(() -> append("\n \n", WATCHER));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> EventLines.append(log, folder.resolve("none"), null))
                .withMessageContaining("none");
    }

    private String prepare() {
        return new String(
                cloud.prepare(EventDraft.of(LogFixture.served()).generates("output:1"))
                        .envelope()
                        .toBytes(),
                StandardCharsets.UTF_8);
    }

    private List<LogEntry> append(String text, EventLines.@Nullable Observer observer) throws IOException {
        return EventLines.append(log, Files.writeString(folder.resolve("events.jsonl"), text), observer);
    }
}
