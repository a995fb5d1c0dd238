package io.kdchain.rules.report;

import static io.kdchain.rules.report.Element.el;

import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.rules.report.ChainView.EventView;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The acts of the chain as a graph: who acted on what, and the path from the acts that count as causes to the harm. The
 * same graph is laid out in columns for a wide page and in one column for a narrow one.
 */
final class ChainGraph {
    /** Stages from the data to the use, in the order of the chain. */
    static final List<String> STAGES = List.of("data", "teacher", "distillation", "adaptation", "deployment", "use");
    /** Where a breach stands that no act of the chain shows: something that was not done, or not in time. */
    private static final String AFTERWARDS = "afterwards";
    /** More acts than this in one stage are counted, not drawn; those that matter are drawn first. */
    static final int MOST_ACTS_OF_A_STAGE = 8;

    private final Attribution verdict;
    private final @Nullable Incident incident;
    private final Map<String, EventView> generators = new HashMap<>();
    private final List<EventView> acts;
    private final Map<Long, Set<Long>> upstream = new HashMap<>();
    private final Set<String> external = new TreeSet<>();
    private final Set<Long> origins = new HashSet<>();
    /** What stands in boxes of {@link #AFTERWARDS}, by their index, which is negative. */
    private final Map<Long, BreachFound> omissions = new HashMap<>();

    private final Set<Long> sinks;
    private final Set<Long> causal;

    ChainGraph(ReportInput input) {
        this.verdict = input.verdict();
        this.incident = input.incident();
        List<EventView> events = input.chain().events();
        events.forEach(e -> e.generates().forEach(entity -> generators.putIfAbsent(entity, e)));
        acts = new ArrayList<>(
                events.stream().filter(e -> STAGES.contains(e.stage())).toList());
        if (!acts.isEmpty()) {
            verdict.liable().forEach(p -> addOmissions(p, events));
        }
        acts.forEach(a -> upstream.put(a.index(), upstreamOf(a)));
        events.forEach(
                e -> e.uses().stream().filter(u -> !generators.containsKey(u)).forEach(external::add));
        verdict.liable().forEach(p -> origins.addAll(originsOf(p)));
        sinks = findSinks();
        causal = between(origins);
    }

    /** Whether there is anything to draw. */
    boolean isEmpty() {
        return acts.isEmpty();
    }

    /** Whether some act counts as a cause. */
    boolean hasCause() {
        return !origins.isEmpty();
    }

    /** Whether this event counts as a cause by itself, or shows that something was left undone which does. */
    boolean isOrigin(EventView event) {
        return origins.contains(event.index())
                || acts.stream().anyMatch(a -> omissions.containsKey(a.index()) && a.leaf() == event.leaf());
    }

    /** Boxes for causal breaches of a party that none of its acts in the chain shows; each where its evidence ends. */
    private void addOmissions(LiableParty party, List<EventView> events) {
        for (BreachFound breach : party.breaches()) {
            List<EventView> shownBy = events.stream()
                    .filter(e -> breach.evidence().contains(e.index()))
                    .toList();
            if (!breach.causal()
                    || shownBy.stream()
                            .anyMatch(
                                    e -> STAGES.contains(e.stage()) && e.actor().equals(party.party()))) {
                continue;
            }
            shownBy.stream()
                    .max(Comparator.comparing(EventView::at).thenComparingLong(EventView::index))
                    .ifPresent(last -> {
                        long index = -1L - omissions.size();
                        omissions.put(index, breach);
                        acts.add(new EventView(
                                index,
                                last.leaf(),
                                last.type(),
                                party.party(),
                                last.at(),
                                last.recordedAt(),
                                AFTERWARDS,
                                last.uses(),
                                List.of(),
                                last.about(),
                                List.of(),
                                last.admission(),
                                last.reason()));
                    });
        }
    }

    /** Entities that are used, but generated nowhere in the log. */
    Set<String> external() {
        return external;
    }

