package io.kdchain.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.core.audit.BiasInheritance;
import io.kdchain.core.audit.CapacityGap;
import io.kdchain.core.audit.Interval;
import io.kdchain.core.audit.Lineage;
import io.kdchain.core.audit.Measurement;
import io.kdchain.core.audit.TriggerScan;
import io.kdchain.examples.distillation.AuditJob;
import io.kdchain.examples.engine.EngineSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code kd audit}: what a student took over from its teacher, good and bad. */
@Command(
        name = "audit",
        description =
                "Audits a student of kd distill: fidelity, inherited errors, calibration, capacity, bias between groups"
                        + " and where it comes from, triggers, and whose student it is. Exit code 1 if something speaks"
                        + " against it, or the rows are too few to tell.")
final class AuditCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> CHINESE = Map.ofEntries(
            Map.entry("fidelity.agreement", "与教师模型决定一致的比例"),
            Map.entry("fidelity.kl", "与教师模型的 KL 散度（nat）"),
            Map.entry("errors.inherited", "教师错误中被原样继承的比例"),
            Map.entry("errors.novel", "学生错而教师对的比例"),
            Map.entry("errors.repaired", "学生对而教师错的比例"),
            Map.entry("errors.inherited-beyond-independent", "扣除独立训练的学生后仍继承的比例"),
            Map.entry("calibration.ece", "期望校准误差"),
            Map.entry("calibration.ece-beyond-teacher", "校准误差比教师大多少"),
            Map.entry("calibration.brier", "Brier 分数"),
            Map.entry("calibration.nll", "负对数似然（nat）"),
            Map.entry("fairness.demographic-parity", "各组获得有利决定比例之差"),
            Map.entry("fairness.equal-opportunity", "各组真阳性率之差"),
            Map.entry("fairness.equalised-odds", "各组真、假阳性率之差的较大者"),
            Map.entry("fairness.selection-ratio", "各组获得有利决定比例之比"));

    private static final Map<String, String> ENGLISH = Map.ofEntries(
            Map.entry("fidelity.agreement", "decides as its teacher"),
            Map.entry("fidelity.kl", "KL divergence from its teacher, nats"),
            Map.entry("errors.inherited", "of the teacher's errors, taken over"),
            Map.entry("errors.novel", "wrong where the teacher is right"),
            Map.entry("errors.repaired", "right where the teacher is wrong"),
            Map.entry("errors.inherited-beyond-independent", "taken over beyond a student alone"),
            Map.entry("calibration.ece", "expected calibration error"),
            Map.entry("calibration.ece-beyond-teacher", "that error beyond the teacher's"),
            Map.entry("calibration.brier", "Brier score"),
            Map.entry("calibration.nll", "negative log likelihood, nats"),
            Map.entry("fairness.demographic-parity", "gap of favourable decisions"),
            Map.entry("fairness.equal-opportunity", "gap of true positive rates"),
            Map.entry("fairness.equalised-odds", "larger gap of true and false positives"),
            Map.entry("fairness.selection-ratio", "ratio of favourable decisions"));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ParentCommand
    private Kd kd = new Kd();

    @Parameters(
            paramLabel = "CONFIG",
            description =
                    "A YAML file: distillation (a file of kd distill that was run), student, rows, groups, precision, bootstrap, capacity, triggers, lineage, record.")
    private Path config = Path.of("");

    @Option(names = "--json", description = "Prints what was found as one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        EngineSettings.apply();
        AuditJob.Result found = AuditJob.read(config).run();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(node(found)));
        } else {
            tell(out, found);
        }
        return found.objects() ? Kd.DOES_NOT_HOLD : CommandLine.ExitCode.OK;
    }

    private void tell(PrintWriter out, AuditJob.Result found) {
        out.println(
                kd.say("student %s, audited on %d rows", "学生模型 %s，在 %d 行上审计").formatted(found.student(), found.rows()));
        out.println(kd.say("its teacher %s", "其教师模型 %s").formatted(found.teacher()));
        tell(out, kd.say("Fidelity", "忠实度"), found.fidelity());
        tell(out, kd.say("Errors", "错误继承"), found.errors());
        tell(out, kd.say("Calibration", "校准"), found.calibration());
        out.println(kd.say("Capacity", "容量"));
        Interval agreement = found.capacity().agreement();
        out.println("  "
                + kd.say(
                                "agrees with its teacher on %s of %d training rows, %s is asked: %s",
                                "在 %2$d 行训练数据上与教师模型一致的比例 %1$s，要求 %3$s：%4$s")
                        .formatted(
                                number(agreement),
                                found.trainingRows(),
                                number(found.capacity().required()),
                                capacity(found.capacity().finding())));
        found.bias().ifPresent(bias -> tell(out, bias));
        found.triggers().ifPresent(scan -> tell(out, scan));
        found.lineage().ifPresent(lineage -> tell(out, lineage));
    }

    private String capacity(CapacityGap.Finding finding) {
        return switch (finding) {
            case NONE -> kd.say("no gap", "无容量差距");
            case CAPACITY_GAP ->
                kd.say("a capacity gap: too small for it, or trained too short", "存在容量差距：学生模型过小，或训练过短");
            case CANNOT_TELL -> kd.say("these rows do not tell", "现有数据不足以判断");
        };
    }

    private void tell(PrintWriter out, String title, List<Measurement> numbers) {
        out.println(title);
        for (Measurement one : numbers) {
            out.println("  %s: %s%s".formatted(name(one), number(one.interval()), doubt(one)));
        }
    }

    private String name(Measurement one) {
        return kd.say(ENGLISH.getOrDefault(one.name(), one.name()), CHINESE.getOrDefault(one.name(), one.name()));
    }

    /** What the rows leave open, if the interval is wider than wanted. */
    private String doubt(Measurement one) {
        if (one.sure()) {
            return "";
        }
        return one.rowsNeeded() == Long.MAX_VALUE
                ? kd.say("; these rows do not show it", "；现有数据无法显示")
                : kd.say("; not known to ±%s, about %d rows are needed", "；精度未达 ±%s，约需 %d 行")
                        .formatted(number(one.precision()), one.rowsNeeded());
    }

    private void tell(PrintWriter out, AuditJob.Bias bias) {
        out.println(kd.say("Groups by %s, tolerance %s", "按 %s 分组，容许差距 %s")
                .formatted(bias.attribute(), number(bias.tolerance())));
        bias.agreement()
                .forEach((group, one) -> out.println("  %s, %s (%d): %s%s"
                        .formatted(name(one), group, one.rows(), number(one.interval()), doubt(one))));
        for (Measurement gap : bias.gaps()) {
            String finding = switch (bias.finding(gap)) {
                case WITHIN -> kd.say("holds", "符合");
                case BEYOND -> kd.say("DOES NOT HOLD", "不符合");
                case CANNOT_TELL -> needed(gap.rowsToTell(bias.limit(gap)));
            };
            out.println("  %s: %s, %s".formatted(name(gap), number(gap.interval()), finding));
        }
        BiasInheritance origin = bias.origin();
        out.println("  "
                + kd.say(
                                "where it comes from (%s): teacher %s, student %s, trained on labels alone %s: %s",
                                "偏差来源（%s）：教师模型 %s，学生模型 %s，仅用标签训练 %s：%s")
                        .formatted(
                                bias.measure().label(),
                                number(origin.teacher()),
                                number(origin.student()),
                                number(origin.independent()),
                                origin(origin)));
    }

    private String origin(BiasInheritance found) {
        return switch (found.finding()) {
            case NONE -> kd.say("no bias beyond the tolerance", "未超出容许差距");
            case INHERITED -> kd.say("INHERITED from the teacher", "继承自教师模型");
            case AMPLIFIED -> kd.say("AMPLIFIED: larger than the teacher's", "被放大：大于教师模型的偏差");
            case HIDDEN -> kd.say("HIDDEN: the teacher does not show it", "隐藏：教师模型没有显示该偏差");
            case REPAIRED -> kd.say("the teacher's bias did not pass on", "教师模型的偏差未传给学生模型");
            case NOT_FROM_TEACHER ->
                kd.say("NOT FROM THE TEACHER: one that never saw it has it as well", "并非来自教师模型：未接触教师模型的学生也有");
            case CANNOT_TELL -> needed(found.rowsNeeded());
        };
    }

    private String needed(long rows) {
        return rows == Long.MAX_VALUE
                ? kd.say("cannot tell with this data: a group has too few rows", "现有数据不足以判断：某组行数过少")
                : kd.say("cannot tell with this much data, about %d rows are needed", "现有数据不足以判断，约需 %d 行")
                        .formatted(rows);
    }

    private void tell(PrintWriter out, TriggerScan scan) {
        out.println(kd.say("Triggers: %d changes tried, %d stand out", "触发器扫描：尝试 %d 种改动，%d 种异常")
                .formatted(scan.candidates(), scan.suspects().size()));
        for (TriggerScan.Suspect suspect : scan.suspects()) {
            out.println("  "
                    + kd.say(
                                    "%d feature(s) from number %d on set to %s: class %d on %s of the rows of other classes",
                                    "自第 %2$d 个特征起将 %1$d 个特征设为 %3$s：其他类别的行中有 %5$s 变为类别 %4$d")
                            .formatted(
                                    suspect.width(),
                                    suspect.feature(),
                                    suspect.value(),
                                    suspect.target(),
                                    number(suspect.success())));
        }
    }

    private void tell(PrintWriter out, Lineage lineage) {
        out.println(kd.say(
                        "Lineage: affinity to the teacher %s, p = %s against %d independent models: %s",
                        "来源：与教师模型的亲和度 %s，相对 %3$d 个独立模型 p = %2$s：%4$s")
                .formatted(
                        number(lineage.affinity()),
                        number(lineage.p()),
                        lineage.independent().size(),
                        switch (lineage.finding()) {
                            case DISTILLED -> kd.say("distilled from this teacher", "由该教师模型蒸馏而来");
                            case NOT_SHOWN -> kd.say("not shown to come from this teacher", "未显示来自该教师模型");
                            case CANNOT_TELL -> kd.say("cannot tell with so few independent models", "独立模型过少，无法判断");
                        }));
    }

    private static String number(Interval interval) {
        return Double.isFinite(interval.value())
                ? "%s [%s, %s]".formatted(number(interval.value()), number(interval.lower()), number(interval.upper()))
                : "-";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private ObjectNode node(AuditJob.Result found) {
        ObjectNode node = JSON.createObjectNode();
        node.put("student", found.student().toString());
        node.put("teacher", found.teacher().toString());
        node.put("rows", found.rows());
        node.put("objects", found.objects());
        put(node.putArray("fidelity"), found.fidelity());
        put(node.putArray("errors"), found.errors());
        put(node.putArray("calibration"), found.calibration());
        ObjectNode capacity = node.putObject("capacity");
        put(capacity, found.capacity().agreement());
        capacity.put("required", found.capacity().required());
        capacity.put("rows", found.trainingRows());
        capacity.put("finding", found.capacity().finding().name());
        found.bias().ifPresent(bias -> put(node.putObject("bias"), bias));
        found.triggers().ifPresent(scan -> put(node.putObject("triggers"), scan));
        found.lineage().ifPresent(lineage -> put(node.putObject("lineage"), lineage));
        return node;
    }

    private static void put(ArrayNode array, List<Measurement> numbers) {
        numbers.forEach(one -> put(array.addObject(), one));
    }

    private static void put(ObjectNode node, Measurement one) {
        node.put("name", one.name());
        put(node, one.interval());
        node.put("sure", one.sure());
        rows(node, "rowsNeeded", one.rowsNeeded());
    }

    /** What no rows show is null, as JSON has no other word for it. */
    private static void put(ObjectNode node, Interval interval) {
        finite(node, "value", interval.value());
        finite(node, "lower", interval.lower());
        finite(node, "upper", interval.upper());
    }

    private static void finite(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }

    private static void rows(ObjectNode node, String name, long rows) {
        if (rows == Long.MAX_VALUE) {
            node.putNull(name);
        } else {
            node.put(name, rows);
        }
    }

    private static void put(ObjectNode node, AuditJob.Bias bias) {
        node.put("attribute", bias.attribute());
        node.put("tolerance", bias.tolerance());
        ObjectNode agreement = node.putObject("agreement");
        bias.agreement().forEach((group, one) -> put(agreement.putObject(group), one));
        ArrayNode gaps = node.putArray("gaps");
        for (Measurement gap : bias.gaps()) {
            ObjectNode one = gaps.addObject();
            put(one, gap);
            one.put("finding", bias.finding(gap).name());
            rows(one, "rowsToTell", gap.rowsToTell(bias.limit(gap)));
        }
        ObjectNode origin = node.putObject("origin");
        origin.put("measure", bias.measure().label());
        origin.put("finding", bias.origin().finding().name());
        put(origin.putObject("teacher"), bias.origin().teacher());
        put(origin.putObject("student"), bias.origin().student());
        put(origin.putObject("independent"), bias.origin().independent());
        put(origin.putObject("transfer"), bias.origin().transfer());
        put(origin.putObject("attributable"), bias.origin().attributable());
        rows(origin, "rowsNeeded", bias.origin().rowsNeeded());
    }

    private static void put(ObjectNode node, TriggerScan scan) {
        node.put("candidates", scan.candidates());
        ArrayNode suspects = node.putArray("suspects");
        for (TriggerScan.Suspect suspect : scan.suspects()) {
            ObjectNode one = suspects.addObject();
            one.put("feature", suspect.feature());
            one.put("width", suspect.width());
            one.put("value", suspect.value());
            one.put("target", suspect.target());
            one.put("success", suspect.success());
        }
    }

    private static void put(ObjectNode node, Lineage lineage) {
        node.put("affinity", lineage.affinity());
        node.put("p", lineage.p());
        node.put("level", lineage.level());
        node.put("models", lineage.independent().size());
        node.put("finding", lineage.finding().name());
    }
}
