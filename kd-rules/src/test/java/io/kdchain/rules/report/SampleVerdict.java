package io.kdchain.rules.report;

import io.kdchain.rules.report.ChainView.Admission;
import io.kdchain.rules.report.ChainView.Detail;
import io.kdchain.rules.report.ChainView.EventView;
import io.kdchain.rules.report.ChainView.LogView;
import io.kdchain.rules.report.ChainView.PartyView;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.Bounds;
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
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Money;
import io.kdchain.rules.verdict.Regime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Verdicts written by hand, to be rendered. */
final class SampleVerdict {
    static final LocalDate DAY = LocalDate.parse("2026-04-10");
    static final String PACK_DIGEST = "sha256:" + "ab12".repeat(16);

    private SampleVerdict() {}

    static Fraction f(String text) {
        return Fraction.parse(text);
    }

    static SortedMap<String, Fraction> shares(String... keysAndShares) {
        SortedMap<String, Fraction> map = new TreeMap<>();
        for (int i = 0; i < keysAndShares.length; i += 2) {
            map.put(keysAndShares[i], f(keysAndShares[i + 1]));
        }
        return map;
    }

    static Reason fact(String conclusion, String en, String zh, Long... evidence) {
        return new Reason(conclusion, "", en, zh, List.of(), List.of(evidence), "", List.of());
    }

