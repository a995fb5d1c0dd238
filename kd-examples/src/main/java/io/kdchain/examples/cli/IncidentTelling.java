package io.kdchain.examples.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.event.Coded;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.evidence.Finding;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.rules.governance.IncidentCase;
import io.kdchain.rules.governance.IncidentResponse;
import io.kdchain.rules.governance.IncidentStatus;
import io.kdchain.rules.governance.StepStatus;
import io.kdchain.rules.pack.Parameter;
import io.kdchain.rules.pack.RulePack;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status of incidents as text, JSON and page; of several logs with where they differ. */
final class IncidentTelling {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final OpenLogs logs;
    private final RulePack pack;
    private final Instant now;
    private final IncidentResponse response;

    IncidentTelling(OpenLogs logs, RulePack pack, Instant now) {
        this.logs = logs;
        this.pack = pack;
        this.now = now;
        this.response = new IncidentResponse(logs.entries(), pack, now);
    }

    IncidentResponse response() {
        return response;
    }

    OpenLogs logs() {
        return logs;
    }

    /**
     * What one log alone says of a step, where not all say the same.
     *
     * @param step its id
     * @param byLog by log, the state; {@code unknown} where it does not hold the incident
     */
    record Difference(String step, Map<String, String> byLog) {}

    /** Steps of an incident that stand differently in each log alone. */
    List<Difference> differences(EntityId incident) {
        if (logs.count() == 1) {
            return List.of();
        }
        Map<String, Map<String, String>> states = new TreeMap<>();
        for (int i = 0; i < logs.count(); i++) {
            IncidentResponse alone = new IncidentResponse(logs.entriesOf(i), pack, now);
            boolean known = alone.find(incident)
                    .filter(one -> !one.reportedAt().isAfter(now))
                    .isPresent();
            String name = logs.name(i);
            Map<String, String> found = known
                    ? alone.status(incident).steps().stream()
                            .collect(Collectors.toMap(
                                    one -> one.step().id(), one -> one.state().code()))
                    : Map.of();
            response.playbook()
                    .steps()
                    .forEach(step -> states.computeIfAbsent(step.id(), unknown -> new TreeMap<>())
                            .put(name, found.getOrDefault(step.id(), "unknown")));
        }
        return response.playbook().steps().stream()
                .map(step -> new Difference(step.id(), states.getOrDefault(step.id(), Map.of())))
                .filter(one -> Set.copyOf(one.byLog().values()).size() > 1)
                .toList();
    }

    List<Finding> contradictions(IncidentStatus status) {
        List<EntityId> about = new ArrayList<>(status.incident().outputs());
        about.add(status.incident().id());
        return logs.contradictions(about);
    }

    // ---- text

    void tell(IncidentStatus status, IncidentWords words, PrintWriter out) {
        lines(status, words).forEach(out::println);
    }

    List<String> lines(IncidentStatus status, IncidentWords words) {
        List<String> lines = new ArrayList<>();
        lines.add(words.heading(status));
        words.report(status).forEach(line -> lines.add("  " + line));
        for (StepStatus one : status.steps()) {
            String when = words.when(one, now);
            lines.add("  %-8s %s: %s%s [%s; %s]"
                    .formatted(
                            words.state(one.state()),
                            one.step().id(),
                            words.title(one),
                            when.isEmpty() ? "" : "; " + when,
                            words.who(one),
                            words.basis(one)));
        }
        status.remarks().forEach(remark -> lines.add("  ! " + words.remark(remark)));
        contradictions(status)
                .forEach(one -> lines.add("  ! "
                        + words.say("The logs contradict each other: %s", "日志相互矛盾：%s")
                                .formatted(one.message())));
        differences(status.incident().id())
                .forEach(one -> lines.add("  ! "
                        + words.say("Step %s stands differently in each log alone: %s.", "步骤 %s 在各日志中单独看状态不同：%s。")
                                .formatted(
                                        one.step(),
                                        one.byLog().entrySet().stream()
                                                .map(log -> log.getKey() + " " + log.getValue())
                                                .collect(Collectors.joining(", ")))));
        return lines;
    }

    List<String> end(IncidentWords words) {
        List<String> lines = new ArrayList<>();
        if (!logs.rejected().isEmpty()) {
            lines.add(words.say(
                            "%d entries prove nothing and do not count; 'kd log verify' says why: %s.",
                            "有 %d 个条目不能作为证据，未计入；“kd log verify”会说明原因：%s。")
                    .formatted(
                            logs.rejected().size(),
                            logs.rejected().stream().map(logs::told).collect(Collectors.joining(", "))));
        }
        lines.add(words.say(
                        "Read from what is on record as of %s, by the playbook of pack %s (sha256 %s). Terms and steps marked as proposals are no law.",
                        "依据截至 %s 的日志记录，按规则包 %s 的处置手册（sha256 %s）判断。标明“建议”的期限与步骤并非法律规定。")
                .formatted(now, pack.id(), response.playbook().sha256().substring(0, 12)));
        return lines;
    }

    // ---- JSON

    ObjectNode json(Collection<IncidentStatus> statuses) {
        ObjectNode root = JSON.createObjectNode().put("at", now.toString());
        root.putObject("playbook")
                .put("pack", pack.id())
                .put("sha256", response.playbook().sha256());
        ArrayNode incidents = root.putArray("incidents");
        statuses.forEach(status -> incidents.add(json(status)));
        ArrayNode rejected = root.putArray("rejected");
        logs.rejected().forEach(index -> place(rejected.addObject(), index));
        return root;
    }

