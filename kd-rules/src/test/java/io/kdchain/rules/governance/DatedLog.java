package io.kdchain.rules.governance;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EntryPage;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.store.EntryQuery;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A log in which events are recorded on days, counted from {@link LogFixture#START}. */
final class DatedLog implements EntrySource {
    private static final int ALL = 10_000;

    private final Hands clock = new Hands();
    private final LogFixture fixture =
            LogFixture.begin(ChainLog.inMemory(LogFixture.options().clock(clock)));

    /** A clock that is set by hand. */
    private static final class Hands extends Clock {
        private Instant now = LogFixture.START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    static Instant day(int number) {
        return LogFixture.START.plus(Duration.ofDays(number));
    }

    DatedLog party(String id, Role... roles) {
        fixture.party(id, roles);
        return this;
    }

    LogFixture fixture() {
        return fixture;
    }

    ChainLog log() {
        return fixture.log();
    }

    /** What a party records on a day, and claims to be of that day. */
    LogEntry on(int day, String party, EventBody body, List<String> uses, List<String> generates, LogEntry... refs) {
        clock.now = day(day);
        return fixture.party(party)
                .record(
                        body,
                        day(day),
                        LogFixture.entities(uses),
                        LogFixture.entities(generates),
                        Arrays.stream(refs).map(one -> one.event().id()).toList());
    }

    LogEntry on(int day, String party, EventBody body, LogEntry... refs) {
        return on(day, party, body, List.of(), List.of(), refs);
    }

    @Override
    public List<LogEntry> ofTypes(Set<String> types) {
        EntryPage page = log().list(EntryQuery.all().types(types).limit(ALL));
        return page.evidence().admitted();
    }

    @Override
    public List<LogEntry> makersOf(EntityId entity) {
        return log().list(EntryQuery.all().limit(ALL)).evidence().admitted().stream()
                .filter(entry -> entry.event().generates().stream().anyMatch(entity::matches))
                .toList();
    }
}
