package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.EntryPage;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.ProviderAssessed;
import io.kdchain.provenance.event.Stage;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.RejectedEntry;
import io.kdchain.provenance.store.EntryQuery;
import io.kdchain.rules.governance.Disagreement;
import io.kdchain.rules.governance.EntrySource;
import io.kdchain.rules.governance.IncidentCase;
import io.kdchain.rules.governance.IncidentResponse;
import io.kdchain.rules.governance.IncidentStatus;
import io.kdchain.rules.governance.Obligation;
import io.kdchain.rules.governance.Obligations;
import io.kdchain.rules.governance.Oversight;
import io.kdchain.rules.governance.StepStatus;
import io.kdchain.rules.pack.RulePack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What {@code kd oversee} found, as text, JSON and page. */
final class OverseeTelling {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 1000;
    /** So many names are told of what was never checked; JSON has all. */
    private static final int NAMED = 5;

    private static final Set<Obligation.Kind> WATCHED =
            EnumSet.of(Obligation.Kind.RECTIFY_FINDING, Obligation.Kind.OBEY_ORDER, Obligation.Kind.ANSWER_ALARM);

    /**
     * How much of a log verifies.
     *
     * @param log its name
     * @param standing entries that stand
     * @param rejected entries that prove nothing
     * @param about what else there is to know of it
     */
    private record Share(String log, long standing, List<RejectedEntry> rejected, List<Finding> about) {}

    /** What somebody has to do, and in which log it stands. */
    private record Duty(String log, Obligation obligation) {}

    /** Something that the same duty is in one log and not in the other. */
    private record Difference(Obligation obligation, Map<String, String> byLog) {}

    private final OpenLogs logs;
    private final Instant now;
    private final List<Share> shares;
    private final Oversight oversight;
    private final List<Duty> duties;
    private final List<Difference> differences;
    private final List<IncidentStatus> incidents;
    private final List<Finding> contradictions;
    private final List<Disagreement> disagreements;

    private OverseeTelling(
            OpenLogs logs,
            Instant now,
            List<Share> shares,
            Oversight oversight,
            List<Duty> duties,
            List<Difference> differences,
            List<IncidentStatus> incidents,
            List<Finding> contradictions,
            List<Disagreement> disagreements) {
        this.logs = logs;
        this.now = now;
        this.shares = shares;
        this.oversight = oversight;
        this.duties = duties;
        this.differences = differences;
        this.incidents = incidents;
        this.contradictions = contradictions;
        this.disagreements = disagreements;
    }

    static OverseeTelling read(OpenLogs logs, RulePack pack, Instant now) {
        List<Share> shares = new ArrayList<>();
        List<Duty> duties = new ArrayList<>();
        SortedMap<String, EntrySource> each = new TreeMap<>();
        for (int i = 0; i < logs.count(); i++) {
            shares.add(share(logs.name(i), logs.log(i)));
            each.put(logs.name(i), logs.entriesOf(i));
            for (Obligation one : Obligations.of(logs.entriesOf(i), pack, now)) {
                duties.add(new Duty(logs.name(i), one));
            }
        }
        Oversight oversight = Oversight.of(logs.entries(), pack, now);
        IncidentResponse response = new IncidentResponse(logs.entries(), pack, now);
        List<IncidentStatus> incidents = response.cases().stream()
                .filter(one -> !one.drill())
                .map(one -> response.status(one.id()))
                .toList();
        Set<EntityId> about = new TreeSet<>();
        response.cases().stream().map(IncidentCase::outputs).forEach(about::addAll);
        oversight.watches().forEach(watch -> about.addAll(watch.made()));
        return new OverseeTelling(
                logs,
                now,
                shares,
                oversight,
                duties.stream()
                        .filter(one -> WATCHED.contains(one.obligation().kind()))
                        .toList(),
                differences(duties, now),
                incidents,
                logs.contradictions(about),
                Disagreement.among(each, pack, now));
    }

    /** Reads every entry of a log. */
    private static Share share(String name, ChainLog log) {
        long standing = 0;
        List<RejectedEntry> rejected = new ArrayList<>();
        Set<Finding> about = new LinkedHashSet<>();
        EntryQuery query = EntryQuery.all().limit(PAGE);
        EntryPage page = log.list(query);
        while (true) {
            standing += page.evidence().admitted().size()
                    + page.evidence().notUnderstood().size();
            rejected.addAll(page.evidence().rejected());
            page.evidence().findings().stream()
                    .filter(one -> one.code() != Finding.Code.SAID_FOR_ANOTHER)
                    .forEach(about::add);
            if (page.next() == null) {
                return new Share(name, standing, rejected, List.copyOf(about));
            }
            page = log.list(query.after(page.next()));
        }
    }