    /** One party, one item: the adapter bears the whole. */
    static Attribution sole() {
        SortedMap<String, Fraction> shares = shares(
                "edgechip",
                "1",
                "hospital-group",
                "0",
                "radnet",
                "0",
                "smallai",
                "0",
                "clinic-cloud",
                "0",
                "clinic",
                "0",
                "claimant",
                "0",
                "unattributed",
                "0");
        Reason check = new Reason(
                "Check(act: \"4\", party: \"edgechip\", duty: \"verify-equivalence\", state: \"absent\")",
                "",
                "",
                "",
                List.of(),
                List.of(4L),
                "A-OWN",
                List.of());
        Reason breach = new Reason(
                "Breach(party: \"edgechip\", duty: \"verify-equivalence\", act: \"4\", grade: \"ordinary\", tie: \"untied\")",
                "CN-CivilCode-1203-2: an adaptation without an equivalence test",
                "edgechip adapted the model and recorded no equivalence test.",
                "edgechip适配了模型，但没有记录等效性检验。",
                List.of("CN-CivilCode-1203-2"),
                List.of(),
                "",
                List.of(check));
        Reason causal = new Reason(
                "Causal(party: \"edgechip\", item: \"injury\", duty: \"verify-equivalence\", basis: \"localised\")",
                "CN-CivilCode-1165-1: a located stage makes its party's breach causal",
                "Replay located the defect in the adaptation by edgechip; its breach is a cause of the injury.",
                "重放将缺陷定位于edgechip的适配环节；其违反义务是损害的原因。",
                List.of("CN-CivilCode-1165-1"),
                List.of(),
                "",
                List.of(
                        breach,
                        fact(
                                "CausePart(item: \"injury\", party: \"edgechip\")",
                                "The replay attributes 1 of the deviation to adaptation.",
                                "重放将全部偏差归因于适配环节。",
                                8L)));
        Reason atFault = new Reason(
                "AtFault(party: \"edgechip\", item: \"injury\", grade: \"ordinary\")",
                "CN-CivilCode-1165-1: a breach that caused the harm is fault",
                "edgechip is at fault for the injury: it breached a duty and the breach caused the harm.",
                "edgechip对损害有过错：违反义务，且与损害之间存在因果关系。",
                List.of("CN-CivilCode-1165-1"),
                List.of(),
                "",
                List.of(causal, breach));
        ItemVerdict item = new ItemVerdict(
                "injury",
                true,
                "",
                Regime.FAULT,
                false,
                DAY,
                shares,
                bounds("edgechip", "1", "1"),
                shares("edgechip", "1"),
                new TreeMap<>(Map.of("edgechip", Money.of("180000", "CNY"))),
                List.of(),
                List.of(),
                List.of("CN-CivilCode-1165-1"));
        return new Attribution(
                "incident:4711",
                true,
                DAY,
                List.of(new PackRef("cn", "2026.1", PACK_DIGEST)),
                List.of(item),
                shares,
                List.of(new LiableParty(
                        "edgechip",
                        List.of("hardware-adapter"),
                        Fraction.ONE,
                        "ordinary",
                        "whole",
                        List.of(new BreachFound(
                                "verify-equivalence",
                                "ordinary",
                                true,
                                List.of("CN-CivilCode-1203-2"),
                                List.of(4L),
                                "A-OWN")),
                        List.of(),
                        List.of("CN-CivilCode-1165-1"))),
                List.of(),
                List.of(),
                List.of(
                        new Measure(
                                "clinic-cloud",
                                "takedown",
                                "incident:4711",
                                Instant.parse("2026-04-11T00:00:00Z"),
                                true,
                                false,
                                List.of("CN-CivilCode-1195-2")),
                        new Measure(
                                "clinic-cloud",
                                "seal-data",
                                "incident:4711",
                                null,
                                false,
                                true,
                                List.of("CN-CivilCode-1165-1"))),
                List.of(),
                new EvidenceSummary(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L), List.of(), List.of()),
                List.of(atFault),
                "sha256:" + "0f".repeat(32));
    }

    static SortedMap<String, Bounds> bounds(String... partyLowHigh) {
        SortedMap<String, Bounds> map = new TreeMap<>();
        for (int i = 0; i < partyLowHigh.length; i += 3) {
            map.put(partyLowHigh[i], new Bounds(f(partyLowHigh[i + 1]), f(partyLowHigh[i + 2])));
        }
        return map;
    }

    /** Three parties, two items, everything that a verdict can hold. */
    static Attribution several() {
        Attribution one = sole();
        SortedMap<String, Fraction> injury = shares(
                "edgechip",
                "3/5",
                "clinic",
                "1/5",
                "smallai",
                "1/10",
                "claimant",
                "1/10",
                "unattributed",
                "0",
                "hospital-group",
                "0",
                "radnet",
                "0",
                "clinic-cloud",
                "0");
        SortedMap<String, Fraction> leak = shares(
                "edgechip",
                "0",
                "clinic",
                "0",
                "smallai",
                "0",
                "claimant",
                "0",
                "unattributed",
                "0",
                "hospital-group",
                "1/2",
                "radnet",
                "0",
                "clinic-cloud",
                "1/2");
        SortedMap<String, Fraction> whole = shares(
                "edgechip",
                "27/50",
                "clinic",
                "9/50",
                "smallai",
                "9/100",
                "claimant",
                "9/100",
                "unattributed",
                "0",
                "hospital-group",
                "1/20",
                "radnet",
                "0",
                "clinic-cloud",
                "1/20");
        ItemVerdict first = new ItemVerdict(
                "injury",
                true,
                "",
                Regime.FAULT,
                true,
                DAY,
                injury,
                bounds("edgechip", "1/2", "3/4", "clinic", "1/10", "3/10", "smallai", "0", "1/5", "radnet", "0", "1/3"),
                shares("edgechip", "3/5", "clinic", "1/5", "smallai", "1/10"),
                new TreeMap<>(Map.of(
                        "edgechip", Money.of("108000", "CNY"),
                        "clinic", Money.of("36000", "CNY"),
                        "smallai", Money.of("18000", "CNY"),
                        "claimant", Money.of("18000", "CNY"))),
                List.of(),
                List.of(),
                List.of("CN-CivilCode-1172", "CN-CivilCode-1173"));
        ItemVerdict second = new ItemVerdict(
                "leak",
                true,
                "",
                Regime.PRESUMED_FAULT,
                false,
                DAY,
                leak,
                bounds("hospital-group", "1/2", "1/2", "clinic-cloud", "1/2", "1/2"),
                shares("hospital-group", "1", "clinic-cloud", "1"),
                new TreeMap<>(Map.of(
                        "hospital-group", Money.of("10000", "CNY"),
                        "clinic-cloud", Money.of("10000", "CNY"))),
                List.of(new SolidarityGroup(List.of("hospital-group", "clinic-cloud"), List.of("CN-PIPL-20"))),
                List.of(
                        new Recourse("hospital-group", "clinic-cloud", f("1/2"), List.of("CN-CivilCode-178-2")),
                        new Recourse("clinic-cloud", "hospital-group", f("1/2"), List.of("CN-CivilCode-178-2"))),
                List.of("CN-PIPL-69"));
        ItemVerdict third = new ItemVerdict(
                "lost-pay",
                false,
                "causation: no breach of duty is shown to have caused the loss",
                null,
                false,
                DAY,
                shares("claimant", "0", "unattributed", "0"),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                List.of(),
                List.of());
        BreachFound untied =
                new BreachFound("measure-fidelity", "ordinary", false, List.of("CN-AlgoRec-8"), List.of(3L), "A-OWN");
        BreachFound review =
                new BreachFound("professional-review", "gross", true, List.of("CN-CivilCode-1221"), List.of(7L), "");
        return new Attribution(
                one.incident(),
                true,
                DAY,
                one.packs(),
                List.of(first, second, third),
                whole,
                List.of(
                        new LiableParty(
                                "edgechip",
                                List.of("hardware-adapter"),
                                f("27/50"),
                                "ordinary",
                                "main",
                                one.liable().get(0).breaches(),
                                List.of(),
                                List.of("CN-CivilCode-1165-1", "CN-CivilCode-1172")),
                        new LiableParty(
                                "clinic",
                                List.of("student-user"),
                                f("9/50"),
                                "gross",
                                "secondary",
                                List.of(review),
                                List.of(),
                                List.of("CN-CivilCode-1165-1")),
                        new LiableParty(
                                "smallai",
                                List.of("distillation-provider"),
                                f("9/100"),
                                "ordinary",
                                "1/10",
                                List.of(untied),
                                List.of("rebutted"),
                                List.of("CN-CivilCode-1165-1")),
                        new LiableParty(
                                "clinic-cloud",
                                List.of("deployment-platform", "data-provider"),
                                f("1/20"),
                                "ordinary",
                                "equal",
                                List.of(),
                                List.of(),
                                List.of("CN-PIPL-69")),
                        new LiableParty(
                                "hospital-group",
                                List.of("data-provider"),
                                f("1/20"),
                                "ordinary",
                                "equal",
                                List.of(),
                                List.of(),
                                List.of("CN-PIPL-69"))),
                List.of(new InsurancePayment("policy:9", "picc", "edgechip", Money.of("100000", "CNY"), List.of())),
                List.of(new PunitiveExposure("clinic", "injury", List.of("CN-CivilCode-1207"))),
                one.measures(),
                List.of(new OpenQuestion(
                        "cause:injury:smallai:measure-fidelity",
                        "Did the missing fidelity measurement by smallai change this output?",
                        "smallai未测量蒸馏保真度是否改变了该输出？",
                        "smallai",
                        shares("edgechip", "2/5", "clinic", "1/5", "smallai", "3/10", "claimant", "1/10"),
                        whole)),
                new EvidenceSummary(
                        List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L, 8L),
                        List.of(new Rejected(7, "the signature does not verify under the key of clinic")),
                        List.of(9L)),
                one.reasons(),
                "sha256:" + "1e".repeat(32));
    }

    static Attribution nobody() {
        Attribution one = sole();
        ItemVerdict none = new ItemVerdict(
                "injury",
                false,
                "fault: no party breached a duty that protects against bodily injury",
                Regime.FAULT,
                false,
                DAY,
                shares("edgechip", "0", "claimant", "0", "unattributed", "0"),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                List.of(),
                List.of(),
                List.of());
        return new Attribution(
                one.incident(),
                false,
                DAY,
                one.packs(),
                List.of(none),
                shares("edgechip", "0", "claimant", "0", "unattributed", "0"),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                one.evidence(),
                List.of(),
                one.digest());
    }

    static Incident incident() {
        return Incident.about("output:4711")
                .claimant("patient")
                .occurredAt(Instant.parse("2026-04-10T00:00:00Z"))
                .item(DamageItem.of("injury", "bodily-injury").withAmount(Money.of("180000", "CNY")))
                .item(DamageItem.of("leak", "privacy").withAmount(Money.of("20000", "CNY")))
                .item(DamageItem.of("lost-pay", "pecuniary"))
                .build();
    }

    static EventView event(
            long index,
            String at,
            String type,
            String actor,
            String stage,
            List<String> uses,
            List<String> generates,
            List<String> about,
            Admission admission,
            Detail... details) {
        return new EventView(
                index,
                index + 8,
                type,
                actor,
                Instant.parse(at),
                Instant.parse(at).plusSeconds(index == 5 ? 90_000 : 0),
                stage,
                uses,
                generates,
                about,
                List.of(details),
                admission,
                admission == Admission.REJECTED ? "the signature does not verify under the key of clinic" : "");
    }

    static ChainView chain(Admission ofUse) {
        List<EventView> events = List.of(
                event(
                        0,
                        "2026-01-05T00:00:00Z",
                        "DatasetCollected",
                        "hospital-group",
                        "data",
                        List.of(),
                        List.of("dataset:ct"),
                        List.of(),
                        Admission.ADMITTED,
                        new Detail("method", "user-submitted"),
                        new Detail("personal", "sensitive")),
                event(
                        1,
                        "2026-01-06T00:00:00Z",
                        "DataAuthorised",
                        "hospital-group",
                        "",
                        List.of(),
                        List.of(),
                        List.of("dataset:ct"),
                        Admission.ADMITTED,
                        new Detail("basis", "consent"),
                        new Detail("distillation", "true")),
                event(
                        2,
                        "2026-02-01T00:00:00Z",
                        "TeacherReleased",
                        "radnet",
                        "teacher",
                        List.of("dataset:ct"),
                        List.of("model:teacher"),
                        List.of(),
                        Admission.ADMITTED),
                event(
                        3,
                        "2026-03-01T09:30:00Z",
                        "DistillationCompleted",
                        "smallai",
                        "distillation",
                        List.of("model:teacher", "dataset:ct"),
                        List.of("model:student"),
                        List.of(),
                        Admission.ADMITTED,
                        new Detail("agreement", "0.97")),
                event(
                        4,
                        "2026-03-10T00:00:00Z",
                        "ModelAdapted",
                        "edgechip",
                        "adaptation",
                        List.of("model:student"),
                        List.of("model:student-int8"),
                        List.of(),
                        Admission.ADMITTED,
                        new Detail("technique", "int8"),
                        new Detail("target", "edge-npu")),
                event(
                        5,
                        "2026-03-20T00:00:00Z",
                        "ModelDeployed",
                        "clinic-cloud",
                        "deployment",
                        List.of("model:student-int8"),
                        List.of("deployment:ct-assist"),
                        List.of(),
                        Admission.ADMITTED,
                        new Detail("scenario", "medical")),
                event(
                        6,
                        "2026-04-02T08:15:00Z",
                        "OutputServed",
                        "clinic-cloud",
                        "deployment",
                        List.of("deployment:ct-assist"),
                        List.of("output:4711"),
                        List.of(),
                        Admission.ADMITTED,
                        new Detail("labels", "risk, traceability")),
                event(
                        7,
                        "2026-04-02T08:16:40Z",
                        "OutputUsed",
                        "clinic",
                        "use",
                        List.of("output:4711"),
                        List.of(),
                        List.of(),
                        ofUse,
                        new Detail("humanReview", "independent")),
                event(
                        8,
                        "2026-04-20T00:00:00Z",
                        "DefectLocalised",
                        "clinic-cloud",
                        "",
                        List.of(),
                        List.of(),
                        List.of("output:4711"),
                        Admission.ADMITTED,
                        new Detail("method", "stage-replay")),
                event(
                        9,
                        "2026-04-21T00:00:00Z",
                        "QuantumAudit",
                        "auditor",
                        "",
                        List.of(),
                        List.of(),
                        List.of("model:student"),
                        Admission.NOT_UNDERSTOOD));
        return new ChainView(
                List.of(
                        new PartyView("hospital-group", "Hanjiang Hospital Group", List.of("data-provider"), "CN"),
                        new PartyView("radnet", "RadNet Models", List.of("teacher-developer"), "CN"),
                        new PartyView("smallai", "小智科技", List.of("distillation-provider"), "CN"),
                        new PartyView("edgechip", "EdgeChip", List.of("hardware-adapter"), "CN"),
                        new PartyView("clinic-cloud", "Clinic Cloud", List.of("deployment-platform"), "CN"),
                        new PartyView("clinic", "Riverside Clinic", List.of("student-user"), "CN"),
                        new PartyView("patient", "", List.of("claimant"), "CN")),
                events,
                List.of("clinic counted event 3, which is not in this log."),
                new LogView(
                        "jdbc:sqlite:chain.db",
                        "kdchain.example/medical",
                        18,
                        "k1Zs8n2Zp7yQ0hUqJw3v5b6m9r4t8x1cA2dE3fG4hI=",
                        "registrar.pub"));
    }

    static LegalSources sources() {
        return LegalSources.of(
                List.of(
                        new LegalSources.Norm(
                                "CN-CivilCode-1165-1",
                                "Fault liability",
                                "过错责任",
                                "Civil Code, art. 1165(1)",
                                "Who infringes another's civil rights by fault and thereby causes damage is liable.",
                                "L",
                                "T",
                                "2021-01-01/.."),
                        new LegalSources.Norm(
                                "CN-CivilCode-1172",
                                "Separate acts, each not sufficient",
                                "分别侵权按份责任",
                                "Civil Code, art. 1172",
                                "Each bears the part that its act made; equal parts if none can be told.",
                                "L",
                                "T",
                                "2021-01-01/.."),
                        new LegalSources.Norm(
                                "CN-CivilCode-1203-2",
                                "Recourse in the product chain",
                                "产品责任追偿",
                                "Civil Code, art. 1203(2)",
                                "Who made the defect bears the loss in the end.",
                                "L",
                                "S",
                                "2021-01-01/.."),
                        new LegalSources.Norm(
                                "CN-PIPL-69",
                                "Presumed fault for personal information",
                                "个人信息侵权过错推定",
                                "PIPL, art. 69",
                                "The handler is liable unless it shows that it was not at fault.",
                                "L",
                                "T",
                                "2021-11-01/.."),
                        new LegalSources.Norm(
                                "CN-AlgoRec-8",
                                "Review of algorithms",
                                "",
                                "",
                                "Models are reviewed regularly.",
                                "D",
                                "M",
                                "")),
                List.of(
                        new LegalSources.Duty(
                                "verify-equivalence", "D17", "verify equivalence after adaptation", "适配后验证等效性"),
                        new LegalSources.Duty("measure-fidelity", "D13", "measure fidelity", "测量蒸馏保真度"),
                        new LegalSources.Duty("professional-review", "D38", "review the output professionally", "")));
    }

    static ReportInput full() {
        return ReportInput.of(several())
                .incident(incident())
                .chain(chain(Admission.REJECTED))
                .sources(sources())
                .alternative("strict", sole())
                .alternative("presumed-fault", nobody());
    }
}