    private Set<Long> upstreamOf(EventView act) {
        Set<Long> found = new TreeSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(act.uses());
        while (!next.isEmpty()) {
            String entity = next.poll();
            EventView generator = seen.add(entity) ? generators.get(entity) : null;
            if (generator == null || generator.index() == act.index()) {
                continue;
            }
            if (STAGES.contains(generator.stage())) {
                found.add(generator.index());
            } else {
                next.addAll(generator.uses());
            }
        }
        return found;
    }

    /**
     * Acts by which a liable party caused the harm: those that show a causal breach or stand for one, else all its
     * acts.
     */
    private Set<Long> originsOf(LiableParty party) {
        Set<Long> own = new HashSet<>();
        Set<Long> shown = new HashSet<>();
        for (BreachFound b : party.breaches()) {
            if (b.causal()) {
                shown.addAll(b.evidence());
            }
        }
        Set<Long> all = new HashSet<>();
        for (EventView act : acts) {
            if (verdict.keyOf(act.actor()).equals(party.party())) {
                all.add(act.index());
                if (shown.contains(act.index()) || omissions.containsKey(act.index())) {
                    own.add(act.index());
                }
            }
        }
        return own.isEmpty() ? all : own;
    }

    /** Acts on what the incident is about that lead to no further act; else all acts that lead to none. */
    private Set<Long> findSinks() {
        Set<Long> used = new HashSet<>();
        upstream.values().forEach(used::addAll);
        Set<Long> last = new TreeSet<>();
        Set<Long> about = new TreeSet<>();
        for (EventView act : acts) {
            if (!used.contains(act.index())) {
                last.add(act.index());
                if (incident != null && incident.about().stream().anyMatch(x -> touches(act, x))) {
                    about.add(act.index());
                }
            }
        }
        return about.isEmpty() ? last : about;
    }

    private static boolean touches(EventView act, String entity) {
        return Stream.concat(act.uses().stream(), act.generates().stream())
                .anyMatch(e -> Telling.withoutDigest(e).equals(Telling.withoutDigest(entity)));
    }

    /** Acts on a path from one of these to the harm. */
    private Set<Long> between(Set<Long> from) {
        Map<Long, Set<Long>> downstream = new HashMap<>();
        upstream.forEach((act, sources) -> sources.forEach(
                s -> downstream.computeIfAbsent(s, k -> new TreeSet<>()).add(act)));
        Set<Long> both = closure(from, downstream);
        both.retainAll(closure(sinks, upstream));
        return both;
    }