    /** The same duty, from the same entry, that one log shows as settled and another does not. */
    private static List<Difference> differences(List<Duty> duties, Instant now) {
        Map<List<String>, List<Duty>> same =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        for (Duty duty : duties) {
            Obligation one = duty.obligation();
            same.computeIfAbsent(
                            List.of(
                                    one.kind().code(),
                                    one.party().value(),
                                    one.subject(),
                                    one.due().toString()),
                            unknown -> new ArrayList<>())
                    .add(duty);
        }
        List<Difference> differences = new ArrayList<>();
        for (List<Duty> group : same.values()) {
            Map<String, String> byLog = new TreeMap<>();
            group.forEach(one -> byLog.put(one.log(), one.obligation().at(now).code()));
            if (Set.copyOf(byLog.values()).size() > 1) {
                differences.add(new Difference(group.get(0).obligation(), byLog));
            }
        }
        return differences;
    }

    /** Whether all verifies, nothing contradicts something else, and no finding or order is overdue. */
    boolean isInOrder() {
        return shares.stream().allMatch(one -> one.rejected().isEmpty())
                && contradictions.isEmpty()
                && differences.isEmpty()
                && disagreements.isEmpty()
                && duties.stream()
                        .noneMatch(one -> one.obligation().kind() != Obligation.Kind.ANSWER_ALARM
                                && one.obligation().at(now) == Obligation.State.OVERDUE);
    }

    // ---- in words

    /**
     * A part of what is told.
     *
     * @param title in words
     * @param columns of its table
     * @param rows cells
     * @param empty what is said where there are no rows
     */
    private record Part(String title, List<String> columns, List<List<Page.Cell>> rows, String empty) {}

    private static String say(boolean chinese, String english, String inChinese) {
        return chinese ? inChinese : english;
    }

