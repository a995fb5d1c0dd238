package io.kdchain.provenance.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.kdchain.provenance.ChainLog;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.LogOptions;
import io.kdchain.provenance.checkpoint.Trust;
import io.kdchain.provenance.event.BiasAudited;
import io.kdchain.provenance.event.DatasetCollected;
import io.kdchain.provenance.event.DistillationCompleted;
import io.kdchain.provenance.event.DistillationStarted;
import io.kdchain.provenance.event.EntityId;
import io.kdchain.provenance.event.LimitationDisclosed;
import io.kdchain.provenance.event.Metric;
import io.kdchain.provenance.event.ModelEvaluated;
import io.kdchain.provenance.evidence.LogEntry;
import io.kdchain.provenance.exchange.prov.ProvDocument;
import io.kdchain.provenance.exchange.prov.ProvJson;
import io.kdchain.provenance.exchange.prov.ProvKind;
import io.kdchain.provenance.exchange.prov.ProvStatement;
import io.kdchain.provenance.exchange.prov.ProvValue;
import io.kdchain.provenance.store.MemoryEventStore;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;

class ExchangeFormatTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MemoryEventStore STORE = new MemoryEventStore();
    private static final LogFixture LOG = chain();

    private static LogFixture chain() {
        LogFixture log = LogFixture.chain(STORE);
        log.record(
                "hospital",
                new DatasetCollected(
                        DatasetCollected.Method.SYNTHETIC, DatasetCollected.Personal.NONE, null, null, null, null),
                List.of(),
                List.of("dataset:unrelated"));
        EntityId student = EntityId.parse("model:student@" + LogFixture.digest(7));
        log.record(
                "hospital",
                new DatasetCollected(
                        DatasetCollected.Method.PUBLIC_RELEASE,
                        DatasetCollected.Personal.ORDINARY,
                        null,
                        null,
                        "CC-BY-4.0 \"和\"",
                        12L),
                List.of(),
                List.of("dataset:eval/1%"));
        LogEntry started = log.record(
                "smallai",
                new DistillationStarted(
                        List.of(EntityId.parse("model:teacher")),
                        List.of(EntityId.parse("dataset:ct")),
                        DistillationStarted.Knowledge.RESPONSE,
                        null,
                        Map.of("temperature", "4"),
                        null,
                        Map.of(),
                        1L),
                List.of("model:teacher@" + LogFixture.digest(1)),
                List.of());
        log.record(
                "smallai",
                new DistillationCompleted(
                        started.event().id().toString(),
                        List.of(new Metric("accuracy", new BigDecimal("0.91"), "women", 100L)),
                        new DistillationCompleted.Fidelity(new BigDecimal("0.95"), new BigDecimal("0.02")),
                        List.of(new DistillationCompleted.BiasChange(
                                "sex", "dp", new BigDecimal("0.01"), new BigDecimal("0.04")))),
                List.of("model:teacher@" + LogFixture.digest(1), "dataset:ct"),
                List.of(student.toString()),
                started.event().id());
        log.record(
                "smallai",
                new ModelEvaluated(
                        student,
                        EntityId.parse("dataset:eval/1%"),
                        List.of(new Metric("auc", new BigDecimal("0.88"), null, null)),
                        true),
                List.of(),
                List.of());
        log.record(
                "smallai",
                new BiasAudited(student, "age", "eo", new BigDecimal("0.2"), new BigDecimal("0.1"), false, List.of()),
                List.of(),
                List.of());
        log.record("smallai", new LimitationDisclosed(student, List.of(), "not for children"), List.of(), List.of());
        return log;
    }

    private static ExportSource source() {
        return ExportSource.all(LOG.log().reader(), BundleFixture.TRUST);
    }

    private static byte[] exported(ExchangeFormat format) {
        return format.export(source()).get(0).content().toArray();
    }

    private static String root() throws IOException {
        return source().checkpoint().split("\n", -1)[2];
    }

    // ---- in-toto

    @Test
    void anInTotoBundleIsTakenByAnotherLogAsItIs() throws IOException {
        List<ExportedFile> files = ExchangeFormat.INTOTO.export(source());
        List<byte[]> lines = new String(files.get(0).content().toArray(), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
        JsonNode places = JSON.readTree(files.get(1).content().toArray());

        try (ChainLog other = ChainLog.inMemory(LogOptions.defaults().trust(BundleFixture.TRUST))) {
            assertThat(other.appendAll(lines)).hasSize((int) LOG.log().size());
        }
        assertThat(files.get(1).suffix()).isEqualTo(".positions.json");
        assertThat(places.path("root").asText()).isEqualTo(root());
        assertThat(places.path("lines")).hasSize(lines.size());
        assertThat(places.path("lines").get(3).path("leafIndex").asLong()).isEqualTo(3);
    }

    // ---- PROV

    @Test
    void aChainIsAProvDocument() throws IOException {
        byte[] json = exported(ExchangeFormat.PROV_JSON);
        ProvDocument document = ProvJson.read(json);

        List<ProvStatement> activities = of(document, ProvKind.ACTIVITY);
        assertThat(activities).hasSize((int) LOG.log().size());
        assertThat(activities).allSatisfy(activity -> {
            assertThat(activity.attributes()).containsKeys("kd:leafIndex", "kd:leafHash", "kd:recordedAt");
            assertThat(activity.attributes().get("kd:root")).containsExactly(ProvValue.of(root()));
        });
        assertThat(of(document, ProvKind.WAS_DERIVED_FROM)).anySatisfy(derived -> {
            assertThat(derived.attributes().get("prov:generatedEntity"))
                    .containsExactly(
                            ProvValue.name("kd:sha256-" + LogFixture.digest(7).hex()));
            assertThat(derived.attributes().get("prov:usedEntity"))
                    .containsExactly(
                            ProvValue.name("kd:sha256-" + LogFixture.digest(1).hex()));
        });
        assertThat(of(document, ProvKind.AGENT)).extracting(ProvStatement::id).contains("party:hospital");
        assertThat(of(document, ProvKind.WAS_INFORMED_BY)).hasSize(1);
        assertThat(ProvJson.read(ProvJson.write(document)).saysTheSameAs(document))
                .isTrue();
        // whatever is referred to is there, under a declared prefix
        List<String> ids = document.statements().stream().map(ProvStatement::id).toList();
        for (ProvStatement statement : document.statements()) {
            statement
                    .attributes()
                    .forEach((name, values) -> values.stream()
                            .filter(value -> value.type().equals("prov:QUALIFIED_NAME") && !name.equals("prov:type"))
                            .forEach(value -> assertThat(ids).contains(value.text())));
        }
        assertThat(new String(json, StandardCharsets.UTF_8)).contains("entity:dataset/eval%2F1%25");
    }

    private static List<ProvStatement> of(ProvDocument document, ProvKind kind) {
        return document.statements().stream()
                .filter(statement -> statement.kind() == kind)
                .toList();
    }

    // ---- OpenLineage

    private static Schema schema(Path file) throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(file), InputFormat.JSON);
    }

    private static List<Error> errors(Schema schema, String json) {
        return schema.validate(
                json,
                InputFormat.JSON,
                context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    @Test
    void everyLineIsAnOpenLineageEvent() throws IOException {
        Path vectors = RequiredTool.require("vectors").resolve("openlineage");
        Schema schema = schema(vectors.resolve("OpenLineage.json"));
        List<JsonNode> events = new ArrayList<>();
        for (String line : new String(exported(ExchangeFormat.OPENLINEAGE), StandardCharsets.UTF_8)
                .lines()
                .toList()) {
            assertThat(errors(schema, line)).as(line).isEmpty();
            events.add(JSON.readTree(line));
        }

        assertThat(events)
                .extracting(
                        event -> event.at("/run/facets/kd_provenance/leafIndex").asLong())
                .contains(0L, LOG.log().size() - 1);
        assertThat(events)
                .extracting(event -> event.at("/run/facets/kd_provenance/root").asText())
                .containsOnly(root());
        // one start and one end for each run that has inputs or outputs
        List<JsonNode> runs = events.stream()
                .filter(event -> !event.path("eventType").asText().equals("OTHER"))
                .toList();
        for (JsonNode run : runs) {
            String id = run.at("/run/runId").asText();
            assertThat(runs.stream()
                            .filter(other -> other.at("/run/runId").asText().equals(id))
                            .map(other -> other.path("eventType").asText()))
                    .containsExactly("START", "COMPLETE");
        }
        // the check bites, and takes what others publish
        assertThat(errors(schema, events.get(0).toString().replace("\"eventTime\"", "\"time\"")))
                .isNotEmpty();
        assertThat(errors(
                        schema,
                        events.get(0).toString().replaceFirst("\"eventTime\":\"[^\"]*\"", "\"eventTime\":\"today\"")))
                .isNotEmpty();
        assertThat(errors(schema, Files.readString(vectors.resolve("tests/example_full_event.json"))))
                .isEmpty();
    }

    // ---- CycloneDX

    private static List<?> faults(byte[] bom) throws IOException {
        return new JsonParser().validate(bom, Version.VERSION_16);
    }

    @Test
    void theBillOfMaterialsKeepsToItsSchema() throws IOException {
        byte[] bom = exported(ExchangeFormat.CYCLONEDX);

        assertThat(faults(bom)).as(new String(bom, StandardCharsets.UTF_8)).isEmpty();
        JsonNode tree = JSON.readTree(bom);
        assertThat(tree.path("specVersion").asText()).isEqualTo("1.6");
        JsonNode student = component(tree, "model:student");
        assertThat(student.at("/pedigree/ancestors/0/name").asText()).isEqualTo("teacher");
        assertThat(student.at("/pedigree/ancestors/0/hashes/0/content").asText())
                .isEqualTo(LogFixture.digest(1).hex());
        assertThat(student.at("/modelCard/modelParameters/datasets/0/ref").asText())
                .isEqualTo("dataset:ct");
        assertThat(student.at("/modelCard/quantitativeAnalysis/performanceMetrics")
                        .findValuesAsText("type"))
                .contains("accuracy", "fidelity-agreement", "fidelity-kl", "auc");
        assertThat(student.at("/modelCard/considerations/technicalLimitations/0")
                        .asText())
                .isEqualTo("not for children");
        assertThat(student.at("/modelCard/considerations/fairnessAssessments").findValuesAsText("groupAtRisk"))
                .containsExactly("sex", "age");
        assertThat(component(tree, "dataset:eval/1%")
                        .at("/licenses/0/license/name")
                        .asText())
                .isEqualTo("CC-BY-4.0 \"和\"");
        assertThat(component(tree, "dataset:ct").at("/data/0/sensitiveData/0").asText())
                .contains("sensitive");
        assertThat(tree.path("metadata").path("properties").findValuesAsText("value"))
                .contains(root());
        for (JsonNode component : tree.path("components")) {
            if (component.has("supplier")) {
                assertThat(component.path("properties").findValuesAsText("name"))
                        .contains("kd:made:leafIndex", "kd:made:root");
            }
        }
        assertThat(exported(ExchangeFormat.CYCLONEDX)).isEqualTo(bom);
    }

    private static JsonNode component(JsonNode bom, String ref) {
        for (JsonNode component : bom.path("components")) {
            if (component.path("bom-ref").asText().equals(ref)) {
                return component;
            }
        }
        throw new AssertionError("no component " + ref);
    }

    /** That the schema check says no where it must. */
    @Test
    void publishedBillsAreJudgedAsTheirNamesSay() throws IOException {
        Path folder = RequiredTool.require("vectors").resolve("cyclonedx");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().matches(".*/(in)?valid-.*\\.json"))
                    .toList()) {
                boolean valid = String.valueOf(file.getFileName()).startsWith("valid-");
                assertThat(faults(Files.readAllBytes(file)).isEmpty())
                        .as(file.toString())
                        .isEqualTo(valid);
            }
        }
    }

    // ---- all

    @Test
    void aSliceIsExportedAlone() {
        ExportSource slice =
                ExportSource.about(LOG.log().reader(), Trust.NONE, LogFixture.entities(List.of("output:1")));
        assertThat(slice.entries()).hasSizeBetween(10, (int) LOG.log().size() - 1);
        for (ExchangeFormat format : ExchangeFormat.values()) {
            String text = new String(format.export(slice).get(0).content().toArray(), StandardCharsets.UTF_8);

            assertThat(text).as(format.code()).doesNotContain("unrelated");
        }
        assertThatThrownBy(() ->
                        ExportSource.about(LOG.log().reader(), Trust.NONE, LogFixture.entities(List.of("output:none"))))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("output:none");
    }
}