    private static Set<Long> closure(Set<Long> from, Map<Long, Set<Long>> edges) {
        Set<Long> seen = new HashSet<>(from);
        Deque<Long> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            for (Long n : edges.getOrDefault(next.poll(), Set.of())) {
                if (seen.add(n)) {
                    next.add(n);
                }
            }
        }
        return seen;
    }

    /** A box with its place. */
    private record Box(@Nullable EventView act, int more, int x, int y, int width, int height) {
        int right() {
            return x + width;
        }

        int bottom() {
            return y + height;
        }

        int middleX() {
            return x + width / 2;
        }

        int middleY() {
            return y + height / 2;
        }
    }

    /** Acts by stage, with the number that is only counted. */
    private record Stage(String name, List<EventView> drawn, int more) {}

    private List<Stage> stages() {
        Map<String, List<EventView>> byStage = new LinkedHashMap<>();
        STAGES.forEach(s -> byStage.put(s, new ArrayList<>()));
        byStage.put(AFTERWARDS, new ArrayList<>());
        acts.forEach(a -> Objects.requireNonNull(byStage.get(a.stage())).add(a));
        List<Stage> stages = new ArrayList<>();
        byStage.forEach((name, all) -> {
            if (!all.isEmpty()) {
                List<EventView> drawn = all.stream()
                        .sorted(Comparator.comparingInt((EventView a) ->
                                        origins.contains(a.index()) ? 0 : causal.contains(a.index()) ? 1 : 2)
                                .thenComparingLong(EventView::index))
                        .limit(MOST_ACTS_OF_A_STAGE)
                        .sorted(Comparator.comparing(EventView::at).thenComparingLong(EventView::index))
                        .toList();
                stages.add(new Stage(name, drawn, all.size() - drawn.size()));
            }
        });
        return stages;
    }

    private static final int WIDE_BOX = 154;
    private static final int WIDE_GAP = 32;
    private static final int TALL_BOX = 292;
    private static final int TALL_GUTTER = 46;
    private static final int BOX_HEIGHT = 68;
    private static final int MORE_HEIGHT = 30;
    private static final int STACK_GAP = 26;
    private static final int HEAD = 26;
    /** Width of a column of bold text, in the widest of the usual typefaces. */
    private static final int NAME_COLUMN = 9;

    private static final int LANE = 9;

    /** In columns by stage. */
    Element wide(VerdictHtml page) {
        List<Stage> stages = stages();
        int skipping = (int) upstream.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(s -> columnOf(stages, e.getKey()) - columnOf(stages, s)))
                .filter(d -> d > 1)
                .count();
        int top = HEAD + 14 + Math.min(skipping, 6) * LANE;
        int tallest = stages.stream().mapToInt(this::stackHeight).max().orElse(0);
        Map<Long, Box> boxes = new TreeMap<>();
        List<Box> extra = new ArrayList<>();
        Element labels = el("g");
        for (int c = 0; c < stages.size(); c++) {
            Stage stage = stages.get(c);
            int x = c * (WIDE_BOX + WIDE_GAP) + 2;
            int y = top + (tallest - stackHeight(stage)) / 2;
            stageLabel(page, labels, stage.name(), x, 14);
            for (EventView act : stage.drawn()) {
                Box box = new Box(act, 0, x, y, WIDE_BOX, BOX_HEIGHT);
                boxes.put(act.index(), box);
                y += BOX_HEIGHT + STACK_GAP;
            }
            if (stage.more() > 0) {
                extra.add(new Box(null, stage.more(), x, y, WIDE_BOX, MORE_HEIGHT));
            }
        }
        int harmX = stages.size() * (WIDE_BOX + WIDE_GAP) + 2;
        Box harm = new Box(null, 0, harmX, top + (tallest - BOX_HEIGHT) / 2, WIDE_BOX, BOX_HEIGHT);
        labels.add(page.svgText("chain.harm", harmX, 14, "stage harm"));

        Element svg = svg("wide", harm.right() + 2, top + tallest + 8);
        int[] lane = {0};
        edges(boxes, (source, target, hot) -> {
                    if (source.x() == target.x()) {
                        return verticalEdge(source, target);
                    }
                    int apart = (target.x() - source.x()) / (WIDE_BOX + WIDE_GAP);
                    if (apart > 1) {
                        return laneEdge(source, target, top - 10 - LANE * (lane[0]++ % 6));
                    }
                    return sideEdge(source, target);
                })
                .forEach(svg::add);
        sinks.stream()
                .map(boxes::get)
                .filter(Objects::nonNull)
                .forEach(b -> svg.add(edge(
                        b.right() < harm.x() - WIDE_GAP ? laneEdge(b, harm, top - 10) : sideEdge(b, harm), hot(b))));
        svg.add(labels);
        boxes.values().forEach(b -> svg.add(drawAct(page, b)));
        extra.forEach(b -> svg.add(drawMore(page, b)));
        return svg.add(drawHarm(page, harm));
    }

    /** In one column. */
    Element tall(VerdictHtml page) {
        Map<Long, Box> boxes = new LinkedHashMap<>();
        List<Box> extra = new ArrayList<>();
        Element labels = el("g");
        int y = 4;
        for (Stage stage : stages()) {
            stageLabel(page, labels, stage.name(), TALL_GUTTER, y + 12);
            y += 20;
            for (EventView act : stage.drawn()) {
                boxes.put(act.index(), new Box(act, 0, TALL_GUTTER, y, TALL_BOX, BOX_HEIGHT));
                y += BOX_HEIGHT + STACK_GAP;
            }
            if (stage.more() > 0) {
                extra.add(new Box(null, stage.more(), TALL_GUTTER, y, TALL_BOX, MORE_HEIGHT));
                y += MORE_HEIGHT + STACK_GAP;
            }
        }
        labels.add(page.svgText("chain.harm", TALL_GUTTER, y + 12, "stage harm"));
        Box harm = new Box(null, 0, TALL_GUTTER, y + 20, TALL_BOX, BOX_HEIGHT);
        Element svg = svg("tall", TALL_GUTTER + TALL_BOX + 4, harm.bottom() + 6);
        List<Box> order = new ArrayList<>(boxes.values());
        List<int[]> taken = new ArrayList<>();
        edges(boxes, (source, target, hot) -> {
                    boolean next = order.indexOf(target) == order.indexOf(source) + 1 && source.bottom() < target.y();
                    return next && target.y() - source.bottom() < 2 * STACK_GAP
                            ? verticalEdge(source, target)
                            : gutterEdge(source, target, gutterLane(taken, source, target));
                })
                .forEach(svg::add);
        for (Long sink : sinks) {
            Box b = boxes.get(sink);
            if (b != null) {
                boolean next = extra.isEmpty() && order.indexOf(b) == order.size() - 1;
                svg.add(edge(next ? verticalEdge(b, harm) : gutterEdge(b, harm, gutterLane(taken, b, harm)), hot(b)));
            }
        }
        svg.add(labels);
        boxes.values().forEach(b -> svg.add(drawAct(page, b)));
        extra.forEach(b -> svg.add(drawMore(page, b)));
        return svg.add(drawHarm(page, harm));
    }

    private int stackHeight(Stage stage) {
        int n = stage.drawn().size();
        return n * BOX_HEIGHT + (n - 1) * STACK_GAP + (stage.more() > 0 ? STACK_GAP + MORE_HEIGHT : 0);
    }

    private static int columnOf(List<Stage> stages, long act) {
        for (int c = 0; c < stages.size(); c++) {
            if (stages.get(c).drawn().stream().anyMatch(a -> a.index() == act)) {
                return c;
            }
        }
        return 0;
    }

    /** How an edge runs. */
    private interface Route {
        String path(Box source, Box target, boolean hot);
    }

    private List<Element> edges(Map<Long, Box> boxes, Route route) {
        List<Element> cold = new ArrayList<>();
        List<Element> hot = new ArrayList<>();
        boxes.forEach((act, target) -> upstream.getOrDefault(act, Set.of()).forEach(s -> {
            Box source = boxes.get(s);
            if (source != null) {
                boolean isHot = hot(source) && hot(target);
                (isHot ? hot : cold).add(edge(route.path(source, target, isHot), isHot));
            }
        }));
        cold.addAll(hot);
        return cold;
    }

    private boolean hot(Box box) {
        return box.act() != null && causal.contains(box.act().index());
    }

    private static Element edge(String path, boolean hot) {
        return el("path", hot ? "edge hot" : "edge")
                .attr("d", path)
                .attr("marker-end", hot ? "url(#arrow-hot)" : "url(#arrow)");
    }

    private static String verticalEdge(Box source, Box target) {
        if (source.bottom() <= target.y() && target.y() - source.bottom() < 3 * STACK_GAP) {
            return "M%d %d V%d".formatted(source.middleX(), source.bottom(), target.y() - 3);
        }
        int out = source.x() - 16;
        return "M%d %d C%d %d %d %d %d %d"
                .formatted(
                        source.x(),
                        source.middleY(),
                        out,
                        source.middleY(),
                        out,
                        target.middleY(),
                        target.x() - 3,
                        target.middleY());
    }

    private static String sideEdge(Box source, Box target) {
        int bend = (target.x() - source.right()) / 2;
        return "M%d %d C%d %d %d %d %d %d"
                .formatted(
                        source.right(),
                        source.middleY(),
                        source.right() + bend,
                        source.middleY(),
                        target.x() - bend,
                        target.middleY(),
                        target.x() - 3,
                        target.middleY());
    }

    /** Over the boxes between. */
    private static String laneEdge(Box source, Box target, int lane) {
        int from = source.y() + 16;
        int to = target.y() + 16;
        int out = source.right();
        int in = target.x();
        int bend = WIDE_GAP / 2;
        return "M%d %d C%d %d %d %d %d %d H%d C%d %d %d %d %d %d"
                .formatted(
                        out,
                        from,
                        out + bend,
                        from,
                        out + bend,
                        lane,
                        out + WIDE_GAP,
                        lane,
                        in - WIDE_GAP,
                        in - bend,
                        lane,
                        in - bend,
                        to,
                        in - 3,
                        to);
    }

    /** Beside the boxes between. */
    private static String gutterEdge(Box source, Box target, int lane) {
        int x = source.x() - 10 - LANE * lane;
        return "M%d %d H%d Q%d %d %d %d V%d Q%d %d %d %d H%d"
                .formatted(
                        source.x(),
                        source.middleY() + 8,
                        x + 6,
                        x,
                        source.middleY() + 8,
                        x,
                        source.middleY() + 14,
                        target.middleY() - 14,
                        x,
                        target.middleY() - 8,
                        x + 6,
                        target.middleY() - 8,
                        target.x() - 3);
    }

    /** The innermost lane that is free between two boxes; at most four, then they share. */
    private static int gutterLane(List<int[]> taken, Box source, Box target) {
        int from = Math.min(source.y(), target.y());
        int to = Math.max(source.y(), target.y());
        int lane = 0;
        while (lane < 3) {
            int wanted = lane;
            if (taken.stream().noneMatch(t -> t[0] == wanted && t[1] < to && from < t[2])) {
                break;
            }
            lane++;
        }
        taken.add(new int[] {lane, from, to});
        return lane;
    }

    private Element svg(String cssClass, int width, int height) {
        return el("svg", "graph " + cssClass)
                .attr("viewBox", "0 0 %d %d".formatted(width, height))
                .attr("role", "img")
                .attr("aria-labelledby", "h-chain")
                .attr("aria-describedby", "chain-caption");
    }

    /** The arrow heads; once for the page. */
    static Element markers() {
        Element defs = el("defs");
        for (String id : List.of("arrow", "arrow-hot")) {
            defs.add(el("marker", id)
                    .attr("id", id)
                    .attr("viewBox", "0 0 8 8")
                    .attr("refX", 7)
                    .attr("refY", 4)
                    .attr("markerWidth", 7)
                    .attr("markerHeight", 7)
                    .attr("markerUnits", "userSpaceOnUse")
                    .attr("orient", "auto")
                    .add(el("path").attr("d", "M0 0 L8 4 L0 8 Z")));
        }
        return el("svg", "defs")
                .attr("aria-hidden", "true")
                .attr("width", 0)
                .attr("height", 0)
                .add(defs);
    }

    private static void stageLabel(VerdictHtml page, Element to, String stage, int x, int y) {
        to.add(page.svgText("stage." + stage, x, y, "stage"));
    }

    private Element drawAct(VerdictHtml page, Box box) {
        EventView act = Objects.requireNonNull(box.act());
        boolean origin = origins.contains(act.index());
        String state = act.admission() == Admission.ADMITTED ? "" : " void";
        Element g = el("g", "box" + (origin ? " origin" : hot(box) ? " path" : "") + state);
        BreachFound omission = omissions.get(act.index());
        String what = omission == null ? act.type() : omission.duty();
        g.add(el("title").text(page.name(act.actor()) + " · " + what + " · #" + act.leaf()));
        g.add(el("rect")
                .attr("x", box.x())
                .attr("y", box.y())
                .attr("width", box.width())
                .attr("height", box.height())
                .attr("rx", 5));
        int left = box.x() + 11;
        int room = (box.width() - 18) / NAME_COLUMN;
        g.add(
                omission == null
                        ? page.svgEvent(act.type(), left, box.y() + 19, "what", room + 3)
                        : page.svgDuty(omission.duty(), left, box.y() + 19, "what", room + 3));
        g.add(svgPlain(page.name(act.actor()), left, box.y() + 38, "who", room));
        String meta = Format.day(act.at()) + "  #" + act.leaf();
        g.add(svgPlain(meta, left, box.y() + 57, "meta", room + 4));
        if (act.admission() != Admission.ADMITTED) {
            g.add(svgPlain("✕", box.right() - 20, box.y() + 58, "cross", 2));
        }
        Fraction share = shareOf(act.actor());
        if (origin && share.signum() > 0) {
            String percent = Format.percent(share);
            int width = 14 + 8 * percent.length();
            g.add(el("rect", "badge")
                    .attr("x", box.right() - width + 6)
                    .attr("y", box.y() - 10)
                    .attr("width", width)
                    .attr("height", 21)
                    .attr("rx", 10));
            g.add(el("text", "badge")
                    .attr("x", box.right() - width / 2 + 6)
                    .attr("y", box.y() + 5)
                    .attr("text-anchor", "middle")
                    .text(percent));
        }
        return g;
    }

    private Element drawMore(VerdictHtml page, Box box) {
        return el("g", "box more")
                .add(el("rect")
                        .attr("x", box.x())
                        .attr("y", box.y())
                        .attr("width", box.width())
                        .attr("height", box.height())
                        .attr("rx", 5))
                .add(page.svgText("chain.more", box.x() + 11, box.y() + 20, "what", Integer.toString(box.more())));
    }

    private Element drawHarm(VerdictHtml page, Box box) {
        int left = box.x() + 11;
        int room = (box.width() - 18) / NAME_COLUMN;
        Element g = el("g", "box harm");
        g.add(el("rect")
                .attr("x", box.x())
                .attr("y", box.y())
                .attr("width", box.width())
                .attr("height", box.height())
                .attr("rx", 5));
        if (incident == null) {
            g.add(svgPlain(verdict.incident(), left, box.y() + 38, "who", room));
            return g;
        }
        g.add(page.svgCode(incident.items().get(0).kind(), left, box.y() + 19, "what"));
        g.add(svgPlain(page.name(incident.claimant()), left, box.y() + 38, "who", room));
        g.add(svgPlain(Format.day(incident.occurredAt()), left, box.y() + 57, "meta", room));
        return g;
    }

    private Fraction shareOf(String party) {
        if (verdict.shares() != null) {
            return verdict.shares().getOrDefault(verdict.keyOf(party), Fraction.ZERO);
        }
        return verdict.items().stream()
                .map(i -> i.shares().getOrDefault(verdict.keyOf(party), Fraction.ZERO))
                .reduce(Fraction.ZERO, Fraction::max);
    }

    private static Element svgPlain(String text, int x, int y, String cssClass, int columns) {
        return el("text", cssClass).attr("x", x).attr("y", y).text(fit(text, columns));
    }

    /** The text cut to this many columns, with an ellipsis where something is missing. */
    static String fit(String text, int columns) {
        String visible = Visible.of(text);
        if (TextPage.columns(visible) <= columns) {
            return visible;
        }
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < visible.length(); ) {
            int c = visible.codePointAt(i);
            int width = TextPage.columns(Character.toString(c));
            if (used + width > columns - 1) {
                break;
            }
            out.appendCodePoint(c);
            used += width;
            i += Character.charCount(c);
        }
        return out.append('…').toString();
    }
}
