package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.Event;
import io.kdchain.provenance.event.EventId;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.rules.governance.ProviderAssessment;
import io.kdchain.rules.governance.ProviderAssessment.Result;
import io.kdchain.rules.pack.AssessmentScheme;
import io.kdchain.rules.pack.Criterion;
import io.kdchain.rules.pack.RulePack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd assess}: what is on record of providers, by the criteria of a scheme. */
@Command(
        name = "assess",
        description = "Assesses providers from what is on record, by the criteria of a scheme that an association may"
                + " edit. What nothing shows is not shown; where others have to say it, the provider's own word does"
                + " not count, nor does what has expired or does not verify. Exits with 1 if somebody fails.")
final class AssessCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(paramLabel = "PARTY", arity = "1..*", description = "Providers; several are put side by side.")
    private List<String> providers = List.of();

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
    private String jdbcUrl = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--scheme",
            paramLabel = "FILE|DIR",
            description = "The scheme: a file, or a folder with assessment.yaml. Default: the proposal of the library.")
    private @Nullable Path scheme;

    @Option(
            names = "--packs",
            paramLabel = "ID,…",
            description = "Rule packs whose terms count. Default: ${DEFAULT-VALUE}.",
            defaultValue = "cn-proposal")
    private String packs = "cn-proposal";

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

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Records each assessment in the name of the key's holder, which must be another.")
    private @Nullable Path key;

    @Option(names = "--party", paramLabel = "ID", description = "Who records, if the key was that of several.")
    private @Nullable String party;

    @Option(names = "--log-key", paramLabel = "FILE", description = "The log's own key, for a checkpoint.")
    private @Nullable Path logKey;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        if (key != null && at != null) {
            throw new BadInputException("--key records what is on record now; leave --at out.");
        }
        if (key == null && (party != null || logKey != null)) {
            throw new BadInputException("--party and --log-key need --key: without it nothing is recorded.");
        }
        Instant moment = at == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : Asked.moment("--at", at);
        AssessmentScheme by = scheme == null ? AssessmentScheme.builtin() : AssessmentScheme.load(scheme);
        RulePack pack = Asked.packs(rules).load(Asked.words(packs));
        try (ChainLog log = open()) {
            WrongClock.remark(log, moment, at, kd.isChinese())
                    .ifPresent(spec.commandLine().getErr()::println);
            Recorder recorder = key == null ? null : LogToWrite.recorder(log, key, party, null);
            StandingEntries entries = new StandingEntries(log);
            List<ProviderAssessment> assessments = new ArrayList<>();
            for (String provider : providers.stream().distinct().toList()) {
                assessments.add(ProviderAssessment.of(entries, pack, by, new PartyId(provider), moment));
            }
            List<Long> recorded = recorder == null ? List.of() : record(log, recorder, assessments);
            if (json) {
                ObjectNode told = json(by, assessments, entries.rejected(), recorded);
                spec.commandLine().getOut().println(JSON.writeValueAsString(told.put("unsigned", Unsigned.count(log))));
            } else {
                tell(by, assessments, entries.rejected(), recorded);
                PrintWriter out = spec.commandLine().getOut();
                Unsigned.remark(log, kd).ifPresent(out::println);
            }
            return assessments.stream().anyMatch(one -> one.grade() == ProviderAssessed.Grade.FAILED)
                    ? Kd.DOES_NOT_HOLD
                    : CommandLine.ExitCode.OK;
        }
    }

    private ChainLog open() {
        if (key == null) {
            return Logs.open(jdbcUrl, trust);
        }
        LogOptions options = LogOptions.defaults().mustExist();
        return LogToWrite.open(
                jdbcUrl,
                logKey,
                kd,
                spec.commandLine().getErr(),
                trust == null ? options : options.trust(Trust.read(trust)),
                null);
    }

    private List<Long> record(ChainLog log, Recorder recorder, List<ProviderAssessment> assessments) {
        for (ProviderAssessment one : assessments) {
            if (one.isSamePerson(recorder.party())) {
                throw new BadInputException(
                        "'%s' is '%s' itself, or one legal person with it, and cannot assess it. Let somebody else record the assessment."
                                .formatted(recorder.party(), one.provider()));
            }
        }
        List<Long> recorded = new ArrayList<>();
        for (ProviderAssessment one : assessments) {
            List<EventId> refs = one.evidence().stream()
                    .flatMap(index -> log.read(index).stream())
                    .map(entry -> SignedEvent.parse(entry.envelope().toArray()).event())
                    .map(Event::id)
                    .toList();
            recorded.add(recorder.record(one.event(), one.at(), List.of(), List.of(), refs)
                    .index());
        }
        return recorded;
    }

    private static ObjectNode json(
            AssessmentScheme scheme, List<ProviderAssessment> assessments, Set<Long> rejected, List<Long> recorded) {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("scheme")
                .put("id", scheme.id())
                .put("version", scheme.version())
                .put("sha256", scheme.digest());
        ArrayNode array = root.putArray("assessments");
        for (ProviderAssessment one : assessments) {
            ObjectNode node = array.addObject()
                    .put("provider", one.provider().value())
                    .put("at", one.at().toString())
                    .put("grade", one.grade().code())
                    .put("score", one.score().toString())
                    .put("shown", one.shown().toString())
                    .put("validUntil", one.validUntil().toString());
            ArrayNode results = node.putArray("criteria");
            one.results().forEach(result -> results.add(json(result)));
        }
        numbers(root.putArray("rejected"), rejected);
        numbers(root.putArray("recordedAs"), recorded);
        return root;
    }

    private static ObjectNode json(Result result) {
        ObjectNode node = JSON.createObjectNode()
                .put("criterion", result.criterion().id())
                .put("state", result.state().code())
                .put("weight", result.criterion().weight())
                .put("counts", result.counts());
        if (result.score() != null) {
            node.put("score", result.score().toString());
        }
        node.put("hits", result.hits()).put("of", result.of());
        numbers(node.putArray("shownBy"), result.shownBy());
        ArrayNode missing = node.putArray("missing");
        result.missing().forEach(missing::add);
        numbers(node.putArray("expired"), result.expired());
        numbers(node.putArray("ownWord"), result.ownWord());
        if (result.until() != null) {
            node.put("until", result.until().toString());
        }
        return node;
    }

    private static void numbers(ArrayNode array, Iterable<Long> indexes) {
        indexes.forEach(array::add);
    }

    private void tell(
            AssessmentScheme scheme, List<ProviderAssessment> assessments, Set<Long> rejected, List<Long> recorded) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("%s (%s %s)"
                .formatted(kd.say(scheme.title().en(), scheme.title().zh()), scheme.id(), scheme.version()));
        if (assessments.size() == 1) {
            assessments.get(0).results().forEach(result -> tell(result, out));
        } else {
            table(scheme, assessments, out);
        }
        for (ProviderAssessment one : assessments) {
            out.println(kd.say(
                            "%s: %s, score %s of 1, %s of the weight shown, valid until %s",
                            "%s：%s，得分 %s（满分 1），已证明权重 %s，有效期至 %s")
                    .formatted(one.provider(), word(one.grade()), one.scoreRounded(), one.shown(), one.validUntil()));
            List<String> bars = one.results().stream()
                    .filter(Result::bars)
                    .map(result -> title(result.criterion()))
                    .toList();
            if (!bars.isEmpty()) {
                out.println(kd.say("  Nobody passes without: %s", "  未满足必备条件：%s")
                        .formatted(String.join(kd.say("; ", "；"), bars)));
            }
        }
        recorded.forEach(index ->
                out.println(kd.say("Recorded as entry %d.", "已记录为第 %d 条。").formatted(index)));
        if (!rejected.isEmpty()) {
            out.println(kd.say(
                            "Entries that prove nothing and do not count; 'kd log verify' says why: %s.",
                            "以下条目不能作为证据，未计入；“kd log verify”会说明原因：%s。")
                    .formatted(rejected.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        out.println(kd.say(
                "Read from what is on record, by a scheme that is a proposal and no law.", "仅依据日志记录；评估方案系建议，并非法律。"));
    }

    private void tell(Result result, PrintWriter out) {
        out.println("  %s  %s%s".formatted(standing(result), title(result.criterion()), entries(result.shownBy())));
        detail(result.missing(), kd.say("lacks good evidence", "缺少有效证据"), out);
        detail(result.expired(), kd.say("expired, withdrawn or not yet in force", "已过期、已撤回或尚未生效"), out);
        detail(result.ownWord(), kd.say("only its own word", "仅为自述"), out);
    }

    private void detail(List<?> what, String why, PrintWriter out) {
        if (!what.isEmpty()) {
            out.println("      %s: %s"
                    .formatted(why, what.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
    }

    private void table(AssessmentScheme scheme, List<ProviderAssessment> assessments, PrintWriter out) {
        out.println("  %s"
                .formatted(assessments.stream()
                        .map(one -> "%-12s".formatted(one.provider().value()))
                        .collect(Collectors.joining("  "))));
        for (int i = 0; i < scheme.criteria().size(); i++) {
            int row = i;
            out.println("  %s  %s"
                    .formatted(
                            assessments.stream()
                                    .map(one -> "%-12s"
                                            .formatted(standing(one.results().get(row))))
                                    .collect(Collectors.joining("  ")),
                            title(scheme.criteria().get(i))));
        }
    }

    private String standing(Result result) {
        return switch (result.state()) {
            case SHOWN -> "%-11s".formatted("%d/%d".formatted(result.hits(), result.of()));
            case NOT_SHOWN -> kd.say("not shown  ", "未证明    ");
            case NO_OCCASION -> result.counts() ? kd.say("not shown  ", "未证明    ") : kd.say("no occasion", "无此情形  ");
        };
    }

    private String title(Criterion criterion) {
        return kd.say(criterion.title().en(), criterion.title().zh());
    }

    private String entries(List<Long> indexes) {
        return indexes.isEmpty()
                ? ""
                : kd.say("; entries ", "；条目 ")
                        + indexes.stream().map(Objects::toString).collect(Collectors.joining(", "));
    }

    private String word(ProviderAssessed.Grade grade) {
        return switch (grade) {
            case PASSED -> kd.say("passed", "合格");
            case CONDITIONAL -> kd.say("passed under conditions", "有条件合格");
            case FAILED -> kd.say("failed", "不合格");
        };
    }
}
