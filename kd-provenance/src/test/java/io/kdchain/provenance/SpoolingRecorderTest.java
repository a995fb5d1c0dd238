package io.kdchain.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.provenance.event.KeyRevoked;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.evidence.RejectReason;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EventStore;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.provenance.store.StoreException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolingRecorderTest {
    private final EventStore store = new MemoryEventStore();
    private final LogFixture fixture = LogFixture.begin(ChainLog.open(store, LogFixture.options()));
    private boolean reachable = true;
    private LogListener listener = LogListener.NONE;

    @TempDir
    private Path folder = Path.of("");

    SpoolingRecorderTest() {
        fixture.party("cloud", Role.DEPLOYMENT_PLATFORM);
    }

    @Test
    void whatTheLogCannotTakeIsAppendedLaterInOrderAndShowsThatItIsLate() {
        try (SpoolingRecorder recorder = open(10)) {
            recorder.record(served("output:1"));
            reachable = false;
            recorder.forward();
        }
        try (SpoolingRecorder recorder = open(10)) {
            recorder.record(served("output:2"));
            recorder.record(served("output:3"));
            assertThat(recorder.waiting()).isEqualTo(3);
            assertThat(fixture.log().size()).isEqualTo(3);

            reachable = true;
            assertThat(recorder.forward()).isZero();
            assertThat(recorder.forward()).isZero();
        }

        List<LogEntry> entries = entries();
        assertThat(entries).extracting(entry -> entry.event().seq()).containsExactly(1L, 2L, 3L);
        assertThat(Duration.between(entries.get(2).event().at(), entries.get(2).recordedAt()))
                .isEqualTo(Duration.ofHours(3));
        assertThat(fixture.log().verify().problems()).isEmpty();
        assertThat(fixture.log().verify().notes()).noneMatch(note -> note.contains("counted"));
    }

    @Test
    void theSpoolIsBoundedAndAFullOneTakesNothing() {
        try (SpoolingRecorder recorder = open(2)) {
            recorder.record(served("output:1"));
            reachable = false;
            recorder.record(served("output:2"));
            recorder.record(served("output:3"));
            assertThatExceptionOfType(SpoolFullException.class)
                    .isThrownBy(() -> recorder.record(served("output:4")))
                    .withMessageContaining("2 events wait");

            reachable = true;
            recorder.record(served("output:5"));
            assertThat(recorder.waiting()).isZero();
        }
        assertThat(entries()).extracting(entry -> entry.event().seq()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void anEventThatTheLogRefusesIsNotRecorded() {
        try (SpoolingRecorder recorder = open(2)) {
            recorder.record(EventDraft.of(new KeyRevoked(LogFixture.START, null)));

            assertThatExceptionOfType(AppendRefusedException.class)
                    .isThrownBy(() -> recorder.record(served("output:1")))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(RejectReason.KEY_NOT_VALID));
            assertThat(recorder.waiting()).isZero();
        }
    }

    @Test
    void whatIsRefusedLaterIsKeptForWhoeverMustDecide() throws IOException {
        try (SpoolingRecorder recorder = open(9)) {
            recorder.record(served("output:1"));
            reachable = false;
            recorder.record(served("output:2"));
            reachable = true;
            // somebody else counts for the party
            fixture.log()
                    .recorder(LogFixture.CHAIN, new PartyId("cloud"), LogFixture.signer("cloud"))
                    .record(served("output:3"));

            recorder.record(served("output:4"));
            assertThat(recorder.waiting()).isEqualTo(2);
            assertThatExceptionOfType(AppendRefusedException.class).isThrownBy(recorder::forward);
        }
        assertThat(Files.readAllLines(spool())).hasSize(3);
    }

    @Test
    void aLineThatWasNotWrittenWholeWasNeverAcknowledged() throws IOException {
        reachable = false;
        assertThatExceptionOfType(StoreException.class).isThrownBy(() -> {
            try (SpoolingRecorder recorder = open(9)) {
                recorder.record(served("output:1"));
            }
        });
        reachable = true;
        SignedEvent kept;
        try (SpoolingRecorder recorder = open(9)) {
            recorder.record(served("output:1"));
            reachable = false;
            kept = recorder.record(served("output:2"));
        }
        Files.writeString(spool(), "{\"payload\":\"eyJ", StandardOpenOption.APPEND);

        reachable = true;
        try (SpoolingRecorder recorder = open(9)) {
            assertThat(recorder.forward()).isZero();
            recorder.record(served("output:3"));
        }
        assertThat(entries()).extracting(entry -> entry.event().seq()).containsExactly(1L, 2L, 3L);
        assertThat(entries().get(1).event()).isEqualTo(kept.event());
    }

    @Test
    void whatAnotherUsesOrWasDamagedIsNotTouched() throws IOException {
        try (SpoolingRecorder recorder = open(9)) {
            recorder.record(served("output:1"));
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> open(9))
                    .withMessageContaining("in use");
        }
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> SpoolingRecorder.open(SpoolingRecorder.Settings.of(
                        spool(), 9, this::reach, "elsewhere", new PartyId("cloud"), LogFixture.signer("cloud"))))
                .withMessageContaining("is that of 'cloud' in chain 'ct-chain'");
        String text = Files.readString(spool());
        Files.writeString(spool(), text.replace("payloadType", "payloadTyre"));
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> open(9))
                .withMessageContaining("spool.intoto.jsonl:1:1: ");
        Files.write(spool(), text.getBytes(StandardCharsets.UTF_8));
        open(9).close();
    }

    @Test
    void aLogThatDoesNotAnswerIsLeftAloneForAWhile() {
        int[] tries = {0};
        SpoolingRecorder.Settings settings = settings(100).pause(Duration.ofHours(1));
        try (SpoolingRecorder recorder = SpoolingRecorder.open(new SpoolingRecorder.Settings(
                settings.file(),
                settings.capacity(),
                () -> {
                    tries[0]++;
                    return reach();
                },
                settings.options(),
                settings.chain(),
                settings.party(),
                settings.signer(),
                settings.pause()))) {
            recorder.record(served("output:1"));
            reachable = false;
            for (int i = 0; i < 20; i++) {
                recorder.record(served("output:" + i));
            }
            assertThat(recorder.waiting()).isEqualTo(20);
        }
        assertThat(tries[0]).isLessThan(4);
    }

    /** Told in the middle of an append, it cannot know yet what its own event would follow. */
    @Test
    void aListenerThatUsesTheSpoolWhichTellsItIsRefusedAndNothingIsLost() {
        List<String> refused = new ArrayList<>();
        List<Integer> waiting = new ArrayList<>();
        try (SpoolingRecorder recorder = open(9)) {
            Consumer<String> attempt = output -> {
                waiting.add(recorder.waiting());
                for (Runnable call :
                        List.<Runnable>of(() -> recorder.record(served(output)), recorder::forward, recorder::close)) {
                    assertThatExceptionOfType(IllegalStateException.class)
                            .isThrownBy(call::run)
                            .satisfies(e -> refused.add(String.valueOf(e.getMessage())));
                }
            };
            listener = new LogListener() {
                @Override
                public void appended(List<LogEntry> entries) {
                    attempt.accept("output:told");
                }

                @Override
                public void failed(int events, RuntimeException why) {
                    attempt.accept("output:failed");
                }
            };
            recorder.record(served("output:1"));
            recorder.record(EventDraft.of(new KeyRevoked(LogFixture.START, null)));
            assertThatExceptionOfType(AppendRefusedException.class)
                    .isThrownBy(() -> recorder.record(served("output:2")));
            assertThat(recorder.waiting()).isZero();
        }

        assertThat(waiting).containsExactly(1, 1, 1);
        assertThat(refused).hasSize(9).allMatch(message -> message.contains("with the spool of 'cloud'"));
        assertThat(entries()).extracting(entry -> entry.event().type()).containsExactly("OutputServed", "KeyRevoked");
        assertThat(fixture.log().verify().notes()).noneMatch(note -> note.contains("counted"));
    }

    private ChainLog reach() {
        if (!reachable) {
            throw new StoreException("The database does not answer.");
        }
        // the log is three hours ahead of the recorder
        return ChainLog.open(
                unreliable(),
                LogFixture.options()
                        .clock(Clock.fixed(LogFixture.START.plus(Duration.ofHours(3)), ZoneOffset.UTC))
                        .listener(listener));
    }

    /** The store, as long as it can be reached; closing it leaves it open for the others. */
    private EventStore unreliable() {
        return (EventStore) Proxy.newProxyInstance(
                EventStore.class.getClassLoader(), new Class<?>[] {EventStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    if (!reachable) {
                        throw new StoreException("The database does not answer.");
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Path spool() {
        return folder.resolve("spool.intoto.jsonl");
    }

    private SpoolingRecorder.Settings settings(int capacity) {
        LogOptions options = LogOptions.defaults().clock(Clock.fixed(LogFixture.START, ZoneOffset.UTC));
        return SpoolingRecorder.Settings.of(
                        spool(),
                        capacity,
                        this::reach,
                        LogFixture.CHAIN,
                        new PartyId("cloud"),
                        LogFixture.signer("cloud"))
                .options(options)
                .pause(Duration.ZERO);
    }

    private SpoolingRecorder open(int capacity) {
        return SpoolingRecorder.open(settings(capacity));
    }

    private static EventDraft served(String output) {
        return EventDraft.of(LogFixture.served()).generates(output);
    }

    private List<LogEntry> entries() {
        return LongStream.range(2, fixture.log().size())
                .mapToObj(index -> {
                    var entry = fixture.log().read(index).orElseThrow();
                    SignedEvent signed = SignedEvent.parse(entry.envelope().toArray());
                    return new LogEntry(index, entry.recordedAt(), signed.event(), LogFixture.digest(0), "");
                })
                .toList();
    }
}
