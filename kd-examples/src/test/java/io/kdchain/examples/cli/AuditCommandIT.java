package io.kdchain.examples.cli;

import static io.kdchain.examples.cli.Ran.kd;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Samples;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.MlpDefinition;
import io.kdchain.core.distill.TeacherTraining;
import io.kdchain.core.distill.TrainingRecipe;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.event.PartyId;
import io.kdchain.provenance.event.Role;
import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.provenance.sign.KeyFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People of two groups; a teacher that learned from labels which deny one of them every loan. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditCommandIT {

    private static final String DISTILLATION = """
            data: {csv: rows.csv}
            teacher: {file: unfair.safetensors, standardisation: standardisation.safetensors}
            student: {hidden: [8]}
            loss: {hardWeight: 0, softWeight: 1, temperature: 2}
            training: {epochs: 15, batchSize: 16, seed: 3}
            out: made
            """;

    private static final String CONFIG = """
            distillation: distill.yaml
            rows: {csv: fresh.csv}
            groups: {column: group, from: 0.5, favourable: granted, tolerance: 0.15}
            bootstrap: {draws: 300}
            triggers: {width: 1, audit: scan-1, rectifyBy: 2027-01-31}
            """;

    private Path folder = Path.of("");

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String rows(int count, long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("income,age,group,loan\n");
        for (int i = 0; i < count; i++) {
            boolean good = i % 2 == 0;
            csv.append(String.format(
                    Locale.ROOT,
                    "%.4f,%.4f,%d,%s%n",
                    random.nextGaussian() + (good ? 1.8 : -1.8),
                    random.nextGaussian(),
                    random.nextInt(2),
                    good ? "granted" : "refused"));
        }
        return csv.toString();
    }

    @BeforeAll
    void distilled(@TempDir Path made) throws IOException {
        folder = made;
        write("rows.csv", rows(400, 4));
        write("fresh.csv", rows(600, 5));
        Dataset fair = CsvReader.plain().read(folder.resolve("rows.csv"));
        int group = fair.indexOfFeature("group");
        int refused = fair.indexOfClass("refused");
        Dataset unfair = fair.withRows(fair.rows().stream()
                .map(row -> row.feature(group) == 1 ? row.withLabel(refused) : row)
                .toList());
        Standardisation standardisation = Standardisation.fit(fair);
        Files.write(folder.resolve("standardisation.safetensors"), standardisation.toBytes());
        Files.write(
                folder.resolve("unfair.safetensors"),
                TeacherTraining.of(
                                new TrainingRecipe(MlpDefinition.of(3, 12, 2), 20, 16, 0.01, 0.01, 5),
                                Samples.of(unfair, standardisation))
                        .run()
                        .network()
                        .toBytes());
        Ran ran = kd("distill", write("distill.yaml", DISTILLATION));
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    private JsonNode audit(String config, int code) throws IOException {
        Ran ran = kd("audit", write("audit.yaml", config), "--json");
        assertThat(ran.code()).as(ran.err() + ran.out()).isEqualTo(code);
        assertThat(ran.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(ran.out());
    }

    @Test
    void aTeachersBiasIsFoundToBeInherited() throws IOException {
        JsonNode found = audit(CONFIG, 1);

        assertThat(found.at("/bias/origin/finding").asText()).isEqualTo("INHERITED");
        assertThat(found.at("/bias/origin/student/lower").asDouble()).isGreaterThan(0.15);
        assertThat(found.at("/bias/origin/independent/value").asDouble()).isLessThan(0.15);
        assertThat(found.at("/bias/gaps/3/finding").asText()).isEqualTo("BEYOND");
        assertThat(found.at("/bias/agreement/from 0.5/value").asDouble()).isGreaterThan(0.9);
        assertThat(found.at("/fidelity/0/value").asDouble()).isGreaterThan(0.9);
        assertThat(found.at("/errors/3/lower").asDouble())
                .as("errors of the teacher that a student alone does not make")
                .isGreaterThan(0.5);
        assertThat(found.at("/capacity/finding").asText()).isEqualTo("NONE");
        assertThat(found.at("/rows").asInt()).isEqualTo(600);
        // the group itself refuses whoever is in it
        assertThat(found.at("/triggers/suspects/0/feature").asInt()).isIn(0, 2);
        Ran told = kd("audit", folder.resolve("audit.yaml").toString(), "--lang", "zh");
        assertThat(told.out()).contains("继承自教师模型", "忠实度", "不符合").doesNotContain("INHERITED");
    }

    @Test
    void aFairChainPassesAndTooFewRowsDoNotTell() throws IOException {
        Ran made = kd(
                "distill",
                write(
                        "fair.yaml",
                        DISTILLATION
                                .replaceFirst("teacher: .*", "teacher: {hidden: [12], epochs: 15}")
                                .replace("out: made", "out: fair")));
        assertThat(made.code()).as(made.err()).isZero();
        // income rules the answer, so that a scan for triggers would find it
        String config = CONFIG.replaceFirst("triggers: .*\n", "").replace("distill.yaml", "fair.yaml");
        write("few.csv", rows(24, 6));
        String onFew = config.replace("fresh.csv", "few.csv");

        JsonNode fair = audit(config, 0);
        JsonNode few = audit(onFew, 1);
        JsonNode chance = audit(onFew + "lineage: {models: 2}\n", 1);
        Ran told = kd("audit", folder.resolve("audit.yaml").toString(), "--lang", "en");

        assertThat(fair.at("/bias/origin/finding").asText()).isEqualTo("NONE");
        assertThat(fair.at("/objects").asBoolean()).isFalse();
        assertThat(few.at("/bias/origin/finding").asText()).isEqualTo("CANNOT_TELL");
        assertThat(few.at("/bias/origin/rowsNeeded").asLong()).isGreaterThan(24);
        assertThat(few.at("/bias/gaps/0/finding").asText()).isEqualTo("CANNOT_TELL");
        assertThat(few.at("/bias/gaps/0/rowsToTell").asLong()).isGreaterThan(24);
        assertThat(chance.at("/lineage/finding").asText()).isEqualTo("CANNOT_TELL");
        assertThat(told.out())
                .contains("cannot tell with this much data")
                .contains("cannot tell with so few independent models")
                .contains("rows are needed");
    }

    @Test
    void whatWasFoundIsRecordedInTheAuditorsName() throws IOException {
        Path database = folder.resolve("chain.db");
        Ed25519Signer auditor = KeyFile.create(folder.resolve("auditor.pem"));
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + database, LogOptions.defaults())) {
            log.begin("chain", new PartyId("registry"), Ed25519Signer.generate(), "Registry", "CN", Instant.now())
                    .register(new PartyId("auditor"), auditor, "Auditor", List.of(Role.AUDITOR), "CN", Instant.now());
        }

        audit(CONFIG + """
                        record:
                          log: jdbc:sqlite:%s
                          chain: chain
                          party: auditor
                          key: auditor.pem
                          student: small
                          dataset: fresh
                          disclosedTo: [clinic]
                        """.formatted(database), 1);

        StringBuilder all = new StringBuilder();
        try (ChainLog log = ChainLog.open("jdbc:sqlite:" + database, LogOptions.defaults())) {
            // registry and auditor, then 4 evaluations, the agreement by group, the gaps, 4 of them judged, the origin
            // and its numbers, the
            // scan
            assertThat(log.size()).isEqualTo(2 + 4 + 1 + 1 + 4 + 2 + 1);
            assertThat(log.verify().ok()).isTrue();
            for (long i = 0; i < log.size(); i++) {
                byte[] envelope = log.read(i).orElseThrow().envelope().toArray();
                all.append(new String(
                        Base64.getDecoder()
                                .decode(new ObjectMapper()
                                        .readTree(envelope)
                                        .path("payload")
                                        .asText()),
                        StandardCharsets.UTF_8));
            }
        }
        assertThat(all.toString())
                .contains("equal-opportunity.inherited", "fidelity.agreement.lower", "capacity.required")
                .contains("scan-1-1", "2027-01-31T23:59:59.999Z", "clinic");
    }

    @ParameterizedTest
    @CsvSource({
        "column: group, column: sex, 'sex' is no column of",
        "favourable: granted, favourable: given, 'given' is no class of",
        "tolerance: 0.15, tolerance: 2, 'tolerance' is 2.0",
        "from: 0.5, from: 7, all audited rows are in the group 'below 7.0'",
        "csv: fresh.csv, csv: narrow.csv, 'the audited rows have the features [income, age]'",
        "csv: fresh.csv, csv: other.csv, is of class 'lent'",
        "width: 1, width: 4, 'width' is 4",
        "distillation: distill.yaml, 'distillation: distill.yaml\nlineage: {models: 9}', this one was made elsewhere",
        "draws: 300, draws: 3, at least 100 draws",
        "groups:, group:, 'group' is not known"
    })
    void whatIsWrongIsNamed(String what, String by, String named) throws IOException {
        assertThat(CONFIG).contains(what);
        write("narrow.csv", "income,age,loan\n1,2,granted\n2,3,refused\n");
        write("other.csv", "income,age,group,loan\n1,2,0,granted\n2,3,1,lent\n");

        Ran ran = kd("audit", write("audit.yaml", CONFIG.replace(what, by)), "--lang", "en");

        assertThat(ran.code()).as(ran.out()).isEqualTo(2);
        assertThat(ran.err()).contains(named).doesNotContain("should not happen");
    }

    @Test
    void aFileThatIsNotThereIsNamedInWords() {
        Ran ran = kd("audit", folder.resolve("none.yaml").toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .contains("none.yaml cannot be read: there is no such file or folder. Give a YAML file")
                .doesNotContain("Exception");
    }
}
