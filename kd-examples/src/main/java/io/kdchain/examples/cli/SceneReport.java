package io.kdchain.examples.cli;

import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.report.ChainView;
import io.kdchain.rules.report.LegalSources;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.report.ReportInput;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.workbench.ChainViews;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** What every scene tells: its story before, its verdict, its report and its labels after. */
final class SceneReport {
    static final String REPORT_NAME = "report.html";
    static final String VERDICT_NAME = "verdict.json";

    private static final String PACK = "cn";
    private static final String NO_DEFECT =
            "its conditions, such as a defect of a product, are not on record; fault decides";
    private static final String NO_DEFECT_ZH = "记录中没有其条件，例如产品缺陷；按过错判定";
    private static final String LOG = "chain.db";
    private static final String TRUST = "trust.txt";

    private final Kd kd;
    private final PrintWriter out;

    SceneReport(Kd kd, PrintWriter out) {
        this.kd = kd;
        this.out = out;
    }

    void say(String english, String chinese) {
        out.println(kd.say(english, chinese));
        out.flush();
    }

    /** The written story that lies beside a scene. */
    void story(Class<?> scene) throws IOException {
        boolean chinese = kd.locale().getLanguage().equals(Locale.CHINESE.getLanguage());
        String name = chinese ? "story.zh.txt" : "story.en.txt";
        try (InputStream in = Objects.requireNonNull(scene.getResourceAsStream(name), name)) {
            out.println(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            out.flush();
        }
    }

    /**
     * Attributes a reported incident from a scene's log, prints the verdict and how it moves with the regime, and
     * writes the report.
     *
     * @param folder with the log and the keys that are trusted
     */
    void judge(Path folder, String incidentId) throws IOException {
        RulePack pack = RulePack.builtin(PACK);
        try (ChainLog log = ChainLog.open(
                "jdbc:sqlite:" + folder.resolve(LOG),
                LogOptions.defaults().mustExist().trust(Trust.read(folder.resolve(TRUST))))) {
            LiabilityEngine engine =
                    LiabilityEngine.builder().evidence(log).pack(pack).build();
            Incident incident = engine.reported(incidentId);
            Attribution verdict = engine.attribute(incident);
            Map<Regime, Attribution> others =
                    engine.compare(incident, Regime.FAULT, Regime.PRESUMED_FAULT, Regime.STRICT);
            ChainView chain = ChainViews.of(
                    engine.evidence(incident),
                    // by name alone: the folder may be moved, and the report is the same wherever it is made
                    ChainViews.describe(log, "jdbc:sqlite:" + LOG, TRUST));
            ReportInput input =
                    ReportInput.of(verdict).incident(incident).chain(chain).sources(LegalSources.of(pack));
            for (Map.Entry<Regime, Attribution> other : others.entrySet()) {
                input = input.alternative(other.getKey().code(), other.getValue());
            }
            Files.writeString(folder.resolve(REPORT_NAME), Report.html(input, kd.locale()), StandardCharsets.UTF_8);
            Files.writeString(folder.resolve(VERDICT_NAME), Report.json(verdict) + "\n", StandardCharsets.UTF_8);
            out.println();
            out.print(Report.text(input, kd.locale()));
            out.println();
            others.forEach((regime, other) -> say(
                    "Under %s: %s%s"
                            .formatted(
                                    regime.code(),
                                    shares(chain, other),
                                    carries(regime, other) ? "" : " (" + NO_DEFECT + ")"),
                    "若适用 %s：%s%s"
                            .formatted(
                                    regime.code(),
                                    shares(chain, other),
                                    carries(regime, other) ? "" : "（" + NO_DEFECT_ZH + "）")));
        }
    }

    /**
     * Where the report lies, and how a stranger checks the answer's labels.
     *
     * @param answer from the folder
     * @param label from the folder
     */
    void tellFiles(Path folder, Path answer, Path label) {
        say("Report   %s".formatted(folder.resolve(REPORT_NAME)), "报告  %s".formatted(folder.resolve(REPORT_NAME)));
        String check = "%s label aigc check %s --label %s --trust %s --log %s"
                .formatted(
                        ThisCommand.name(),
                        quoted(folder.resolve(answer)),
                        quoted(folder.resolve(label)),
                        quoted(folder.resolve(TRUST)),
                        ThisCommand.quoted("jdbc:sqlite:" + folder.resolve(LOG)));
        say("Labels   %s".formatted(check), "标识  %s".formatted(check));
    }

    private static String quoted(Path file) {
        return ThisCommand.quoted(file.toString());
    }

    /** Whether every item was judged under the regime that was asked for. */
    private static boolean carries(Regime regime, Attribution verdict) {
        return verdict.items().stream().allMatch(item -> item.regime() == regime);
    }

    private static String shares(ChainView chain, Attribution verdict) {
        StringBuilder text = new StringBuilder();
        // a scene claims in one currency, so that there are shares over all items
        Objects.requireNonNull(verdict.shares()).forEach((party, share) -> {
            if (!share.equals(Fraction.ZERO)) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(chain.name(party))
                        .append(' ')
                        .append(share);
            }
        });
        return text.toString();
    }
}