    private List<Part> parts(boolean zh) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part(
                say(zh, "How much of the record verifies", "可核验的记录比例"),
                List.of(
                        say(zh, "Log", "日志"),
                        say(zh, "Stands", "成立"),
                        say(zh, "Proves nothing", "不能作证"),
                        say(zh, "Remarks", "备注")),
                shares.stream()
                        .map(one -> List.of(
                                Page.Cell.of(one.log()),
                                Page.Cell.of(say(zh, "%d of %d entries", "%d / %d 个条目")
                                        .formatted(
                                                one.standing(),
                                                one.standing() + one.rejected().size())),
                                new Page.Cell(
                                        one.rejected().isEmpty()
                                                ? say(zh, "none", "无")
                                                : one.rejected().stream()
                                                        .map(bad -> "%d %s"
                                                                .formatted(
                                                                        bad.index(),
                                                                        bad.reason()
                                                                                .code()))
                                                        .limit(NAMED)
                                                        .collect(Collectors.joining(", ")),
                                        one.rejected().isEmpty() ? "ok" : "bad"),
                                Page.Cell.of(one.about().stream()
                                        .map(Finding::code)
                                        .collect(
                                                Collectors.groupingBy(Coded::code, TreeMap::new, Collectors.counting()))
                                        .entrySet()
                                        .stream()
                                        .map(code -> "%s %d".formatted(code.getKey(), code.getValue()))
                                        .collect(Collectors.joining(", ")))))
                        .toList(),
                ""));
        parts.add(new Part(
                say(zh, "Providers and their grades", "服务者及其评级"),
                List.of(say(zh, "Provider", "服务者"), say(zh, "Roles", "角色"), say(zh, "Grade on record", "记录在案的评级")),
                oversight.providers().stream().map(one -> provider(zh, one)).toList(),
                say(zh, "No provider is on record.", "没有记录在案的服务者。")));
        parts.add(new Part(
                say(zh, "Findings, orders and alarms to answer", "待整改事项、命令与报警"),
                List.of(
                        say(zh, "State", "状态"),
                        say(zh, "Due", "期限"),
                        say(zh, "Who", "责任方"),
                        say(zh, "What", "事项"),
                        say(zh, "Log and entries", "日志与条目")),
                duties.stream().map(one -> duty(zh, one)).toList(),
                say(zh, "None is on record.", "没有记录。")));
        parts.add(new Part(
                say(zh, "From the data to the service: what was made, checked and watched", "全流程监测：从标注到服务"),
                List.of(
                        say(zh, "Stage", "环节"),
                        say(zh, "Made", "产物"),
                        say(zh, "No check or monitoring on record", "无检查或监测记录"),
                        say(zh, "Alarms", "报警")),
                oversight.watches().stream()
                        .map(one -> List.of(
                                Page.Cell.of(word(zh, one.stage())),
                                Page.Cell.of(String.valueOf(one.made().size())),
                                new Page.Cell(
                                        one.made().isEmpty()
                                                ? say(zh, "nothing of this stage is on record", "该环节无任何记录")
                                                : one.unchecked().isEmpty()
                                                        ? say(zh, "none: all were checked", "无：均有检查")
                                                        : named(one.unchecked()),
                                        one.made().isEmpty()
                                                ? "soft"
                                                : one.unchecked().isEmpty() ? "ok" : "warn"),
                                Page.Cell.of(String.valueOf(one.alarms()))))
                        .toList(),
                ""));
        parts.add(new Part(
                say(zh, "Alarms, the latest first", "报警（最新在前）"),
                List.of(
                        say(zh, "Recorded", "记录时间"),
                        say(zh, "Subject", "对象"),
                        say(zh, "Metric", "指标"),
                        say(zh, "By, entry", "记录者与条目")),
                oversight.alarms().stream()
                        .map(one -> List.of(
                                Page.Cell.of(one.entry().recordedAt().toString()),
                                Page.Cell.of(one.said().subject()),
                                Page.Cell.of("%s %s > %s"
                                        .formatted(
                                                one.said().metric(),
                                                one.said().value().toPlainString(),
                                                one.said().threshold().toPlainString())),
                                Page.Cell.of("%s, %s"
                                        .formatted(
                                                one.entry().event().actor(),
                                                logs.told(one.entry().index())))))
                        .toList(),
                say(zh, "None is on record.", "没有记录。")));
        parts.add(new Part(
                say(zh, "Incidents by the link of the chain", "按链条环节统计的事件"),
                List.of(
                        say(zh, "Link", "环节"),
                        say(zh, "Incidents", "事件数"),
                        say(zh, "Sum of contributions", "贡献度合计"),
                        say(zh, "Which", "事件")),
                oversight.links().stream()
                        .map(one -> List.of(
                                Page.Cell.of(word(zh, one.stage())),
                                Page.Cell.of(String.valueOf(one.incidents().size())),
                                Page.Cell.of(one.contribution().toPlainString()),
                                Page.Cell.of(named(one.incidents().keySet()))))
                        .toList(),
                say(zh, "No localisation of an incident is on record.", "没有事件定位记录。")));
        parts.add(new Part(
                say(zh, "Incidents and their response", "事件及处置"),
                List.of(
                        say(zh, "Incident", "事件"),
                        say(zh, "State", "状态"),
                        say(zh, "Overdue", "逾期步骤"),
                        say(zh, "Done late", "逾期完成")),
                incidents.stream().map(one -> incident(zh, one)).toList(),
                say(zh, "No incident is on record.", "没有记录在案的事件。")));
        List<List<Page.Cell>> against = new ArrayList<>();
        contradictions.forEach(
                one -> against.add(List.of(new Page.Cell(one.code().code(), "bad"), Page.Cell.of(one.message()))));
        differences.forEach(one -> against.add(List.of(
                new Page.Cell(one.obligation().kind().code(), "bad"),
                Page.Cell.of("%s %s: %s"
                        .formatted(
                                one.obligation().party(),
                                one.obligation().subject(),
                                one.byLog().entrySet().stream()
                                        .map(log -> log.getKey() + " " + log.getValue())
                                        .collect(Collectors.joining(", ")))))));
        disagreements.forEach(one ->
                against.add(List.of(new Page.Cell(one.kind().code(), "bad"), Page.Cell.of(disagreement(zh, one)))));
        parts.add(new Part(
                say(zh, "Where the record contradicts itself", "记录之间的矛盾"),
                List.of(say(zh, "What", "类型"), say(zh, "How", "内容")),
                against,
                say(zh, "Nowhere, in what was compared.", "所比较的内容中未发现矛盾。")));
        return parts;
    }

    private String disagreement(boolean zh, Disagreement one) {
        String voices = one.voices().stream()
                .map(voice -> say(zh, "%s says %s on %s (%s)", "%s 称 %s，记录于 %s（%s）")
                        .formatted(
                                voice.by(),
                                voice.says(),
                                voice.entry().recordedAt(),
                                logs.count() == 1
                                        ? voice.entry().index()
                                        : voice.log() + "#" + voice.entry().index()))
                .collect(Collectors.joining("; "));
        String what = one.isOutdated()
                ? say(
                        zh,
                        "the last word of one author in each log differs, and the later replaces the earlier: whoever reads only the other log is behind",
                        "同一作出方在各日志中的最新结论不同，以后作出者为准；仅看另一日志者所见已过时")
                : switch (one.kind()) {
                    case PROVIDER_GRADE ->
                        say(zh, "different grades of a provider are valid at once", "同一服务者的不同评级同时有效");
                    case APPROVAL_GRADE -> say(zh, "different grades of one thing are valid at once", "同一对象的不同等级同时有效");
                    case LOCALISATION -> say(zh, "different links are said to have done most to it", "对主要致因环节的认定不一致");
                    case INCIDENT_REPORT -> say(zh, "reports of one incident tell two stories", "同一事件的报告内容不一致");
                    case INCIDENT_TWICE ->
                        say(
                                zh,
                                "two incidents may be one harm, reported twice; judge one of them",
                                "两个事件可能是同一损害的重复报告；仅应就其一作出判断");
                    case INCIDENT_STATE -> say(zh, "closed in one log and open in another", "一份日志中已结案，另一份中仍未结案");
                };
        return "%s: %s. %s".formatted(one.subject(), what, voices);
    }

    private static String named(Collection<EntityId> entities) {
        String first = entities.stream().limit(NAMED).map(EntityId::key).collect(Collectors.joining(", "));
        return entities.size() > NAMED ? "%s … (%d)".formatted(first, entities.size()) : first;
    }

    private List<Page.Cell> provider(boolean zh, Oversight.Provider one) {
        boolean valid = one.grades().stream().anyMatch(Oversight.Grade::valid);
        return List.of(
                Page.Cell.of("%s (%s)".formatted(one.name(), one.id())),
                Page.Cell.of(one.roles().stream()
                        .map(role -> CodesInWords.of(zh, role))
                        .collect(Collectors.joining(say(zh, ", ", "、")))),
                new Page.Cell(
                        one.grades().isEmpty()
                                ? say(zh, "none on record", "无记录")
                                : one.grades().stream()
                                        .map(grade -> grade(zh, grade))
                                        .collect(Collectors.joining("; ")),
                        valid ? "ok" : "warn"));
    }

    private String grade(boolean zh, Oversight.Grade grade) {
        ProviderAssessed said = grade.said();
        return "%s%s%s%s, %s %s"
                .formatted(
                        said.grade().code(),
                        said.score() == null ? "" : " " + said.score().toPlainString(),
                        said.scheme() == null ? "" : " (" + said.scheme() + ")",
                        said.validUntil() == null
                                ? ""
                                : grade.valid()
                                        ? say(zh, ", until %s", "，有效至 %s").formatted(said.validUntil())
                                        : say(zh, ", EXPIRED %s", "，已于 %s 失效").formatted(said.validUntil()),
                        grade.entry().event().actor(),
                        logs.told(grade.entry().index()));
    }

    private List<Page.Cell> duty(boolean zh, Duty duty) {
        Obligation one = duty.obligation();
        Obligation.State state = one.at(now);
        return List.of(
                new Page.Cell(
                        switch (state) {
                            case OVERDUE -> say(zh, "overdue", "逾期");
                            case OPEN -> say(zh, "open", "待履行");
                            case MET_LATE -> say(zh, "done late", "逾期履行");
                            case MET -> say(zh, "done", "已履行");
                        },
                        state == Obligation.State.OVERDUE ? "bad" : state == Obligation.State.MET ? "ok" : "warn"),
                Page.Cell.of(one.due().toString()),
                Page.Cell.of(one.party().value()),
                Page.Cell.of(switch (one.kind()) {
                            case RECTIFY_FINDING -> say(zh, "rectify finding ", "整改审计发现 ");
                            case OBEY_ORDER -> say(zh, "obey the order to ", "执行主管机关命令 ");
                            default -> say(zh, "answer the alarm of ", "处理监测报警 ");
                        }
                        + one.subject()),
                Page.Cell.of("%s %s"
                        .formatted(
                                logs.count() == 1 ? "" : duty.log(),
                                one.shownBy().stream().map(String::valueOf).collect(Collectors.joining(", ")))
                        .strip()));
    }

    private static List<Page.Cell> incident(boolean zh, IncidentStatus one) {
        return List.of(
                Page.Cell.of(one.incident().id().key()),
                Page.Cell.of(
                        one.closed() == null
                                ? say(zh, "open", "处置中")
                                : say(zh, "closed %s", "已于 %s 结案")
                                        .formatted(one.closed().recordedAt())),
                new Page.Cell(steps(one, StepStatus.State.OVERDUE), "bad"),
                new Page.Cell(steps(one, StepStatus.State.DONE_LATE), "warn"));
    }

    private static String steps(IncidentStatus one, StepStatus.State state) {
        return one.steps().stream()
                .filter(step -> step.state() == state)
                .map(step -> step.step().id())
                .collect(Collectors.joining(", "));
    }

    private static String word(boolean zh, Stage stage) {
        return switch (stage) {
            case DATA -> say(zh, "data and annotation", "数据与标注");
            case TEACHER -> say(zh, "training of the teacher", "教师模型训练");
            case DISTILLATION -> say(zh, "distillation", "蒸馏");
            case ADAPTATION -> say(zh, "adaptation", "适配");
            case DEPLOYMENT -> say(zh, "service", "部署服务");
            case USE -> say(zh, "use", "使用");
        };
    }

    private String head(boolean zh) {
        return say(zh, "Oversight as of %s; logs: %d", "监管概览，截至 %s；日志数：%d").formatted(now, logs.count());
    }

    private String end(boolean zh) {
        return say(
                zh,
                "Read from what is on record; what nobody recorded is not here. A check on record is no check passed.",
                "仅依据日志记录；未记录的事项不在其中。有检查记录不等于检查通过。");
    }

    List<String> lines(boolean zh) {
        List<String> lines = new ArrayList<>();
        lines.add(head(zh));
        for (Part part : parts(zh)) {
            lines.add(part.title());
            if (part.rows().isEmpty()) {
                lines.add("  " + part.empty());
            }
            if (!part.rows().isEmpty()) {
                lines.add("  (" + String.join(" | ", part.columns()) + ")");
            }
            part.rows()
                    .forEach(row -> lines.add("  "
                            + row.stream()
                                    .map(cell -> cell.text().isEmpty() ? "-" : cell.text())
                                    .collect(Collectors.joining(" | "))));
        }
        lines.add(end(zh));
        return lines;
    }

    String page() {
        Page page = new Page("Oversight / 监管概览");
        for (boolean zh : new boolean[] {false, true}) {
            page.section(zh ? "zh-CN" : "en");
            page.heading(1, head(zh));
            for (Part part : parts(zh)) {
                page.heading(2, part.title());
                if (part.rows().isEmpty()) {
                    page.line(part.empty());
                } else {
                    page.table(part.columns(), part.rows());
                }
            }
            page.soft(end(zh));
        }
        return page.html("en");
    }

    // ---- JSON

    ObjectNode json() {
        ObjectNode root = JSON.createObjectNode().put("at", now.toString()).put("inOrder", isInOrder());
        ArrayNode logsNode = root.putArray("logs");
        for (Share one : shares) {
            ObjectNode node = logsNode.addObject().put("log", one.log()).put("standing", one.standing());
            ArrayNode rejected = node.putArray("rejected");
            one.rejected()
                    .forEach(bad -> rejected.addObject()
                            .put("index", bad.index())
                            .put("reason", bad.reason().code()));
            ArrayNode findings = node.putArray("findings");
            one.about()
                    .forEach(found -> findings.addObject()
                            .put("code", found.code().code())
                            .put("message", found.message()));
        }
        ArrayNode providers = root.putArray("providers");
        for (Oversight.Provider one : oversight.providers()) {
            ObjectNode node =
                    providers.addObject().put("party", one.id().value()).put("name", one.name());
            ArrayNode roles = node.putArray("roles");
            one.roles().forEach(role -> roles.add(role.code()));
            ArrayNode grades = node.putArray("grades");
            one.grades().forEach(grade -> {
                ObjectNode told = grades.addObject()
                        .put("grade", grade.said().grade().code())
                        .put("scheme", grade.said().scheme())
                        .put("valid", grade.valid())
                        .put("by", grade.entry().event().actor().value())
                        .put("entry", logs.told(grade.entry().index()));
                if (grade.said().score() != null) {
                    told.put("score", grade.said().score().toPlainString());
                }
                if (grade.said().validUntil() != null) {
                    told.put("validUntil", grade.said().validUntil().toString());
                }
            });
        }
        ArrayNode due = root.putArray("obligations");
        for (Duty duty : duties) {
            Obligation one = duty.obligation();
            ObjectNode node = due.addObject()
                    .put("log", duty.log())
                    .put("state", one.at(now).code())
                    .put("kind", one.kind().code())
                    .put("party", one.party().value())
                    .put("subject", one.subject())
                    .put("due", one.due().toString());
            ArrayNode shownBy = node.putArray("shownBy");
            one.shownBy().forEach(shownBy::add);
        }
        ArrayNode stages = root.putArray("stages");
        for (Oversight.Watch one : oversight.watches()) {
            ObjectNode node = stages.addObject()
                    .put("stage", one.stage().code())
                    .put("made", one.made().size())
                    .put("alarms", one.alarms());
            ArrayNode unchecked = node.putArray("unchecked");
            one.unchecked().forEach(entity -> unchecked.add(entity.key()));
        }
        ArrayNode alarms = root.putArray("alarms");
        for (Oversight.Alarm one : oversight.alarms()) {
            ObjectNode node = alarms.addObject()
                    .put("subject", one.said().subject())
                    .put("metric", one.said().metric())
                    .put("value", one.said().value().toPlainString())
                    .put("threshold", one.said().threshold().toPlainString())
                    .put("recorded", one.entry().recordedAt().toString())
                    .put("by", one.entry().event().actor().value())
                    .put("entry", logs.told(one.entry().index()));
            one.stage().ifPresent(stage -> node.put("stage", stage.code()));
        }
        ArrayNode links = root.putArray("links");
        for (Oversight.Link one : oversight.links()) {
            ObjectNode node = links.addObject()
                    .put("stage", one.stage().code())
                    .put("contribution", one.contribution().toPlainString());
            ObjectNode which = node.putObject("incidents");
            one.incidents().forEach((incident, part) -> which.put(incident.key(), part.toPlainString()));
        }
        ArrayNode open = root.putArray("notLocalised");
        oversight.notLocalised().forEach(one -> open.add(one.key()));
        ArrayNode told = root.putArray("incidents");
        for (IncidentStatus one : incidents) {
            ObjectNode node =
                    told.addObject().put("incident", one.incident().id().key()).put("closed", one.closed() != null);
            ArrayNode overdue = node.putArray("overdue");
            one.steps().stream()
                    .filter(step -> step.state() == StepStatus.State.OVERDUE)
                    .forEach(step -> overdue.add(step.step().id()));
        }
        ArrayNode against = root.putArray("contradictions");
        contradictions.forEach(
                one -> against.addObject().put("code", one.code().code()).put("message", one.message()));
        ArrayNode disagreeing = root.putArray("disagreements");
        disagreements.forEach(one -> {
            ObjectNode node = disagreeing
                    .addObject()
                    .put("kind", one.kind().code())
                    .put("subject", one.subject())
                    .put("outdated", one.isOutdated());
            ArrayNode heard = node.putArray("voices");
            one.voices()
                    .forEach(voice -> heard.addObject()
                            .put("log", voice.log())
                            .put("index", voice.entry().index())
                            .put("by", voice.by().value())
                            .put("says", voice.says())
                            .put("recorded", voice.entry().recordedAt().toString()));
        });
        ArrayNode differing = root.putArray("differences");
        differences.forEach(one -> {
            ObjectNode node = differing
                    .addObject()
                    .put("kind", one.obligation().kind().code())
                    .put("party", one.obligation().party().value())
                    .put("subject", one.obligation().subject());
            ObjectNode byLog = node.putObject("byLog");
            one.byLog().forEach(byLog::put);
        });
        return root;
    }
}
