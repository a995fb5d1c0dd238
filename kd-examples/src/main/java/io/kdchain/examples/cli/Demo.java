package io.kdchain.examples.cli;

import io.kdchain.examples.medical.DiagnosisChain;
import io.kdchain.examples.medical.DiagnosisResult;
import io.kdchain.examples.medical.DiagnosisStep;
import io.kdchain.examples.medical.Harm;
import io.kdchain.examples.medical.Words;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.LegalSources;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.workbench.ChainViews;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The main job on real data: records a chain from the data to a wrong diagnosis, finds the cause, attributes liability,
 * writes the report. The same seed gives the same verdict on one kind of machine.
 */
final class Demo {
    static final String REPORT_NAME = "report.html";
    static final String VERDICT_NAME = "verdict.json";
    private static final String PACK = "cn";
    private static final int OWN_STEPS = 2;

    private final Path out;
    private final long seed;
    private final Locale locale;
    private final PrintWriter result;
    private final PrintWriter progress;
    private final boolean terminal;
    private final DiskCheck disk;
    private final UnaryOperator<DiagnosisChain> variant;

    /**
     * A demonstration.
     *
     * @param out folder for all that it leaves
     * @param seed from which everything follows
     * @param locale language of what it tells
     * @param result where the verdict goes
     * @param progress where the steps go
     * @param terminal whether {@code progress} is watched by a person
     * @param disk asks for room first
     * @param variant what is changed of the scene; a demonstration changes nothing
     */
    Demo(
            Path out,
            long seed,
            Locale locale,
            PrintWriter result,
            PrintWriter progress,
            boolean terminal,
            DiskCheck disk,
            UnaryOperator<DiagnosisChain> variant) {
        this.out = out;
        this.seed = seed;
        this.locale = locale;
        this.result = result;
        this.progress = progress;
        this.terminal = terminal;
        this.disk = disk;
        this.variant = variant;
    }

    /**
     * Runs it.
     *
     * @return the verdict; empty if no patient was harmed
     * @throws BadInputException if the folder cannot be used, or there is no room
     */
    Optional<Attribution> run() throws IOException {
        progress.println(new Words(
                        "kd demo, seed %d: from the data to the verdict, everything real and recorded.".formatted(seed),
                        "kd demo，种子 %d：从数据到结论，全部真实执行并记录。".formatted(seed))
                .in(locale));
        progress.flush();
        disk.check(out);
        try (DemoFolder folder = DemoFolder.at(out)) {
            DemoProgress steps = new DemoProgress(progress, locale, terminal, OWN_STEPS);
            DiagnosisResult scene = variant.apply(
                            DiagnosisChain.into(folder.staging()).seed(seed).listener(steps))
                    .run();
            if (scene.harm().isEmpty()) {
                folder.publish();
                tellNoHarm(scene);
                return Optional.empty();
            }
            Harm harm = scene.harm().get();
            ReportInput report = judge(folder.staging(), harm, steps);
            folder.publish();
            tell(report, harm, scene);
            return Optional.of(report.verdict());
        }
    }

    private ReportInput judge(Path folder, Harm harm, DemoProgress steps) throws IOException {
        int number = DiagnosisStep.values().length;
        steps.started(++number, new Words("Attribute liability by the rule pack cn", "依规则包 cn 判定责任"));
        Trust trust = Trust.read(folder.resolve(DiagnosisChain.TRUST_NAME));
        RulePack pack = RulePack.builtin(PACK);
        try (ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + folder.resolve(DiagnosisChain.LOG_NAME),
                LogOptions.defaults().mustExist().trust(trust))) {
            LiabilityEngine engine =
                    LiabilityEngine.builder().evidence(log).pack(pack).build();
            Incident incident = engine.reported(harm.incident().key());
            Attribution verdict = engine.attribute(incident);
            Map<Regime, Attribution> others =
                    engine.compare(incident, Regime.FAULT, Regime.PRESUMED_FAULT, Regime.STRICT);
            int admitted = verdict.evidence().admitted().size();
            steps.done(new Words(
                    "%d records admitted, %d rejected"
                            .formatted(admitted, verdict.evidence().rejected().size()),
                    "采信记录 %d 条，排除 %d 条"
                            .formatted(admitted, verdict.evidence().rejected().size())));

            steps.started(++number, new Words("Write the report", "撰写报告"));
            ReportInput input = ReportInput.of(verdict)
                    .incident(incident)
                    .chain(ChainViews.of(
                            engine.evidence(incident),
                            // by name alone: the folder may be moved, and the report is the same wherever it is made
                            ChainViews.describe(
                                    log, "jdbc:sqlite:" + DiagnosisChain.LOG_NAME, DiagnosisChain.TRUST_NAME)))
                    .sources(LegalSources.of(pack));
            for (Map.Entry<Regime, Attribution> other : others.entrySet()) {
                input = input.alternative(other.getKey().code(), other.getValue());
            }
            Files.writeString(folder.resolve(REPORT_NAME), Report.html(input, locale), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(VERDICT_NAME), Report.json(verdict) + "\n", StandardCharsets.UTF_8);
            steps.done(new Words("one file, in English and Chinese, needs no network", "单个文件，中英双语，无需网络"));
            return input;
        }
    }

    private void tell(ReportInput report, Harm harm, DiagnosisResult scene) {
        progress.println();
        progress.flush();
        result.println(new Words(
                        "Patient %s had a malignant finding and was told benign (%d of %d patients were harmed)."
                                .formatted(harm.patient().id(), harm.harmed(), scene.patients()),
                        "患者 %s 的结果为恶性，却被告知良性（%d 例患者受害，共 %d 例）。"
                                .formatted(harm.patient().id(), harm.harmed(), scene.patients()))
                .in(locale));
        result.println();
        result.print(Report.text(report, locale));
        result.println();
        line("Report", "报告", out.resolve(REPORT_NAME).toString());
        line("Verdict", "结论", out.resolve(VERDICT_NAME).toString());
        whereTheLogIs();
        line(
                "Judge it again",
                "重新判定",
                "%s attribute --log %s --incident %s --trust %s --json"
                        .formatted(
                                ThisCommand.name(),
                                ThisCommand.quoted(logUrl()),
                                ThisCommand.quoted(report.verdict().incident()),
                                ThisCommand.quoted(
                                        out.resolve(DiagnosisChain.TRUST_NAME).toString())));
    }

    private void tellNoHarm(DiagnosisResult scene) {
        progress.println();
        progress.flush();
        result.println(new Words(
                        "No patient was harmed: none of the malignant findings among %d patients was served as benign, so there is no verdict. Try another --seed."
                                .formatted(scene.patients()),
                        "无患者受害：%d 例患者中没有恶性结果被判为良性，因此没有结论。请换一个 --seed。".formatted(scene.patients()))
                .in(locale));
        whereTheLogIs();
    }

    private void whereTheLogIs() {
        line("Log", "日志", out.resolve(DiagnosisChain.LOG_NAME).toString());
        line(
                "Check the log",
                "核验日志",
                "%s log verify --log %s --trust %s"
                        .formatted(
                                ThisCommand.name(),
                                ThisCommand.quoted(logUrl()),
                                ThisCommand.quoted(
                                        out.resolve(DiagnosisChain.TRUST_NAME).toString())));
    }

    private String logUrl() {
        return "jdbc:sqlite:" + out.resolve(DiagnosisChain.LOG_NAME);
    }

    private void line(String english, String chinese, String value) {
        result.println(new Words("%-15s %s".formatted(english, value), "%-6s %s".formatted(chinese, value)).in(locale));
    }
}
