package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.federation.Federation;
import io.kdchain.provenance.federation.Member;
import io.kdchain.rules.governance.EntrySource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One log, or several read as one, to be looked at. */
final class OpenLogs implements AutoCloseable {
    private static final Set<Finding.Code> CONTRADICTIONS =
            EnumSet.of(Finding.Code.EVENT_DIFFERS, Finding.Code.ENTITY_DIFFERS, Finding.Code.PARTY_DIFFERS);

    private final List<String> names;
    private final List<ChainLog> logs;
    private final @Nullable Federation federation;
    private final List<StandingEntries> single = new ArrayList<>();
    private @Nullable FederatedEntries together;

    private OpenLogs(List<String> names, List<ChainLog> logs, Trust trust) {
        this.names = names;
        this.logs = logs;
        logs.forEach(log -> single.add(new StandingEntries(log)));
        if (logs.size() == 1) {
            this.federation = null;
            return;
        }
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < logs.size(); i++) {
            members.add(new Member(names.get(i), logs.get(i).reader(), trust));
        }
        Federation all = Federation.of(members);
        this.federation = all;
        this.together = new FederatedEntries(all);
    }

    /**
     * Opens logs, which must be there.
     *
     * @param trust file of trusted keys; null means to take the logs at their word
     */
    static OpenLogs open(List<String> jdbcUrls, @Nullable Path trust) {
        // what follows a question mark may hold a password
        List<String> names =
                jdbcUrls.stream().map(url -> url.replaceFirst("\\?.*", "")).toList();
        if (new TreeSet<>(names).size() < names.size()) {
            throw new BadInputException("--log names a log twice: %s.".formatted(String.join(", ", names)));
        }
        List<ChainLog> logs = new ArrayList<>();
        try {
            for (String url : jdbcUrls) {
                logs.add(Logs.open(url, trust));
            }
            return new OpenLogs(names, logs, trust == null ? Trust.NONE : Trust.read(trust));
        } catch (RuntimeException e) {
            logs.forEach(ChainLog::close);
            throw e;
        }
    }

    /** A log that is open already; whoever opened it closes it. */
    static OpenLogs of(ChainLog log) {
        return new OpenLogs(List.of("log"), List.of(log), Trust.NONE);
    }

    /** The entries of all logs that stand. */
    EntrySource entries() {
        return together == null ? single.get(0) : together;
    }

    /** The entries of one log that stand, with its own places. */
    EntrySource entriesOf(int log) {
        return single.get(log);
    }

    int count() {
        return logs.size();
    }

    String name(int log) {
        return names.get(log);
    }

    ChainLog log(int log) {
        return logs.get(log);
    }

    /** Name of the log in which an entry stands. */
    String logOf(long index) {
        return names.get(federation == null ? 0 : Federation.memberOf(index));
    }

    /** Place of an entry in its log. */
    long placeOf(long index) {
        return federation == null ? index : Federation.placeOf(index);
    }

    /** An entry in words: its place, with the log where there are several. */
    String told(long index) {
        return logs.size() == 1 ? String.valueOf(index) : "%s#%d".formatted(logOf(index), placeOf(index));
    }

    /** Entries that were asked for and prove nothing. */
    Set<Long> rejected() {
        return together == null ? single.get(0).rejected() : together.rejected();
    }

    /** Where the logs contradict each other about these entities and what they depend on. */
    List<Finding> contradictions(Collection<EntityId> about) {
        Set<Finding> found = new LinkedHashSet<>();
        if (federation != null && together != null) {
            found.addAll(together.contradictions());
            federation.judge(federation.slice(about)).evidence().findings().stream()
                    .filter(finding -> CONTRADICTIONS.contains(finding.code()))
                    .forEach(found::add);
        }
        return List.copyOf(found);
    }

    static boolean isContradiction(Finding finding) {
        return CONTRADICTIONS.contains(finding.code());
    }

    @Override
    public void close() {
        logs.forEach(ChainLog::close);
    }
}
