package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EntryPage;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventTypes;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.provenance.store.StoredEvent;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd log list}: the entries that are asked for, a page at a time. */
@Command(
        name = "list",
        description =
                "Lists entries by entity, digest, party, type, chain and time, a page at a time, with what each proves.")
final class LogListCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private LogCommand parent = new LogCommand();

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
    private String jdbcUrl = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--entity",
            paramLabel = "KIND:NAME",
            description = "What uses, generates or says something about it; under whichever digest.")
    private @Nullable String entity;

    @Option(
            names = "--digest",
            paramLabel = "sha256:HEX",
            description = "What names this digest: of an artefact, a file, a folder's manifest, a sealed file."
                    + " Reads every entry that the other options ask for.")
    private @Nullable String digest;

    @Option(names = "--party", paramLabel = "ID", description = "What it did, or saw others do.")
    private @Nullable String party;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Events of this type; may be given several times.")
    private List<String> types = List.of();

    @Option(names = "--chain", paramLabel = "ID", description = "Events of this chain.")
    private @Nullable String chain;

    @Option(names = "--since", paramLabel = "TIME", description = "What the log recorded at this time or later.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "What the log recorded before this time.")
    private @Nullable String until;

    @Option(
            names = "--claimed-since",
            paramLabel = "TIME",
            description = "What was done at this time or later by the word of its party.")
    private @Nullable String claimedSince;

    @Option(
            names = "--claimed-until",
            paramLabel = "TIME",
            description = "What was done before this time by the word of its party.")
    private @Nullable String claimedUntil;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Entries on a page. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int limit = EntryQuery.DEFAULT_LIMIT;

    @Option(names = "--after", paramLabel = "INDEX", description = "Goes on after this entry.")
    private @Nullable Long after;

    @Option(names = "--newest", description = "The last entry first.")
    private boolean newest;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws java.io.IOException {
        EntryQuery query = query();
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            EntryPage page = digest == null ? log.list(query) : log.list(query, Digest.parse(digest));
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JSON.writeValueAsString(json(page, log)));
            } else {
                table(out, page, log);
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private EntryQuery query() {
        EntryQuery query = EntryQuery.all()
                .limit(limit)
                .newestFirst(newest)
                .types(Set.copyOf(types))
                .recorded(moment("--since", since), moment("--until", until))
                .claimed(moment("--claimed-since", claimedSince), moment("--claimed-until", claimedUntil));
        types.stream().filter(type -> EventTypes.find(type).isEmpty()).forEach(this::warn);
        query = entity == null ? query : query.entity(EntityId.parse(entity));
        query = party == null ? query : query.party(new PartyId(party));
        query = chain == null ? query : query.chain(chain);
        return after == null ? query : query.after(after);
    }

    /**
     * A log may hold types that this release does not know; one that is merely misspelt should be seen all the same.
     */
    private void warn(String type) {
        spec.commandLine()
                .getErr()
                .println(parent.say(
                        "note: this release knows no type '%s'; maybe it is misspelt.".formatted(type),
                        "注意：本版本不认识事件类型“%s”，可能拼写有误。".formatted(type)));
    }

    private static @Nullable Instant moment(String option, @Nullable String text) {
        return text == null ? null : Asked.moment(option, text);
    }

    private static ObjectNode json(EntryPage page, ChainLog log) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode entries = root.putArray("entries");
        Map<Long, EvidenceLine> lines = EvidenceLine.byIndex(page.evidence());
        for (long index : page.indexes()) {
            ObjectNode node = entries.addObject().put("index", index);
            log.read(index).map(StoredEvent::recordedAt).ifPresent(at -> node.put("recordedAt", at.toString()));
            EvidenceLine line = lines.get(index);
            if (line != null) {
                line.addTo(node);
            }
        }
        if (page.next() != null) {
            root.put("next", page.next());
        }
        return root;
    }

    private void table(PrintWriter out, EntryPage page, ChainLog log) {
        if (page.indexes().isEmpty()) {
            out.println(parent.say("No entry is as asked for.", "没有符合条件的条目。"));
            return;
        }
        Map<Long, EvidenceLine> lines = EvidenceLine.byIndex(page.evidence());
        out.println("%8s  %-24s  %-22s %-18s %-14s %s"
                .formatted(
                        parent.say("index", "序号"),
                        parent.say("recorded", "入册时间"),
                        parent.say("type", "类型"),
                        parent.say("party", "主体"),
                        parent.say("evidence", "证据"),
                        parent.say("what", "内容")));
        for (long index : page.indexes()) {
            EvidenceLine line = lines.get(index);
            Event event = line == null ? null : line.event();
            out.println("%8d  %-24s  %-22s %-18s %-14s %s"
                    .formatted(
                            index,
                            log.read(index)
                                    .map(entry -> entry.recordedAt().toString())
                                    .orElse("?"),
                            event == null ? "?" : event.type(),
                            event == null ? "?" : who(event),
                            line == null ? "?" : line.verdict(),
                            event == null ? "" : EvidenceLine.what(event))
                    .stripTrailing());
        }
        if (page.next() != null) {
            out.println(parent.say(
                    "More follow: --after %d.".formatted(page.next()), "后面还有：--after %d。".formatted(page.next())));
        }
    }

    private static String who(Event event) {
        return event.observedBy() == null ? event.actor().value() : event.actor() + " (" + event.observedBy() + ")";
    }
}
