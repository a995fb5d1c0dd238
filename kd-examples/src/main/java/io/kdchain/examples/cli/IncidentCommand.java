package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EventDraft;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.AttributionIssued;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.DamageKind;
import io.kdchain.provenance.event.Digest;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.event.EventBody;
import io.kdchain.provenance.event.IncidentClosed;
import io.kdchain.provenance.event.IncidentReported;
import io.kdchain.provenance.event.LegalHoldSet;
import io.kdchain.provenance.event.MeasureTaken;
import io.kdchain.provenance.event.MeasureTaken.Measure;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.exchange.EvidenceBundle;
import io.kdchain.provenance.sign.KeyFile;
import io.kdchain.provenance.slice.Slice;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.rules.governance.IncidentCase;
import io.kdchain.rules.governance.IncidentResponse;
import io.kdchain.rules.governance.IncidentStatus;
import io.kdchain.rules.governance.StepStatus;
import io.kdchain.rules.pack.PlaybookStep;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Money;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd incident}: the response to an incident, step by step as the playbook of a pack says. */
@Command(
        name = "incident",
        description =
                "Opens an incident and follows the playbook of a rule pack: which steps are done, when and by whom,"
                        + " which are due or overdue. Everything is read from the log. A drill practises the same and counts for"
                        + " nothing.")
