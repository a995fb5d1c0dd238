package io.kdchain.rules.report;

import static io.kdchain.rules.report.SampleVerdict.bounds;
import static io.kdchain.rules.report.SampleVerdict.f;
import static io.kdchain.rules.report.SampleVerdict.shares;

import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.rules.report.ChainView.Detail;
import io.kdchain.rules.report.ChainView.EventView;
import io.kdchain.rules.report.ChainView.LogView;
import io.kdchain.rules.report.ChainView.PartyView;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.BreachFound;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.InsurancePayment;
import io.kdchain.rules.verdict.Attribution.ItemVerdict;
import io.kdchain.rules.verdict.Attribution.LiableParty;
import io.kdchain.rules.verdict.Attribution.Measure;
import io.kdchain.rules.verdict.Attribution.OpenQuestion;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.verdict.Attribution.PunitiveExposure;
import io.kdchain.rules.verdict.Attribution.Reason;
import io.kdchain.rules.verdict.Attribution.Recourse;
import io.kdchain.rules.verdict.Attribution.Rejected;
import io.kdchain.rules.verdict.Attribution.SolidarityGroup;
import io.kdchain.rules.verdict.DamageItem;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A verdict whose every text was written by somebody who means harm. */
final class HostileVerdict {
    static final String SCRIPT = "<script>alert(\"x\")</script>";
    static final String EVIL =
            SCRIPT + "'\" onmouseover=\"alert(1)\u202E\u2028\u0000\uE000\uE001</style></svg><img src=x> "
                    + "\u05D0\u05D1\u05D2 " + "long".repeat(120);

    private HostileVerdict() {}

    static ReportInput input() {
        String huge = "1" + "0".repeat(300) + "/3" + "0".repeat(300);
        ItemVerdict item = new ItemVerdict(
                EVIL,
                true,
                "",
                Regime.STRICT,
                false,
                SampleVerdict.DAY,
                shares(EVIL, "1/" + "9".repeat(90), "claimant", huge),
                bounds(EVIL, "0", huge),
                shares(EVIL, "1"),
                new TreeMap<>(),
                List.of(new SolidarityGroup(List.of(EVIL), List.of(EVIL))),
                List.of(new Recourse(EVIL, EVIL, f("1/2"), List.of(EVIL))),
                List.of(EVIL));
        ItemVerdict failed = new ItemVerdict(
                "x",
                false,
                EVIL,
                null,
                false,
                SampleVerdict.DAY,
                shares(EVIL, "0"),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                List.of(),
                List.of());
        Attribution verdict = new Attribution(
                EVIL,
                true,
                SampleVerdict.DAY,
                List.of(new PackRef(EVIL, EVIL, EVIL)),
                List.of(item, failed),
                item.shares(),
                List.of(new LiableParty(
                        EVIL,
                        List.of(EVIL),
                        f("1/3"),
                        EVIL,
                        EVIL,
                        List.of(new BreachFound(EVIL, EVIL, true, List.of(EVIL), List.of(0L), EVIL)),
                        List.of(EVIL),
                        List.of(EVIL))),
                List.of(new InsurancePayment(EVIL, EVIL, EVIL, null, List.of(EVIL))),
                List.of(new PunitiveExposure(EVIL, EVIL, List.of(EVIL))),
                List.of(new Measure(EVIL, EVIL, EVIL, null, false, false, List.of(EVIL))),
                List.of(new OpenQuestion(EVIL, EVIL, EVIL, EVIL, shares(EVIL, "1"), shares(EVIL, "0"))),
                new EvidenceSummary(List.of(0L), List.of(new Rejected(1, EVIL)), List.of(2L)),
                List.of(new Reason(EVIL, EVIL, EVIL, EVIL, List.of(EVIL), List.of(0L), EVIL, List.of())),
                EVIL);
        EventView event = new EventView(
                0,
                0,
                EVIL,
                EVIL,
                Instant.EPOCH,
                Instant.parse("2026-01-01T00:00:00.123Z"),
                "data",
                List.of(EVIL),
                List.of(EVIL + "1"),
                List.of(EVIL),
                List.of(new Detail(EVIL, EVIL)),
                Admission.REJECTED,
                EVIL);
        return ReportInput.of(verdict)
                .incident(Incident.about(EVIL)
                        .id(EVIL)
                        .claimant(EVIL)
                        .occurredAt(Instant.EPOCH)
                        .item(DamageItem.of(EVIL, "privacy"))
                        .build())
                .chain(new ChainView(
                        List.of(new PartyView(EVIL, EVIL, List.of(EVIL), EVIL)),
                        List.of(event),
                        List.of(EVIL),
                        new LogView(EVIL, EVIL, 1, EVIL, EVIL)))
                .sources(LegalSources.of(
                        List.of(new LegalSources.Norm(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)),
                        List.of(new LegalSources.Duty(EVIL, EVIL, EVIL, EVIL))))
                .alternative(EVIL, verdict);
    }

    /** So many data sets that go into one teacher. */
    static ChainView manyDatasets(int count) {
        List<EventView> events = new ArrayList<>();
        List<String> sets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sets.add("dataset:" + i);
            events.add(SampleVerdict.event(
                    i,
                    "2026-01-05T00:00:00Z",
                    "DatasetCollected",
                    "a",
                    "data",
                    List.of(),
                    List.of("dataset:" + i),
                    List.of(),
                    Admission.ADMITTED));
        }
        events.add(SampleVerdict.event(
                count,
                "2026-01-06T00:00:00Z",
                "TeacherReleased",
                "b",
                "teacher",
                sets,
                List.of("model:t"),
                List.of(),
                Admission.ADMITTED));
        return new ChainView(List.of(), events, List.of(), null);
    }

    /** Two acts of which each uses what the other generated, and one that uses what it generates. */
    static ChainView circle() {
        return new ChainView(
                List.of(),
                List.of(
                        SampleVerdict.event(
                                0,
                                "2026-01-05T00:00:00Z",
                                "ModelAdapted",
                                "edgechip",
                                "adaptation",
                                List.of("model:b"),
                                List.of("model:a"),
                                List.of(),
                                Admission.ADMITTED),
                        SampleVerdict.event(
                                1,
                                "2026-01-05T00:00:00Z",
                                "ModelAdapted",
                                "edgechip",
                                "adaptation",
                                List.of("model:a"),
                                List.of("model:b"),
                                List.of(),
                                Admission.ADMITTED),
                        SampleVerdict.event(
                                2,
                                "2026-01-05T00:00:00Z",
                                "ModelAdapted",
                                "edgechip",
                                "adaptation",
                                List.of("model:c"),
                                List.of("model:c"),
                                List.of(),
                                Admission.ADMITTED)),
                List.of(),
                null);
    }
}