    private ObjectNode json(IncidentStatus status) {
        IncidentCase of = status.incident();
        ObjectNode node = JSON.createObjectNode();
        node.put("incident", of.id().key()).put("drill", of.drill());
        entry(node.putObject("opened"), of.opened());
        node.put("reported", of.reportedAt().toString());
        if (of.claimant() != null) {
            node.put("occurred", of.occurredAt().toString())
                    .put("claimant", of.claimant().value());
        }
        keys(node.putArray("outputs"), of.outputs());
        ArrayNode kinds = node.putArray("kinds");
        of.kinds().forEach(kind -> kinds.add(kind.code()));
        if (status.closed() != null) {
            entry(node.putObject("closed"), status.closed());
        }
        ArrayNode steps = node.putArray("steps");
        status.steps().forEach(one -> step(steps.addObject(), one));
        ArrayNode overlaps = node.putArray("overlaps");
        status.overlaps()
                .forEach((other, outputs) ->
                        keys(overlaps.addObject().put("incident", other.key()).putArray("outputs"), outputs));
        ArrayNode remarks = node.putArray("remarks");
        status.remarks().forEach(remark -> {
            ObjectNode one =
                    remarks.addObject().put("code", remark.code().code()).put("detail", remark.detail());
            entry(one.putObject("entry"), remark.entry());
        });
        ArrayNode contradictions = node.putArray("contradictions");
        contradictions(status)
                .forEach(found -> contradictions
                        .addObject()
                        .put("code", found.code().code())
                        .put("message", found.message()));
        ArrayNode differences = node.putArray("differences");
        differences(of.id()).forEach(one -> {
            ObjectNode logsOf = differences.addObject().put("step", one.step()).putObject("byLog");
            one.byLog().forEach(logsOf::put);
        });
        return node;
    }

    private void step(ObjectNode node, StepStatus one) {
        node.put("step", one.step().id()).put("state", one.state().code());
        node.putObject("title")
                .put("en", one.step().title().en())
                .put("zh", one.step().title().zh());
        node.put("required", one.step().required());
        ArrayNode who = node.putArray("who");
        one.step().who().stream().sorted().map(Coded::code).forEach(who::add);
        ArrayNode basis = node.putArray("basis");
        one.basis().forEach(norm -> basis.add(norm.id()));
        Parameter term = one.term();
        if (term != null) {
            node.putObject("term")
                    .put("parameter", term.name())
                    .put("value", term.value())
                    .put("norm", term.norm())
                    .put("fixedByLaw", term.fixedByLaw());
        }
        put(node, "since", one.since());
        put(node, "due", one.due());
        put(node, "done", one.done());
        one.late(now).map(Duration::toString).ifPresent(late -> node.put("late", late));
        ArrayNode shownBy = node.putArray("shownBy");
        one.shownBy().forEach(entry -> entry(shownBy.addObject(), entry));
        keys(node.putArray("open"), one.open());
        ArrayNode waits = node.putArray("waitsFor");
        one.waitsFor().forEach(waits::add);
        keys(node.putArray("alsoServes"), one.alsoServes());
    }

    private static void put(ObjectNode node, String key, @Nullable Instant moment) {
        if (moment != null) {
            node.put(key, moment.toString());
        }
    }

    private static void keys(ArrayNode array, Collection<EntityId> entities) {
        entities.forEach(entity -> array.add(entity.key()));
    }

    private void entry(ObjectNode node, LogEntry entry) {
        place(node, entry.index());
        node.put("recorded", entry.recordedAt().toString())
                .put("claimed", entry.event().at().toString())
                .put("actor", entry.event().actor().value());
        if (entry.event().observedBy() != null) {
            node.put("observedBy", entry.event().observedBy().value());
        }
    }

    private void place(ObjectNode node, long index) {
        if (logs.count() > 1) {
            node.put("log", logs.logOf(index));
        }
        node.put("index", logs.placeOf(index));
    }

    // ---- page

    void addTo(Page page, IncidentStatus status, IncidentWords words) {
        page.heading(1, words.heading(status));
        if (status.incident().drill()) {
            page.banner(words.say("DRILL - NOT A REAL INCIDENT", "演练——并非真实事件"));
        }
        page.list(words.report(status));
        page.heading(2, words.say("Steps of the playbook", "处置步骤"));
        List<List<Page.Cell>> rows = new ArrayList<>();
        for (StepStatus one : status.steps()) {
            rows.add(List.of(
                    new Page.Cell(words.state(one.state()), IncidentWords.tone(one.state())),
                    // other cells name steps by their ids
                    Page.Cell.of(
                            "%s (%s)".formatted(words.title(one), one.step().id())),
                    Page.Cell.of(words.when(one, now)),
                    Page.Cell.of(words.who(one)),
                    Page.Cell.of(words.basis(one))));
        }
        page.table(
                List.of(
                        words.say("State", "状态"),
                        words.say("Step", "步骤"),
                        words.say("When, and by which entry", "时间与条目"),
                        words.say("Who", "责任角色"),
                        words.say("Basis and term", "依据与期限")),
                rows);
        List<String> remarks =
                new ArrayList<>(status.remarks().stream().map(words::remark).toList());
        contradictions(status).forEach(one -> remarks.add(one.message()));
        page.heading(2, words.say("What a reader should know", "须注意的事项"));
        if (remarks.isEmpty()) {
            page.line(words.say("Nothing: the record is in order.", "无：记录无异常。"));
        } else {
            page.list(remarks);
        }
    }
}