final class IncidentCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DRILL = "drill-";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "A command is missing: open, drill, step, status, close or handover.");
    }

    /** By which playbook. */
    private static final class PlaybookOf {
        @Option(
                names = "--packs",
                paramLabel = "ID,…",
                description = "Rule packs whose playbook counts. Default: ${DEFAULT-VALUE}.",
                defaultValue = "cn")
        private String packs = "cn";

        @Option(
                names = "--rules",
                paramLabel = "DIR",
                description = "A rule pack, or a folder of packs; they go before those of the library.")
        private @Nullable Path rules;

        RulePack load() {
            return Asked.packs(rules).load(Asked.words(packs));
        }
    }

    /** Who records. */
    private static final class Hand {
        @Option(names = "--key", required = true, paramLabel = "FILE", description = "Key of whoever records.")
        private Path key = Path.of("");

        @Option(names = "--party", paramLabel = "ID", description = "Whose key it is; by default whom the log says.")
        private @Nullable String party;

        @Option(
                names = "--chain",
                paramLabel = "NAME",
                description = "Chain of the event; by default where the party registered.")
        private @Nullable String chain;

        Recorder recorder(ChainLog log) {
            return LogToWrite.recorder(log, key, party, chain);
        }
    }

    // ---- opening

    @Command(name = "open", description = "Reports an incident, with which the terms of the playbook begin.")
    int open(
            @Mixin LogToWrite log,
            @Option(
                            names = "--about",
                            required = true,
                            paramLabel = "OUTPUT",
                            description = "What did the harm, such as output:4711.")
                    List<String> about,
            @Option(names = "--claimant", required = true, paramLabel = "ID", description = "Who was harmed.")
                    String claimant,
            @Option(names = "--at", required = true, paramLabel = "TIME", description = "When the damage arose.")
                    String at,
            @Option(
                            names = "--item",
                            paramLabel = "KIND[=AMOUNT CUR]",
                            description = "What was harmed, such as 'property=1200 CNY'.")
                    @Nullable
                    List<String> items,
            @Option(
                            names = "--id",
                            paramLabel = "NAME",
                            description = "Name of the incident; by default the day and a number.")
                    @Nullable
                    String id,
            @Mixin Hand hand,
            @Mixin PlaybookOf playbook,
            @Option(names = "--json", description = "Prints the status as one line of JSON.") boolean json)
            throws JsonProcessingException {
        RulePack pack = playbook.load();
        List<EntityId> outputs = about.stream().map(EntityId::parse).toList();
        Instant occurred = Asked.moment("--at", at);
        List<IncidentReported.Item> claimed = ClaimedItem.all(items == null ? List.of() : items).stream()
                .map(IncidentCommand::item)
                .toList();
        try (ChainLog opened = log.open(kd, err())) {
            requireKnown(opened, outputs);
            Instant now = present();
            if (occurred.isAfter(now)) {
                throw new BadInputException(
                        "--at is %s, after the present (%s). Give the time at which the damage arose, or set the clock of this machine right."
                                .formatted(occurred, now));
            }
            EntityId incident = name(opened, id, "", now);
            hand.recorder(opened)
                    .record(EventDraft.of(new IncidentReported(outputs, new PartyId(claimant), occurred, claimed))
                            .uses(outputs.stream().map(EntityId::toString).toArray(String[]::new))
                            .generates(incident.key()));
            tell(opened, pack, incident, json);
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(
            name = "drill",
            description = "Opens a drill. It names no output and is no report: no duty begins with it, nothing can"
                    + " attribute it, and its steps are no measures.")
    int drill(
            @Mixin LogToWrite log,
            @Option(
                            names = "--id",
                            paramLabel = "NAME",
                            description = "Name of the drill, without 'drill-'; by default the day and a number.")
                    @Nullable
                    String id,
            @Mixin Hand hand,
            @Mixin PlaybookOf playbook,
            @Option(names = "--json", description = "Prints the status as one line of JSON.") boolean json)
            throws JsonProcessingException {
        RulePack pack = playbook.load();
        try (ChainLog opened = log.open(kd, err())) {
            EntityId incident = name(opened, id, DRILL, present());
            hand.recorder(opened)
                    .record(EventDraft.of(new MeasureTaken(Measure.DRILL, List.of(incident)))
                            .generates(incident.key()));
            tell(opened, pack, incident, json);
        }
        return CommandLine.ExitCode.OK;
    }

    private static IncidentReported.Item item(DamageItem one) {
        Money amount = one.amount();
        return new IncidentReported.Item(
                one.id(),
                Coded.find(DamageKind.class, one.kind()).orElseThrow(),
                amount == null ? null : amount.amount(),
                amount == null ? null : amount.currency().getCurrencyCode(),
                null,
                null,
                null);
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

    /** A name that is not on record; that of a drill begins as only drills do. */
    private static EntityId name(ChainLog log, @Nullable String asked, String prefix, Instant now) {
        if (asked != null) {
            String bare = asked.startsWith("incident:") ? asked.substring("incident:".length()) : asked;
            if (prefix.isEmpty() && bare.startsWith(DRILL)) {
                throw new BadInputException(
                        "--id is '%s', and '%s' begins the names of drills. Choose another name, or open a drill with 'kd incident drill'."
                                .formatted(asked, DRILL));
            }
            EntityId id = new EntityId(EntityKind.INCIDENT, bare.startsWith(prefix) ? bare : prefix + bare, null);
            if (isTaken(log, id)) {
                throw new BadInputException(
                        "%s is on record already. Choose another --id; 'kd incident status' lists those there are."
                                .formatted(id));
            }
            return id;
        }
        String day = now.atOffset(ZoneOffset.UTC).toLocalDate().toString();
        for (int number = 1; ; number++) {
            EntityId id = new EntityId(EntityKind.INCIDENT, "%s%s-%d".formatted(prefix, day, number), null);
            if (!isTaken(log, id)) {
                return id;
            }
        }
    }

    private static boolean isTaken(ChainLog log, EntityId id) {
        return Stream.of(EdgeKind.values())
                .anyMatch(kind -> !log.find(kind, id.key()).isEmpty());
    }

    private void tell(ChainLog log, RulePack pack, EntityId incident, boolean json) throws JsonProcessingException {
        // the log may write with a clock of its own
        Instant now = latest(present(), lastRecorded(log));
        tell(new IncidentTelling(OpenLogs.of(log), pack, now), incident, json);
    }

    private void tell(IncidentTelling telling, EntityId incident, boolean json) throws JsonProcessingException {
        IncidentStatus status = telling.response().status(incident);
        if (json) {
            out().println(JSON.writeValueAsString(telling.json(List.of(status))));
        } else {
            telling.tell(status, words(telling.logs()), out());
            telling.end(words(telling.logs())).forEach(out()::println);
        }
    }

    /** As exact as a log. */
    private static Instant present() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant lastRecorded(ChainLog log) {
        return log.size() == 0
                ? Instant.MIN
                : log.read(log.size() - 1).orElseThrow().recordedAt();
    }

    // ---- a step

    @Command(name = "step", description = "Records a step of the playbook.")
    int step(
            @Parameters(paramLabel = "STEP", description = "Id of the step, such as takedown.") String step,
            @Mixin LogToWrite log,
            @Option(names = "--incident", required = true, paramLabel = "ID") String id,
            @Option(
                            names = "--measure",
                            paramLabel = "CODE",
                            description = "Which of the measures that show the step; by default the first.")
                    @Nullable
                    String measure,
            @Option(
                            names = "--about",
                            paramLabel = "ENTITY",
                            description = "Concerning what; by default every output of the incident.")
                    @Nullable
                    List<String> about,
            @Option(
                            names = "--verdict",
                            paramLabel = "FILE",
                            description = "For the step that attributes: what 'kd attribute --json' printed.")
                    @Nullable
                    Path verdict,
            @Option(names = "--anyway", description = "Also before the steps that come first; it is then told.")
                    boolean anyway,
            @Mixin Hand hand,
            @Mixin PlaybookOf playbook,
            @Option(names = "--json", description = "Prints the status as one line of JSON.") boolean json)
            throws IOException {
        RulePack pack = playbook.load();
        try (ChainLog opened = log.open(kd, err())) {
            IncidentTelling telling = telling(opened, pack);
            IncidentStatus status = telling.response().status(incident(id));
            StepStatus found = status.steps().stream()
                    .filter(one -> one.step().id().equals(step))
                    .findFirst()
                    .orElseThrow(() -> new BadInputException("The playbook has no step '%s'. Its steps: %s."
                            .formatted(
                                    step,
                                    status.steps().stream()
                                            .map(one -> one.step().id())
                                            .collect(Collectors.joining(", ")))));
            if (IncidentResponse.closes(found.step())) {
                throw new BadInputException("Step %s is recorded by 'kd incident close'.".formatted(step));
            }
            Recorder recorder = hand.recorder(opened);
            requirePossible(found, recorder.party(), status.incident(), telling.response(), anyway);
            EventBody body = status.incident().drill()
                    ? practised(status.incident(), step)
                    : body(opened, status.incident(), found.step(), measure, about, verdict);
            recorder.record(EventDraft.of(body)
                    .answers(status.incident().opened().event().id()));
            tell(opened, pack, status.incident().id(), json);
        }
        return CommandLine.ExitCode.OK;
    }

    private static IncidentTelling telling(ChainLog log, RulePack pack) {
        return new IncidentTelling(OpenLogs.of(log), pack, latest(present(), lastRecorded(log)));
    }

    private static void requirePossible(
            StepStatus found, PartyId party, IncidentCase of, IncidentResponse response, boolean anyway) {
        String step = found.step().id();
        if (found.done() != null) {
            throw new BadInputException("Step %s was done at %s, by entry %s; nothing was recorded."
                    .formatted(
                            step,
                            found.done(),
                            found.shownBy().stream()
                                    .map(entry -> String.valueOf(entry.index()))
                                    .collect(Collectors.joining(", "))));
        }
        if (!of.drill() && !response.hasRole(found.step(), party)) {
            throw new BadInputException(
                    "'%s' has none of the roles that do step %s (%s), so its record would not count; nothing was recorded. Whoever has the role records it."
                            .formatted(party, step, found.step().whoCodes()));
        }
        if (found.state() == StepStatus.State.NOT_APPLICABLE && !anyway) {
            boolean otherKind = !found.step().kinds().isEmpty()
                    && found.step().kinds().stream().noneMatch(of.kinds()::contains);
            throw new BadInputException(
                    otherKind
                            ? "Step %s is for damage of other kinds (%s) than %s has (%s); nothing was recorded. Leave it out, or add --anyway."
                                    .formatted(
                                            step,
                                            codes(found.step().kinds()),
                                            of.id().key(),
                                            codes(of.kinds()))
                            : "No norm that asks for step %s was in force when %s was reported; nothing was recorded. Leave it out, or add --anyway."
                                    .formatted(step, of.id().key()));
        }
        if (!found.waitsFor().isEmpty() && !anyway) {
            throw new BadInputException(
                    "Step %s comes after %s; nothing was recorded. Record those first, or add --anyway."
                            .formatted(step, String.join(", ", found.waitsFor())));
        }
    }

    private static String codes(Collection<DamageKind> kinds) {
        return kinds.stream().map(DamageKind::code).collect(Collectors.joining(", "));
    }

    private static MeasureTaken practised(IncidentCase of, String step) {
        return new MeasureTaken(Measure.DRILL, List.of(of.id(), IncidentResponse.practised(step)));
    }

    private static EventBody body(
            ChainLog log,
            IncidentCase of,
            PlaybookStep step,
            @Nullable String measure,
            @Nullable List<String> about,
            @Nullable Path verdict)
            throws IOException {
        PlaybookStep.Sign sign = step.shownBy().stream()
                .filter(one -> measure == null
                        || (one.measure() != null && one.measure().code().equals(measure)))
                .findFirst()
                .orElseThrow(
                        () -> new BadInputException("--measure is '%s', which does not show step %s; it is shown by %s."
                                .formatted(measure, step.id(), signs(step))));
        List<EntityId> concerned = about == null
                ? of.outputs()
                : about.stream().map(EntityId::parse).toList();
        requireKnown(log, concerned);
        return switch (sign.type()) {
            case "MeasureTaken" -> new MeasureTaken(Objects.requireNonNull(sign.measure()), with(of.id(), concerned));
            case "LegalHoldSet" ->
                new LegalHoldSet(
                        with(of.id(), about == null ? artefacts(log, of) : concerned),
                        "sealed for " + of.id().key());
            case "AttributionIssued" -> attribution(of, step, verdict);
            default ->
                throw new BadInputException(
                        "Step %s is shown by %s, which says more than this command knows: record it with 'kd trace --log JDBC --output ID --artefacts DIR --key FILE', or with 'kd log append'."
                                .formatted(step.id(), signs(step)));
        };
    }

    private static String signs(PlaybookStep step) {
        return step.shownBy().stream().map(PlaybookStep.Sign::toString).collect(Collectors.joining(" or "));
    }

    private static List<EntityId> with(EntityId incident, List<EntityId> others) {
        List<EntityId> all = new ArrayList<>(others);
        all.add(incident);
        return all;
    }

    /** The outputs and all that they came of, with the digests on record: what is sealed is said to the byte. */
    private static List<EntityId> artefacts(ChainLog log, IncidentCase of) {
        Slice slice = log.slice(of.outputs());
        Evidence evidence = log.evidence(slice);
        Map<String, EntityId> sealed = new TreeMap<>();
        Stream.concat(
                        of.outputs().stream(),
                        evidence.admitted().stream()
                                .filter(entry -> slice.causal().contains(entry.index()))
                                .flatMap(entry -> Stream.concat(
                                        entry.event().generates().stream(), entry.event().uses().stream())))
                .forEach(entity -> sealed.merge(
                        entity.digest() == null ? entity.key() : entity.toString(), entity, (one, other) -> one));
        // what has a digest is not named once more without
        sealed.values()
                .removeIf(entity -> entity.digest() == null
                        && sealed.values().stream()
                                .anyMatch(other ->
                                        other.digest() != null && other.key().equals(entity.key())));
        return List.copyOf(sealed.values());
    }

    private static AttributionIssued attribution(IncidentCase of, PlaybookStep step, @Nullable Path verdict)
            throws IOException {
        if (verdict == null) {
            throw new BadInputException(
                    "Step %s needs --verdict FILE: what 'kd attribute --log JDBC --incident %s --json' printed."
                            .formatted(step.id(), of.id().key()));
        }
        JsonNode read;
        try {
            read = JSON.readTree(verdict.toFile());
        } catch (JsonProcessingException e) {
            throw new BadInputException("%s is no JSON (%s); give what 'kd attribute --json' printed."
                    .formatted(verdict, e.getOriginalMessage()));
        }
        String about = read.path("incident").asText();
        if (!about.equals(of.id().key())) {
            throw new BadInputException("%s is a verdict about '%s', and not about %s."
                    .formatted(verdict, about, of.id().key()));
        }
        if (read.path("packs").size() != 1) {
            throw new BadInputException(
                    "%s applies %d rule packs; an attribution on record names one. Attribute by one pack."
                            .formatted(verdict, read.path("packs").size()));
        }
        String pack = read.path("packs").path(0).path("digest").asText();
        return new AttributionIssued(
                of.id(),
                Digest.parse(read.path("digest").asText()),
                Digest.parse(pack.contains(":") ? pack : "sha256:" + pack));
    }

    // ---- closing

    @Command(
            name = "close",
            description = "Closes an incident. Refuses while required steps are open, unless a reason is given, which"
                    + " is recorded with them; it stays in the log and must hold no personal data.")
    int close(
            @Mixin LogToWrite log,
            @Option(names = "--incident", required = true, paramLabel = "ID") String id,
            @Option(names = "--outcome", required = true, paramLabel = "TEXT", description = "How it ended.")
                    String outcome,
            @Option(
                            names = "--because",
                            paramLabel = "TEXT",
                            description = "Why it is closed although required steps are open.")
                    @Nullable
                    String reason,
            @Mixin Hand hand,
            @Mixin PlaybookOf playbook,
            @Option(names = "--json", description = "Prints the status as one line of JSON.") boolean json)
            throws JsonProcessingException {
        RulePack pack = playbook.load();
        try (ChainLog opened = log.open(kd, err())) {
            IncidentStatus status = telling(opened, pack).response().status(incident(id));
            LogEntry closed = status.closed();
            if (closed != null) {
                throw new BadInputException("%s was closed at %s, by entry %d; nothing was recorded."
                        .formatted(status.incident().id().key(), closed.recordedAt(), closed.index()));
            }
            String open = status.blocking().stream().map(one -> one.step().id()).collect(Collectors.joining(", "));
            if (!open.isEmpty() && reason == null) {
                err().println(kd.say(
                                "%s stays open: required steps are not done: %s. Do them, or close it with --because REASON.",
                                "%s 不能结案：必办步骤尚未完成：%s。请先完成，或以 --because 说明理由后结案。")
                        .formatted(status.incident().id().key(), open));
                return Kd.DOES_NOT_HOLD;
            }
            EventBody body = status.incident().drill()
                    ? practised(status.incident(), closing(pack))
                    : new IncidentClosed(
                            status.incident().id(),
                            open.isEmpty() || reason == null
                                    ? outcome
                                    : "%s (open steps: %s; because: %s)".formatted(outcome, open, reason));
            hand.recorder(opened)
                    .record(EventDraft.of(body)
                            .answers(status.incident().opened().event().id()));
            tell(opened, pack, status.incident().id(), json);
        }
        return CommandLine.ExitCode.OK;
    }

    private static String closing(RulePack pack) {
        return pack.playbook().orElseThrow().steps().stream()
                .filter(IncidentResponse::closes)
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "The playbook of pack %s has no step that is shown by IncidentClosed, so a drill cannot be closed. Add one to its playbook.yaml."
                                .formatted(pack.id())))
                .id();
    }

    // ---- looking

    @Command(
            name = "status",
            description = "Shows how far the playbook is carried out; without an id, for every incident and drill."
                    + " Exits with 1 if a required step of a real incident that is open is overdue.")
    int status(
            @Option(
                            names = "--log",
                            required = true,
                            paramLabel = "JDBC",
                            description = "The log; several are read as one and held against each other.")
                    List<String> jdbcUrls,
            @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.") @Nullable
                    Path trust,
            @Option(
                            names = "--at",
                            paramLabel = "TIME",
                            description = "Looks at this moment, with what was recorded until then. Default: now.")
                    @Nullable
                    String at,
            @Parameters(paramLabel = "INCIDENT", arity = "0..*") @Nullable List<String> ids,
            @Mixin PlaybookOf playbook,
            @Option(names = "--json", description = "Prints one JSON document.") boolean json)
            throws JsonProcessingException {
        RulePack pack = playbook.load();
        Instant now = at == null ? present() : Asked.moment("--at", at);
        try (OpenLogs logs = OpenLogs.open(jdbcUrls, trust)) {
            IncidentTelling telling = new IncidentTelling(logs, pack, now);
            List<EntityId> asked = ids == null
                    ? telling.response().cases().stream().map(IncidentCase::id).toList()
                    : ids.stream().map(IncidentCommand::incident).toList();
            List<IncidentStatus> statuses =
                    asked.stream().map(one -> telling.response().status(one)).toList();
            if (json) {
                out().println(JSON.writeValueAsString(telling.json(statuses)));
            } else {
                IncidentWords words = words(logs);
                if (statuses.isEmpty()) {
                    out().println(kd.say("No incident is on record.", "没有记录在案的事件。"));
                }
                statuses.forEach(status -> telling.tell(status, words, out()));
                telling.end(words).forEach(out()::println);
                for (int i = 0; i < logs.count(); i++) {
                    WrongClock.remark(logs.log(i), now, at, kd.isChinese()).ifPresent(out()::println);
                }
            }
            boolean overdue = statuses.stream()
                    .anyMatch(one -> !one.incident().drill() && one.closed() == null && one.isOverdue());
            return overdue ? Kd.DOES_NOT_HOLD : CommandLine.ExitCode.OK;
        }
    }

    @Command(
            name = "handover",
            description = "Writes what an authority needs into a folder: the evidence bundle, a cover report in English"
                    + " and Chinese, and the status as JSON.")
    int handover(
            @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.") String jdbcUrl,
            @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.") @Nullable
                    Path trust,
            @Option(names = "--incident", required = true, paramLabel = "ID") String id,
            @Option(
                            names = "--key",
                            paramLabel = "FILE",
                            description = "Attests with this key what a part of a log cannot prove.")
                    @Nullable
                    Path key,
            @Option(
                            names = "--name",
                            paramLabel = "PARTY",
                            description = "Name of the holder of the key; by default that of its file.")
                    @Nullable
                    String name,
            @Option(
                            names = {"-o", "--out"},
                            required = true,
                            paramLabel = "DIR",
                            description = "A new or empty folder.")
                    Path folder,
            @Mixin PlaybookOf playbook)
            throws IOException {
        if (key == null && name != null) {
            throw new ParameterException(spec.commandLine(), "--name is the name of the holder of --key; give both.");
        }
        RulePack pack = playbook.load();
        Instant now = present();
        try (OpenLogs logs = OpenLogs.open(List.of(jdbcUrl), trust)) {
            IncidentTelling telling = new IncidentTelling(logs, pack, now);
            IncidentStatus status = telling.response().status(incident(id));
            EvidenceBundle bundle = bundle(logs.log(0), status.incident(), trust, key, name, now);
            requireEmpty(folder);
            Files.createDirectories(folder);
            String prefix = status.incident().drill() ? "DRILL-" : "";
            String evidence = prefix + "incident" + EvidenceBundle.FILE_ENDING;
            WholeFile.write(folder.resolve(evidence), bundle::writeTo);
            WholeFile.write(
                    folder.resolve(prefix + "status.json"),
                    JSON.writerWithDefaultPrettyPrinter().writeValueAsString(telling.json(List.of(status))) + "\n");
            WholeFile.write(folder.resolve(prefix + "cover.html"), cover(telling, status, bundle, evidence));
            for (boolean chinese : new boolean[] {false, true}) {
                IncidentWords words = new IncidentWords(chinese, logs::told);
                List<String> lines = new ArrayList<>(telling.lines(status, words));
                lines.addAll(telling.end(words));
                lines.add(enclosed(words, bundle, evidence));
                WholeFile.write(
                        folder.resolve(prefix + (chinese ? "cover.zh.txt" : "cover.en.txt")),
                        String.join("\n", lines) + "\n");
            }
            out().println(kd.say("%s: evidence and cover report on %s", "%s：关于 %s 的证据与说明")
                    .formatted(folder, status.incident().id().key()));
        }
        return CommandLine.ExitCode.OK;
    }

    private static EvidenceBundle bundle(
            ChainLog log,
            IncidentCase of,
            @Nullable Path trust,
            @Nullable Path key,
            @Nullable String name,
            Instant now) {
        EvidenceBundle.Request request = EvidenceBundle.Request.at(now);
        if (key != null) {
            request = request.attestedBy(KeyCommand.holder(key, name), KeyFile.read(key));
        }
        return EvidenceBundle.of(
                log.reader(), trust == null ? Trust.NONE : Trust.read(trust), with(of.id(), of.outputs()), request);
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw new BadInputException("%s is no folder; name a new one.".formatted(folder));
            }
            try (Stream<Path> inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new BadInputException(
                            "%s is not empty; name a new folder, so that nothing of another case is handed over."
                                    .formatted(folder));
                }
            }
        }
    }

    private static String cover(
            IncidentTelling telling, IncidentStatus status, EvidenceBundle bundle, String evidence) {
        Page page = new Page(status.incident().id().key());
        for (boolean chinese : new boolean[] {false, true}) {
            IncidentWords words = new IncidentWords(chinese, telling.logs()::told);
            page.section(chinese ? "zh-CN" : "en");
            telling.addTo(page, status, words);
            page.heading(2, words.say("Enclosed", "附件"));
            page.line(enclosed(words, bundle, evidence));
            telling.end(words).forEach(page::soft);
        }
        return page.html("en");
    }

    private static String enclosed(IncidentWords words, EvidenceBundle bundle, String evidence) {
        return words.say(
                        "Evidence bundle %s, digest %s; 'kd evidence verify %1$s --trust KEYS' checks it without the log, and it says how to check it with other tools.",
                        "证据包 %s，摘要 %s；可用 “kd evidence verify %1$s --trust KEYS” 脱离日志核验，包内另附使用其他工具核验的方法。")
                .formatted(evidence, bundle.digest());
    }

    private static EntityId incident(String id) {
        EntityId parsed = id.startsWith("incident:") ? EntityId.parse(id) : new EntityId(EntityKind.INCIDENT, id, null);
        return parsed.withoutDigest();
    }

    private IncidentWords words(OpenLogs logs) {
        return new IncidentWords(kd.isChinese(), logs::told);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
