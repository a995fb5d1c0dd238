package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.OrderIssued;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.PartyRegistered;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.event.TechnicalAudited;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.rules.pack.RulePack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd oversee}: many logs at one glance, for a regulator with little staff. */
@Command(
        name = "oversee",
        description = "Shows over one or many logs: how much of the record verifies, providers and their grades, open"
                + " findings and orders, alarms, incidents by the link of the chain that made them, what was never"
                + " checked from the data to the service, and where logs contradict each other. Exits with 1 if a finding"
                + " or an order is overdue, or something does not verify or is contradicted.")
final class OverseeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern FINDING =
            Pattern.compile("([^=@\\s]+)=(\\d{4}-\\d{2}-\\d{2})(?:@([^:\\s]+))?(?::\\s*(.+))?");
    private static final Set<Role> AUTHORITY = EnumSet.of(Role.REGULATOR);
    private static final Set<Role> AUDITORS = EnumSet.of(Role.REGULATOR, Role.AUDITOR);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Option(names = "--log", paramLabel = "JDBC", description = "A log; may be given several times.")
    private List<String> jdbcUrls = List.of();

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--packs",
            paramLabel = "ID,…",
            description = "Rule packs whose terms and playbook count. Default: ${DEFAULT-VALUE}.",
            defaultValue = "cn")
    private String packs = "cn";

    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "A rule pack, or a folder of packs; they go before those of the library.")
    private @Nullable Path rules;

    @Option(
            names = "--at",
            paramLabel = "TIME",
            description = "Looks at this moment, with what was recorded until then. Default: now.")
    private @Nullable String at;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Output
    @Option(names = "--html", paramLabel = "FILE", description = "Writes a page as well, in both languages.")
    private @Nullable Path html;

    @Override
    public Integer call() throws JsonProcessingException {
        if (jdbcUrls.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Say with --log which logs to look at, or name a command: order or audit.");
        }
        Instant now = at == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : Asked.moment("--at", at);
        RulePack pack = Asked.packs(rules).load(Asked.words(packs));
        try (OpenLogs logs = OpenLogs.open(jdbcUrls, trust)) {
            OverseeTelling telling = OverseeTelling.read(logs, pack, now);
            PrintWriter out = spec.commandLine().getOut();
            if (html != null) {
                WholeFile.write(html, telling.page());
            }
            if (json) {
                out.println(JSON.writeValueAsString(telling.json()));
            } else {
                telling.lines(kd.isChinese()).forEach(out::println);
                for (int i = 0; i < logs.count(); i++) {
                    String name = logs.name(i);
                    WrongClock.remark(logs.log(i), now, at, kd.isChinese())
                            .ifPresent(remark -> out.println(name + ": " + remark));
                }
            }
            return telling.isInOrder() ? CommandLine.ExitCode.OK : Kd.DOES_NOT_HOLD;
        }
    }

    // ---- what the regulator records

    @Command(name = "order", description = "Records an order of the authority whose key is given.")
    int order(
            @Mixin LogToWrite log,
            @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of the authority.")
                    Path key,
            @Option(
                            names = "--party",
                            paramLabel = "ID",
                            description = "Whose key it is; by default whom the log says.")
                    @Nullable
                    String party,
            @Option(names = "--to", required = true, paramLabel = "ID", description = "Who has to obey.") String to,
            @Option(
                            names = "--kind",
                            required = true,
                            paramLabel = "KIND",
                            description = "seal, produce, rectify or stop.")
                    String kind,
            @Option(names = "--about", required = true, paramLabel = "ENTITY", description = "Concerning what.")
                    List<String> about,
            @Option(
                            names = "--until",
                            paramLabel = "DATE",
                            description = "End of the day by which it has to be obeyed; by default at once.")
                    @Nullable
                    String until,
            @Option(names = "--json", description = "Prints the entry as one line of JSON.") boolean asJson)
            throws JsonProcessingException {
        OrderIssued.Kind ordered = Coded.find(OrderIssued.Kind.class, kind)
                .orElseThrow(() -> new BadInputException("--kind is '%s'; write one of %s."
                        .formatted(kind, String.join(", ", Coded.codes(OrderIssued.Kind.class)))));
        List<EntityId> entities = about.stream().map(EntityId::parse).toList();
        Instant end = until == null ? null : endOf("--until", until);
        try (ChainLog opened = log.open(kd, spec.commandLine().getErr())) {
            requireKnown(opened, entities);
            LogToWrite.chainOf(opened, new PartyId(to));
            Recorder recorder = recorder(opened, key, party, AUTHORITY);
            return record(recorder, new OrderIssued(recorder.party(), new PartyId(to), ordered, entities, end), asJson);
        }
    }

    @Command(name = "audit", description = "Records a technical audit, and its findings with the day of each.")
    int audit(
            @Mixin LogToWrite log,
            @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of whoever audited.")
                    Path key,
            @Option(
                            names = "--party",
                            paramLabel = "ID",
                            description = "Whose key it is; by default whom the log says.")
                    @Nullable
                    String party,
            @Option(names = "--subject", required = true, paramLabel = "ENTITY", description = "What was audited.")
                    String subject,
            @Option(
                            names = "--scope",
                            required = true,
                            split = ",",
                            paramLabel = "SCOPE",
                            description = "safety, compliance, ethics.")
                    List<String> scope,
            @Option(
                            names = "--finding",
                            paramLabel = "ID=DATE[@PARTY][: TEXT]",
                            description =
                                    "A finding, by when it has to be set right and by whom; by default by the maker"
                                            + " of what was audited.")
                    @Nullable
                    List<String> findings,
            @Option(names = "--json", description = "Prints the entry as one line of JSON.") boolean asJson)
            throws JsonProcessingException {
        EntityId audited = EntityId.parse(subject);
        List<TechnicalAudited.Scope> scopes = scope.stream()
                .map(one -> Coded.find(TechnicalAudited.Scope.class, one)
                        .orElseThrow(() -> new BadInputException("--scope is '%s'; write one of %s."
                                .formatted(one, String.join(", ", Coded.codes(TechnicalAudited.Scope.class))))))
                .toList();
        List<TechnicalAudited.Finding> found = new ArrayList<>();
        for (String one : findings == null ? List.<String>of() : findings) {
            found.add(finding(one));
        }
        try (ChainLog opened = log.open(kd, spec.commandLine().getErr())) {
            requireKnown(opened, List.of(audited));
            for (TechnicalAudited.Finding one : found) {
                if (one.addressee() != null) {
                    LogToWrite.chainOf(opened, one.addressee());
                }
            }
            Recorder recorder = recorder(opened, key, party, AUDITORS);
            return record(recorder, new TechnicalAudited(audited, recorder.party(), scopes, found), asJson);
        }
    }

    private static TechnicalAudited.Finding finding(String text) {
        Matcher form = FINDING.matcher(text.strip());
        if (!form.matches()) {
            throw new BadInputException(
                    "--finding is '%s'; write ID=DATE, ID=DATE@PARTY or 'ID=DATE: TEXT', such as 'F-1=2026-03-31@smallai: no filter'."
                            .formatted(text));
        }
        return new TechnicalAudited.Finding(
                form.group(1),
                null,
                form.group(4),
                endOf("--finding", form.group(2)),
                form.group(3) == null ? null : new PartyId(form.group(3)));
    }

    private static Instant endOf(String option, String day) {
        Asked.moment(option, day);
        if (day.length() != 10) {
            throw new BadInputException("%s is '%s'; write a day such as 2026-01-31.".formatted(option, day));
        }
        return LocalDate.parse(day)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .minusMillis(1);
    }

    private static void requireKnown(ChainLog log, List<EntityId> entities) {
        for (EntityId entity : entities) {
            if (log.find(EdgeKind.GENERATES, entity.key()).isEmpty()) {
                throw new BadInputException(
                        "The log knows nothing of %s. Maybe the id is misspelt; 'kd log list' shows what it holds."
                                .formatted(entity));
            }
        }
    }

    /** Records in the name of a party that is what it acts as: the record of another would be no order and no audit. */
    private static Recorder recorder(ChainLog log, Path key, @Nullable String party, Set<Role> roles) {
        Recorder recorder = LogToWrite.recorder(log, key, party, null);
        boolean holds = new StandingEntries(log)
                .ofTypes(Set.of(PartyRegistered.class.getSimpleName())).stream()
                        .filter(entry -> entry.event().actor().equals(recorder.party()))
                        .map(entry -> entry.event().body())
                        .anyMatch(body -> body instanceof PartyRegistered registered
                                && registered.roles().stream().anyMatch(roles::contains));
        if (!holds) {
            throw new BadInputException(
                    "'%s' is not registered as %s; nothing was recorded. Give the key of one that is."
                            .formatted(
                                    recorder.party(),
                                    String.join(
                                            " or ",
                                            roles.stream().map(Role::code).toList())));
        }
        return recorder;
    }

    private int record(Recorder recorder, EventBody body, boolean asJson) throws JsonProcessingException {
        LogEntry entry = recorder.record(EventDraft.of(body));
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            ObjectNode root = JSON.createObjectNode();
            ArrayNode recorded = root.putArray("recorded");
            recorded.addObject()
                    .put("index", entry.index())
                    .put("id", entry.event().id().toString())
                    .put("type", entry.event().type());
            out.println(JSON.writeValueAsString(root));
        } else {
            out.println("%d %s".formatted(entry.index(), entry.event().id()));
        }
        return CommandLine.ExitCode.OK;
    }
}
