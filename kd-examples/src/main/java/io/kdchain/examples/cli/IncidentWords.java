package io.kdchain.examples.cli;

import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.IncidentCase;
import io.kdchain.rules.governance.IncidentStatus;
import io.kdchain.rules.governance.Remark;
import io.kdchain.rules.governance.StepStatus;
import io.kdchain.rules.pack.Norm;
import io.kdchain.rules.pack.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** How the response to an incident is told, in one language. */
final class IncidentWords {
    private final boolean chinese;
    private final LongFunction<String> place;

    /**
     * Words of a language.
     *
     * @param place tells an entry by its index
     */
    IncidentWords(boolean chinese, LongFunction<String> place) {
        this.chinese = chinese;
        this.place = place;
    }

    String say(String english, String inChinese) {
        return chinese ? inChinese : english;
    }

    String heading(IncidentStatus status) {
        IncidentCase of = status.incident();
        String name = of.id().key();
        if (of.drill()) {
            return say("DRILL %s: nothing here happened", "【演练】%s：以下内容均非真实事件").formatted(name);
        }
        LogEntry closed = status.closed();
        String standing = closed == null
                ? say("open", "处置中")
                : say("closed %s, entry %s", "已于 %s 结案，条目 %s")
                        .formatted(closed.recordedAt(), place.apply(closed.index()));
        return say("Incident %s: %s", "事件 %s：%s").formatted(name, standing);
    }

    /** What was reported, by whom and when. */
    List<String> report(IncidentStatus status) {
        IncidentCase of = status.incident();
        List<String> lines = new ArrayList<>();
        lines.add(say("Opened by %s, recorded %s, entry %s.", "由 %s 立案，记录于 %s，条目 %s。")
                .formatted(
                        of.opened().event().actor(),
                        of.reportedAt(),
                        place.apply(of.opened().index())));
        if (!of.drill()) {
            lines.add(say("Claimant %s; about %s; the damage arose %s.", "受害人 %s；涉及 %s；损害发生于 %s。")
                    .formatted(of.claimant(), keys(of.outputs()), of.occurredAt()));
            lines.add(
                    of.kinds().isEmpty()
                            ? say("No kind of damage is on record.", "未记录损害类型。")
                            : say("Kinds of damage: %s.", "损害类型：%s。")
                                    .formatted(of.kinds().stream()
                                            .map(kind -> CodesInWords.of(chinese, kind))
                                            .collect(Collectors.joining(say(", ", "、")))));
        }
        status.overlaps()
                .forEach((other, outputs) -> lines.add(say(
                                "Overlaps with %s: both are about %s. A measure about them counts for both.",
                                "与 %s 重叠：均涉及 %s。针对其采取的措施对两者均有效。")
                        .formatted(other.key(), keys(outputs))));
        return lines;
    }

    static String keys(Collection<EntityId> entities) {
        return entities.stream().map(EntityId::key).collect(Collectors.joining(", "));
    }

    String state(StepStatus.State state) {
        return switch (state) {
            case DONE -> say("done", "已完成");
            case DONE_LATE -> say("done late", "逾期完成");
            case OVERDUE -> say("overdue", "逾期未办");
            case DUE -> say("due", "待办");
            case NOT_YET_POSSIBLE -> say("not yet", "尚不可办");
            case OPTIONAL -> say("optional", "可选");
            case NOT_APPLICABLE -> say("n/a", "不适用");
        };
    }

    static String tone(StepStatus.State state) {
        return switch (state) {
            case DONE -> "ok";
            case DONE_LATE, DUE -> "warn";
            case OVERDUE -> "bad";
            case NOT_YET_POSSIBLE, OPTIONAL, NOT_APPLICABLE -> "soft";
        };
    }

    String title(StepStatus one) {
        return chinese ? one.step().title().zh() : one.step().title().en();
    }

    /** When it was done and by whose entries, or when it is due. */
    String when(StepStatus one, Instant now) {
        List<String> parts = new ArrayList<>();
        String entries = one.shownBy().stream()
                .map(entry -> "%s (%s)"
                        .formatted(place.apply(entry.index()), entry.event().actor()))
                .collect(Collectors.joining(", "));
        if (one.done() != null) {
            parts.add(say("%s, entry %s", "%s，条目 %s").formatted(one.done(), entries));
        } else if (!one.shownBy().isEmpty()) {
            parts.add(
                    say("half done, entry %s; open for %s", "部分完成，条目 %s；尚缺 %s").formatted(entries, keys(one.open())));
        }
        Instant due = one.due();
        if (due != null && one.state() != StepStatus.State.NOT_APPLICABLE) {
            parts.add(say("by %s", "期限 %s").formatted(due));
        }
        one.late(now).ifPresent(late -> parts.add(say("late by %s", "逾期 %s").formatted(span(late))));
        if (one.state() == StepStatus.State.DUE && due != null) {
            parts.add(say("%s left", "尚余 %s").formatted(span(Duration.between(now, due))));
        }
        if (!one.waitsFor().isEmpty() && one.state() != StepStatus.State.NOT_APPLICABLE) {
            parts.add(say("waits for %s", "待先完成 %s").formatted(String.join(", ", one.waitsFor())));
        }
        if (!one.alsoServes().isEmpty()) {
            parts.add(say("also serves %s", "同时适用于 %s").formatted(keys(one.alsoServes())));
        }
        return String.join(say("; ", "；"), parts);
    }

