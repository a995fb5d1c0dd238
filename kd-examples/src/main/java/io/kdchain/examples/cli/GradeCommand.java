package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.Recorder;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.ApprovalGranted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.EntityKind;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.ContentGrade;
import io.kdchain.rules.governance.CoverTerms;
import io.kdchain.rules.governance.GradedCover;
import io.kdchain.rules.governance.SafetyGrading;
import io.kdchain.rules.governance.TeacherExposure;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.verdict.Fraction;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd grade}: how safe the contents of a deployment are, and what an insurance would pay. */
@Command(
        name = "grade",
        description = "Grades the contents of a deployment from A to E, from the counted tests on record and hard"
                + " gates, and says what cover a grade means. Grades do not travel through distillation: only tests of"
                + " the very model in service count, and none by its makers. Exits with 1 if there is no grade, or if"
                + " it is E.")
final class GradeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CENTS = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(paramLabel = "DEPLOYMENT", description = "Such as deployment:ct-assist.")
    private String deployment = "";

    @Option(names = "--log", required = true, paramLabel = "JDBC", description = "The log.")
    private String jdbcUrl = "";

    @Option(names = "--trust", paramLabel = "FILE", description = "Keys that are trusted.")
    private @Nullable Path trust;

    @Option(
            names = "--packs",
            paramLabel = "ID,…",
            description = "Rule packs whose thresholds and terms of cover count. Default: ${DEFAULT-VALUE}.",
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
            description = "The grade as of this moment, such as that of a damage. Default: now.")
    private @Nullable String at;

    @Option(names = "--limit", paramLabel = "AMOUNT", description = "Base limit of a policy.")
    private @Nullable String limit;

    @Option(names = "--deductible", paramLabel = "AMOUNT", description = "Base deductible of a policy.")
    private @Nullable String deductible;

    @Option(
            names = "--loss",
            paramLabel = "[CAUSE=]AMOUNT",
            description = "What the holder bears of a damage; given several times, in the order of the damages. Losses"
                    + " with the same root CAUSE are one event.")
    private List<String> losses = List.of();

    @Option(names = "--key", paramLabel = "FILE", description = "Records the grade in the name of the key's holder.")
    private @Nullable Path key;

    @Option(names = "--party", paramLabel = "ID", description = "Who records, if the key was that of several.")
    private @Nullable String party;

    @Option(names = "--log-key", paramLabel = "FILE", description = "The log's own key, for a checkpoint.")
    private @Nullable Path logKey;

    @Option(names = "--number", paramLabel = "TEXT", description = "Number of the grade that is recorded.")
    private @Nullable String number;

    @Option(names = "--json", description = "Prints one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        EntityId asked = EntityId.parse(deployment);
        if (asked.kind() != EntityKind.DEPLOYMENT) {
            throw new BadInputException("'%s' is no deployment; write deployment:NAME.".formatted(deployment));
        }
        if (key != null && at != null) {
            throw new BadInputException("--key records the grade as it is now; leave --at out.");
        }
        if (key == null && (party != null || logKey != null || number != null)) {
            throw new BadInputException("--party, --log-key and --number need --key: without it nothing is recorded.");
        }
        GradedCover.@Nullable Base base = base();
        Instant moment = at == null ? Instant.now().truncatedTo(ChronoUnit.MILLIS) : Asked.moment("--at", at);
        RulePack pack = Asked.packs(rules).load(Asked.words(packs));
        GradedCover cover = GradedCover.of(pack, moment.atOffset(ZoneOffset.UTC).toLocalDate());
        PrintWriter out = spec.commandLine().getOut();
        try (ChainLog log = open()) {
            WrongClock.remark(log, moment, at, kd.isChinese())
                    .ifPresent(spec.commandLine().getErr()::println);
            Recorder recorder = key == null ? null : LogToWrite.recorder(log, key, party, null);
            StandingEntries entries = new StandingEntries(log);
            SafetyGrading grading = SafetyGrading.of(entries, log.verify(), pack, asked, moment);
            List<TeacherExposure> exposures = TeacherExposure.of(entries, pack, moment, grading.teachers());
            List<GradedCover.Payment> payments = base == null ? List.of() : cover.pay(base, losses(grading));
            Optional<Long> recorded = recorder == null
                    ? Optional.empty()
                    : record(recorder, grading, pack).map(LogEntry::index);
            if (json) {
                ObjectNode told = json(grading, cover, payments, exposures, recorded);
                out.println(JSON.writeValueAsString(told.put("unsigned", Unsigned.count(log))));
            } else {
                tell(new GradeWords(kd, out), grading, cover, payments, exposures);
                Unsigned.remark(log, kd).ifPresent(out::println);
                recorded.ifPresent(index -> out.println(
                        kd.say("Recorded as entry %d.", "已记录为第 %d 条。").formatted(index)));
                if (recorder != null && recorded.isEmpty()) {
                    out.println(kd.say(
                            "Nothing is recorded: without a grade above E nothing is approved.",
                            "未作记录：无等级或等级为E者，不予认可。"));
                }
            }
            return grading.grade() == null || grading.grade() == ContentGrade.E
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

    private GradedCover.@Nullable Base base() {
        if (limit == null && deductible == null && losses.isEmpty()) {
            return null;
        }
        if (limit == null || deductible == null) {
            throw new BadInputException(
                    "What is paid for a loss needs both --limit and --deductible, such as 1000000 and 20000.");
        }
        return new GradedCover.Base(amount("--limit", limit), amount("--deductible", deductible));
    }

    private static Fraction amount(String option, String text) {
        if (!text.matches("\\d{1,18}(\\.\\d{1,4})?")) {
            throw new BadInputException("%s is '%s'; write an amount such as 20000 or 99.50.".formatted(option, text));
        }
        return Fraction.parse(text);
    }

    private List<GradedCover.Loss> losses(SafetyGrading grading) {
        List<GradedCover.Loss> read = new ArrayList<>();
        for (String text : losses) {
            int equals = text.lastIndexOf('=');
            read.add(new GradedCover.Loss(
                    amount("--loss", text.substring(equals + 1)),
                    grading.covered().orElse(null),
                    equals < 1 ? null : text.substring(0, equals)));
        }
        return read;
    }

    /** Who has a part in a deployment does not grade it. */
    private Optional<LogEntry> record(Recorder recorder, SafetyGrading grading, RulePack pack) {
        if (grading.makers().contains(recorder.party())) {
            throw new BadInputException(
                    "'%s' made or serves %s, or is one legal person with who did, and cannot grade it. Let somebody else record the grade."
                            .formatted(recorder.party(), grading.deployment()));
        }
        ContentGrade grade = grading.grade();
        if (grade == null || grade == ContentGrade.E || grading.tests() == null) {
            return Optional.empty();
        }
        return Optional.of(recorder.record(
                new ApprovalGranted(
                        grading.deployment(),
                        grading.holder(),
                        ApprovalGranted.Kind.CONTENT_SAFETY_GRADE,
                        grade.code(),
                        "%s %s".formatted(pack.id(), pack.version()),
                        number,
                        recorder.party(),
                        grading.validUntil()),
                grading.at(),
                List.of(),
                List.of(),
                List.of(grading.tests().entry().event().id())));
    }

    private static ObjectNode json(
            SafetyGrading grading,
            GradedCover cover,
            List<GradedCover.Payment> payments,
            List<TeacherExposure> exposures,
            Optional<Long> recorded) {
        ObjectNode root = GradeJson.of(grading);
        root.set("cover", GradeJson.cover(grading, cover));
        ArrayNode paid = root.putArray("payments");
        for (GradedCover.Payment payment : payments) {
            Fraction amount = payment.amount();
            ObjectNode node =
                    paid.addObject().put("loss", payment.loss().amount().toString());
            if (payment.loss().series() != null) {
                node.put("cause", payment.loss().series());
            }
            node.put("determined", amount != null);
            if (amount != null) {
                node.put("pays", amount.toString());
            }
        }
        root.set("exposure", GradeJson.exposures(exposures));
        recorded.ifPresent(index -> root.put("recordedAs", index));
        return root;
    }

    private void tell(
            GradeWords words,
            SafetyGrading grading,
            GradedCover cover,
            List<GradedCover.Payment> payments,
            List<TeacherExposure> exposures) {
        words.tell(grading);
        PrintWriter out = spec.commandLine().getOut();
        if (grading.covered().isEmpty()) {
            out.println(kd.say(
                    "Cover: undetermined, since the log does not verify; that is not nothing.",
                    "保险：因日志核验未通过而无法确定；无法确定不等于不予赔付。"));
        } else if (grading.grade() == null) {
            out.println(
                    kd.say("Cover: none is offered for what has no grade, as for grade E.", "保险：无等级者不予承保，与等级 E 相同。"));
        } else {
            out.println(line(cover.terms(grading.covered().get())));
        }
        for (GradedCover.Payment payment : payments) {
            out.println(kd.say("  loss %s: pays %s", "  损失 %s：赔付 %s")
                    .formatted(
                            payment.loss().amount(),
                            payment.amount() == null ? kd.say("undetermined", "无法确定") : money(payment.amount())));
        }
        exposures.forEach(words::tell);
        out.println(kd.say(
                "A grade is evidence of care, no finding that nobody is at fault. Thresholds and cover are proposals of the pack, no law and no tariff.",
                "等级仅为尽到注意义务的证据，并非无过错的认定。等级界限与保险条件系规则包的建议，既非法律，亦非费率。"));
    }

    private String line(CoverTerms terms) {
        return terms.premium() == null
                ? kd.say("Cover: none is offered for grade %s.", "保险：等级 %s 不予承保。")
                        .formatted(terms.grade())
                : kd.say(
                                "Cover: limit x %s, deductible x %s, insured bears %s of each payment, premium x %s.",
                                "保险：限额 × %s，免赔额 × %s，被保险人自负每次赔款的 %s，保费 × %s。")
                        .formatted(terms.limit(), terms.deductible(), terms.coinsurance(), terms.premium());
    }

    /** Rounded down to cents, exact where it is written as a fraction. */
    private static String money(Fraction amount) {
        return new BigDecimal(amount.numerator())
                .divide(new BigDecimal(amount.denominator()), CENTS, RoundingMode.DOWN)
                .toPlainString();
    }
}
