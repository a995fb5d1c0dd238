package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.sign.SignedEvent;
import io.kdchain.provenance.store.EdgeKind;
import io.kdchain.rules.governance.DeadlineCalendar;
import io.kdchain.rules.governance.Obligation;
import io.kdchain.rules.governance.Obligations;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd monitor}: what is due, and what is overdue. */
@Command(
        name = "monitor",
        description = "Lists what the parties of a log have to do by a day: findings to rectify, orders, notices and"
                + " alarms to answer, what ends unless it is renewed, trainings and audits to repeat. Exits with 1 if"
                + " something is overdue.")
final class MonitorCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Each is shown once, as it stands: its end moves in the calendar when the record goes on. */
    private static final Set<Obligation.Kind> MOVING =
            EnumSet.of(Obligation.Kind.TRAIN_STAFF, Obligation.Kind.HAVE_AUDITED, Obligation.Kind.KEEP_RECORDS);

    private static final Set<Obligation.State> UNSETTLED = EnumSet.of(Obligation.State.OVERDUE, Obligation.State.OPEN);

    /** A calendar reminds a day before. */
    private static final Duration REMINDER = Duration.ofDays(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
    private String jdbcUrl = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--packs",
            paramLabel = "ID,…",
            description = "Rule packs whose terms count. Default: ${DEFAULT-VALUE}.",
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

    @Option(names = "--party", paramLabel = "ID", description = "Only what this party has to do.")
    private @Nullable String party;

    @Option(
            names = "--within",
            paramLabel = "DAYS",
            description = "Of what is open, only what is due within so many days.")
    private @Nullable Integer days;

    @Option(names = "--all", description = "Also what is done.")
    private boolean all;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Output
    @Option(
            names = "--ical",
            paramLabel = "FILE",
            description = "Writes what is open or overdue as a calendar as well (iCalendar, RFC 5545).")
    private @Nullable Path calendar;

    @Override
    public Integer call() throws JsonProcessingException {
        if (days != null && days < 0) {
            throw new BadInputException("--within is %d; write a number of days, 0 or more.".formatted(days));
        }
        Instant now = at == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : Asked.moment("--at", at);
        RulePack pack = Asked.packs(rules).load(Asked.words(packs));
        try (ChainLog log = Logs.open(jdbcUrl, trust)) {
            WrongClock.remark(log, now, at, kd.isChinese())
                    .ifPresent(spec.commandLine().getErr()::println);
            StandingEntries entries = new StandingEntries(log);
            List<Obligation> every = Obligations.of(entries, pack, now);
            requireKnown(log, every);
            List<Obligation> obligations =
                    every.stream().filter(one -> isAsked(one, now)).toList();
            if (calendar != null) {
                WholeFile.write(calendar, calendar(log, obligations, now));
            }
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(JSON.writeValueAsString(json(obligations, entries.rejected(), now)));
            } else {
                tell(obligations, entries.rejected(), now, out);
            }
            return obligations.stream().anyMatch(one -> one.at(now) == Obligation.State.OVERDUE)
                    ? Kd.DOES_NOT_HOLD
                    : CommandLine.ExitCode.OK;
        }
    }

    private String calendar(ChainLog log, List<Obligation> obligations, Instant now) {
        List<DeadlineCalendar.Deadline> deadlines = obligations.stream()
                .filter(one -> UNSETTLED.contains(one.at(now)))
                .map(one -> new DeadlineCalendar.Deadline(
                        String.join(
                                "|",
                                callsFor(log, one),
                                one.kind().code(),
                                one.party().value(),
                                one.subject()),
                        one.due(),
                        "%s: %s %s"
                                .formatted(one.party(), word(one.kind()), one.subject())
                                .strip(),
                        line(one, now).strip(),
                        REMINDER))
                .toList();
        return DeadlineCalendar.of(kd.say("Due in the distillation chain", "蒸馏服务链待办期限"), now, deadlines);
    }

    /**
     * The event from which an obligation arose, the same in every copy of the log; the first of the log for one whose
     * end moves.
     */
    private static String callsFor(ChainLog log, Obligation one) {
        return log.read(MOVING.contains(one.kind()) ? 0 : one.shownBy().get(0))
                .map(entry -> SignedEvent.parse(entry.envelope().toArray())
                        .event()
                        .id()
                        .toString())
                .orElseThrow();
    }

    /** Nothing due of somebody whom the log does not know would be a comfort without a ground. */
    private void requireKnown(ChainLog log, List<Obligation> every) {
        if (party != null
                && log.find(EdgeKind.KEY_OF, new PartyId(party).value()).isEmpty()
                && every.stream().noneMatch(one -> one.party().value().equals(party))) {
            throw new BadInputException(
                    "The log knows no party '%s'. Maybe the id is misspelt; 'kd log list' shows who did what."
                            .formatted(party));
        }
    }

    private boolean isAsked(Obligation obligation, Instant now) {
        boolean ofParty = party == null || obligation.party().equals(new PartyId(party));
        boolean near = days == null
                || obligation.at(now) != Obligation.State.OPEN
                || !obligation.due().isAfter(now.plus(Duration.ofDays(days)));
        return ofParty && near && (all || UNSETTLED.contains(obligation.at(now)));
    }

    private static ObjectNode json(List<Obligation> obligations, Set<Long> rejected, Instant now) {
        ObjectNode root = JSON.createObjectNode().put("at", now.toString());
        ArrayNode array = root.putArray("obligations");
        for (Obligation one : obligations) {
            ObjectNode node = array.addObject()
                    .put("state", one.at(now).code())
                    .put("kind", one.kind().code())
                    .put("party", one.party().value())
                    .put("subject", one.subject())
                    .put("since", one.since().toString())
                    .put("due", one.due().toString());
            if (one.settled() != null) {
                node.put("settled", one.settled().toString());
            }
            Parameter term = one.term();
            if (term != null) {
                ObjectNode told =
                        node.putObject("term").put("parameter", term.name()).put("value", term.value());
                one.norm().ifPresent(norm -> told.put("norm", norm));
            }
            ArrayNode shownBy = node.putArray("shownBy");
            one.shownBy().forEach(shownBy::add);
        }
        ArrayNode unbelieved = root.putArray("rejected");
        rejected.forEach(unbelieved::add);
        return root;
    }

    private void tell(List<Obligation> obligations, Set<Long> rejected, Instant now, PrintWriter out) {
        if (obligations.isEmpty()) {
            out.println(kd.say("Nothing is due, as far as the log shows.", "就日志所示，没有到期或待履行的事项。"));
        } else {
            Map<Obligation.State, Long> counts = new TreeMap<>(
                    obligations.stream().collect(Collectors.groupingBy(one -> one.at(now), Collectors.counting())));
            out.println(kd.say("As of %s: %s.", "截至 %s：%s。")
                    .formatted(
                            now,
                            counts.entrySet().stream()
                                    .map(count -> "%d %s".formatted(count.getValue(), word(count.getKey())))
                                    .collect(Collectors.joining(kd.say(", ", "，")))));
            obligations.forEach(one -> out.println(line(one, now)));
        }
        if (!rejected.isEmpty()) {
            out.println(kd.say(
                            "%d entries prove nothing and do not count; 'kd log verify' says why: %s.",
                            "有 %d 个条目不能作为证据，未计入；“kd log verify”会说明原因：%s。")
                    .formatted(
                            rejected.size(),
                            rejected.stream().map(String::valueOf).collect(Collectors.joining(", "))));
        }
        out.println(kd.say(
                "Read from what is on record; what nobody recorded is not here. Terms marked as proposals are no law.",
                "仅依据日志记录；未记录的事项不在其中。标明“建议”的期限并非法律规定。"));
    }

    private String line(Obligation one, Instant now) {
        String basis = one.term() == null
                ? kd.say("as recorded", "依记录")
                : "%s %s (%s)"
                        .formatted(
                                one.term().name(),
                                one.term().value(),
                                one.norm().orElse(kd.say("proposal", "建议")));
        return "  %s  %s  %s: %s%s%s; %s; %s %s"
                .formatted(
                        word(one.at(now)),
                        one.due(),
                        one.party(),
                        word(one.kind()),
                        one.subject().isEmpty() ? "" : " " + one.subject(),
                        one.settled() == null ? "" : kd.say("; done ", "；完成于 ") + one.settled(),
                        basis,
                        one.shownBy().size() == 1 ? kd.say("entry", "条目") : kd.say("entries", "条目"),
                        one.shownBy().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    }

    private String word(Obligation.State state) {
        return switch (state) {
            case OVERDUE -> kd.say("overdue", "逾期");
            case OPEN -> kd.say("open", "待履行");
            case MET_LATE -> kd.say("done late", "逾期履行");
            case MET -> kd.say("done", "已履行");
        };
    }

    private String word(Obligation.Kind kind) {
        return switch (kind) {
            case RECTIFY_FINDING -> kd.say("rectify finding", "整改审计发现");
            case OBEY_ORDER -> kd.say("obey the order to", "执行主管机关命令");
            case ANSWER_NOTICE -> kd.say("answer the notice of", "处理通知");
            case ANSWER_ALARM -> kd.say("answer the alarm of", "处理监测报警");
            case RENEW_APPROVAL -> kd.say("renew the approval", "续办批准或备案");
            case RENEW_QUALIFICATION -> kd.say("renew the qualification", "续办教师模型资质");
            case RENEW_AUTHORISATION -> kd.say("renew the authorisation of, or stop using,", "续办数据授权或停止使用");
            case RENEW_INSURANCE -> kd.say("renew the insurance", "续保");
            case RENEW_ASSESSMENT -> kd.say("be assessed again", "重新评估");
            case TRAIN_STAFF -> kd.say("train the staff again", "再次培训人员");
            case HAVE_AUDITED -> kd.say("have audited again", "再次审计");
            case KEEP_RECORDS -> kd.say("keep the records until then", "保存记录至该日");
        };
    }
}