    /** The norms that ask for it and what its term rests on. */
    String basis(StepStatus one) {
        String norms = one.basis().isEmpty()
                ? one.step().basis().isEmpty() ? say("proposal", "建议") : say("no norm in force", "无现行规范")
                : one.basis().stream().map(Norm::id).collect(Collectors.joining(", "));
        Parameter term = one.term();
        return term == null
                ? norms
                : say("%s; term %s %s (%s)", "%s；期限 %s %s（%s）")
                        .formatted(
                                norms,
                                term.name(),
                                term.value(),
                                term.norm().isEmpty() ? say("proposal", "建议") : term.norm());
    }

    String who(StepStatus one) {
        return one.step().who().isEmpty()
                ? say("anybody", "任何一方")
                : one.step().who().stream()
                        .map(role -> CodesInWords.of(chinese, role))
                        .collect(Collectors.joining(say(", ", "、")));
    }

    /** A span of time, its two largest units. */
    String span(Duration span) {
        long minutes = span.toMinutes();
        if (minutes == 0) {
            return say("%d s", "%d 秒").formatted(span.toSeconds());
        }
        if (minutes < 60) {
            return say("%d min", "%d 分钟").formatted(minutes);
        }
        if (minutes < 48 * 60) {
            return say("%d h %d min", "%d 小时 %d 分钟").formatted(minutes / 60, minutes % 60);
        }
        return say("%d d %d h", "%d 天 %d 小时").formatted(minutes / (24 * 60), minutes / 60 % 24);
    }

    String remark(Remark one) {
        String at = place.apply(one.entry().index());
        String who = one.entry().event().actor().value();
        String detail = one.detail();
        return switch (one.code()) {
            case REPORTED_AGAIN ->
                say(
                                "Entry %s by %s reports the incident again%s; the earliest report counts.",
                                "条目 %s（%s）再次报告该事件%s；以最早的报告为准。")
                        .formatted(at, who, detail.isEmpty() ? "" : say(", with other ", "，内容不同：") + detail);
            case NAME_OF_DRILL ->
                say(
                                "Entry %s by %s opened a drill of the same name; it counts for nothing.",
                                "条目 %s（%s）曾以同名开展演练；不产生任何效力。")
                        .formatted(at, who);
            case OCCURRED_AFTER_REPORT ->
                say(
                                "Entry %s by %s says that the damage arose %s, after it was recorded: a clock is wrong. Terms run from the report.",
                                "条目 %s（%s）称损害发生于 %s，晚于其记录时间：时钟有误。期限自报告时起算。")
                        .formatted(at, who, detail);
            case CLAIMED_LATER ->
                say(
                                "Entry %s by %s claims %s, later than the log recorded it (%s): a clock is wrong. The log's counts.",
                                "条目 %s（%s）自称时间为 %s，晚于日志记录时间（%s）：时钟有误。以日志时间为准。")
                        .formatted(at, who, detail, one.entry().recordedAt());
            case CLAIMED_IN_TIME ->
                say(
                                "Entry %s by %s claims %s, in time, but was recorded %s, late. The log's time counts.",
                                "条目 %s（%s）自称于 %s 按期完成，但日志记录于 %s，已逾期。以日志时间为准。")
                        .formatted(at, who, detail, one.entry().recordedAt());
            case IN_THE_FUTURE ->
                say(
                                "Entry %s by %s is recorded at %s, after the moment looked at, and does not count.",
                                "条目 %s（%s）记录于 %s，晚于所查看的时刻，不计入。")
                        .formatted(at, who, detail);
            case CLOCK_WENT_BACK ->
                say(
                                "Entry %s by %s was recorded at %s, before the report (%s) that stands before it: the log's clock went back. It counts as recorded with the report.",
                                "条目 %s（%s）记录于 %s，早于排在其前的报告（%s）：日志时钟曾回拨。按与报告同时记录计。")
                        .formatted(at, who, one.entry().recordedAt(), detail);
            case BEFORE_REPORT ->
                say("Entry %s by %s did %s before the incident was reported.", "条目 %s（%s）在事件报告之前已完成 %s。")
                        .formatted(at, who, detail);
            case OUT_OF_ORDER ->
                say("Entry %s by %s came before the step %s.", "条目 %s（%s）先于步骤 %s 完成。")
                        .formatted(at, who, detail);
            case OTHER_ROLE ->
                say(
                                "Entry %s does not count for %3$s: %2$s has none of the roles of that step.",
                                "条目 %s 不计入步骤 %3$s：%2$s 不具备该步骤所需角色。")
                        .formatted(at, who, detail);
            case SAID_FOR_ANOTHER ->
                say("Entry %s about %s was recorded by %s; %2$s has not signed it.", "条目 %s（%s）由 %s 记录；%2$s 未签名。")
                        .formatted(at, who, detail);
            case LIFTED ->
                say("The hold of entry %s by %s was lifted and does not count for %s.", "条目 %s（%s）的封存已解除，不计入 %s。")
                        .formatted(at, who, detail);
            case AFTER_CLOSE ->
                say("Entry %s by %s (%s) was recorded after the incident was closed.", "条目 %s（%s）（%s）记录于结案之后。")
                        .formatted(at, who, detail);
            case CLOSED_OPEN ->
                say(
                                "Entry %s by %s closed the incident while required steps were open: %s.",
                                "条目 %s（%s）结案时仍有必办步骤未完成：%s。")
                        .formatted(at, who, detail);
        };
    }
}
