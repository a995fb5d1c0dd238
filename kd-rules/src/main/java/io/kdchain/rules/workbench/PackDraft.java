package io.kdchain.rules.workbench;

import io.kdchain.rules.fact.CodeLists;
import io.kdchain.rules.language.RuleReader;
import io.kdchain.rules.language.SentenceLanguage;
import io.kdchain.rules.language.SentenceText;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The beginning of a pack on top of another: one norm, one duty that follows from it, one rule that says who owes it,
 * and two scenarios, one in which the duty was not met and one in which it was. It can be used and tested as it stands.
 *
 * @param id of the pack: small letters, digits and hyphens
 * @param base id of the pack that it builds on
 * @param titleEn title in English
 * @param titleZh title in Chinese
 * @param norm id of the norm, as {@code MY-Law-1}
 * @param rank of the norm: L for a statute, J for a judicial interpretation, others found no liability
 * @param since first day of the norm
 * @param paraphrase what the norm says, in one's own words
 * @param duty code of the duty
 * @param dutyEn what the duty demands, in English
 * @param dutyZh the same in Chinese
 * @param stage whose act brings the duty: data, teacher, distillation, adaptation, deployment or use
 */
public record PackDraft(
        String id,
        String base,
        String titleEn,
        String titleZh,
        String norm,
        String rank,
        LocalDate since,
        String paraphrase,
        String duty,
        String dutyEn,
        String dutyZh,
        String stage) {
    private static final Map<String, String> ROLES = Map.of(
            "data", "data-provider",
            "teacher", "teacher-developer",
            "distillation", "distillation-provider",
            "adaptation", "hardware-adapter",
            "deployment", "deployment-platform",
            "use", "student-user");

    public PackDraft {
        Draft.code("The id of a pack", id);
        Draft.code("The pack below", base);
        Draft.line("The title in English", titleEn);
        Draft.line("The title in Chinese", titleZh);
        if (!norm.matches("[A-Za-z][A-Za-z0-9.-]{0,59}")) {
            throw new IllegalArgumentException(
                    "The norm is '%s'; write Latin letters, digits, hyphens and points, as MY-Law-1.".formatted(norm));
        }
        Draft.oneOf("The rank", rank, List.of("L", "J", "A", "D", "R", "N", "P", "C"));
        Draft.line("The paraphrase", paraphrase);
        Draft.code("The duty", duty);
        Draft.line("The duty in English", dutyEn);
        Draft.line("The duty in Chinese", dutyZh);
        Draft.oneOf("The stage", stage, CodeLists.all().getOrDefault("stage", List.of()));
    }

    /** The files by their paths in the folder of the pack. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pack.yaml", """
                id: %s
                title: {en: "%s", zh: "%s"}
                jurisdiction: CN
                version: "0.1.0"
                extends: [%s]
                """.formatted(id, titleEn, titleZh, base));
        files.put("norms.yaml", """
                # rank: L statute, J judicial interpretation; verified: M means nobody compared the text with the gazette yet
                - {id: %s, title: {en: "%s", zh: "%s"}, article: "1", rank: %s, inForceFrom: %s, verified: M,
                   paraphrase: "%s"}
                """.formatted(norm, titleEn, titleZh, rank, since, paraphrase));
        files.put("duties.yaml", """
                - {id: %s, code: %s, title: {en: "%s", zh: "%s"}, roles: [%s], protects: [any], absence: A-0, norms: [%s]}
                """.formatted("X-" + duty, duty, dutyEn, dutyZh, ROLES.get(stage), norm));
        files.put("law/art-1.drl", """
                // %s (in force from %s) - paraphrase:
                //   %s
                // Not modelled: say here what the article says besides.
                package rules.%s.law
                import io.kdchain.rules.fact.*

                rule "%s: whose act brings the duty %s"
                    @legalBasis("%s")
                    @explain_en("{party} owed the duty to %s by its act ({act}).")
                    @explain_zh("{party}因{act}负有“%s”的义务。")
                    agenda-group "duty"
                when
                    Act( $act : act, $party : party, stage == "%s" )
                then
                    insertLogical( new OwesDuty( $party, "%s", $act ) );
                end
                """.formatted(
                        norm, since, paraphrase, id.replace('-', '_'), norm, duty, norm, dutyEn, dutyZh, stage, duty));
        files.put("scenarios/%s-decides.yaml".formatted(duty), scenario(false).text());
        files.put("scenarios/%s-just-not.yaml".formatted(duty), scenario(true).text());
        return files;
    }

    /** The same files with the rule as a sentence in this language. */
    public Map<String, String> files(SentenceLanguage language) {
        Map<String, String> files = new LinkedHashMap<>();
        files().forEach((path, text) -> {
            if (path.endsWith(".drl")) {
                RuleReader.Result read = RuleReader.read(path, text.getBytes(StandardCharsets.UTF_8));
                files.put(
                        path.replace(".drl", ".rule"),
                        SentenceText.of(
                                read.file()
                                        .filter(f -> read.problems().isEmpty())
                                        .orElseThrow(() -> new IllegalArgumentException(
                                                "These answers make no rule: " + read.problems())),
                                language));
            } else {
                files.put(path, text);
            }
        });
        return files;
    }

    private ScenarioDraft scenario(boolean met) {
        return new ScenarioDraft(
                "%s-%s".formatted(duty, met ? "just-not" : "decides"),
                met ? "The duty was met" : "The duty was not met",
                id,
                stage,
                duty,
                met,
                "pecuniary",
                BigDecimal.valueOf(100_000),
                "CNY");
    }
}
