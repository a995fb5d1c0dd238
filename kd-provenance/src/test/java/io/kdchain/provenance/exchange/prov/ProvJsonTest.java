package io.kdchain.provenance.exchange.prov;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kdchain.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProvJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ProvDocument read(String json) {
        return ProvJson.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> published() throws IOException {
        Path folder = RequiredTool.require("vectors").resolve("prov-json-trungdong");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyPublishedDocumentSaysTheSameAfterAnotherReading() throws IOException {
        for (Path file : published()) {
            ProvDocument document = ProvJson.read(Files.readAllBytes(file));
            byte[] written = ProvJson.write(document);

            assertThat(ProvJson.read(written).saysTheSameAs(document))
                    .as(file.toString())
                    .isTrue();
            assertThat(written).asString(StandardCharsets.UTF_8).startsWith("{\n  \"prefix\"");
            // what our reader would not see, our writer could not lose: compare the JSON itself as well
            assertThat(normal(JSON.readTree(written)))
                    .as(file.toString())
                    .isEqualTo(normal(JSON.readTree(file.toFile())));
        }
        assertThat(published()).hasSizeGreaterThan(150);
    }

    /** No two published documents with other statements are taken for the same. */
    @Test
    void publishedDocumentsThatDifferSayDifferentThings() throws IOException {
        Map<String, ProvDocument> seen = new TreeMap<>();
        for (Path file : published()) {
            seen.putIfAbsent(normal(JSON.readTree(file.toFile())).toString(), ProvJson.read(Files.readAllBytes(file)));
        }
        List<ProvDocument> documents = new ArrayList<>(seen.values());
        for (int i = 1; i < documents.size(); i++) {
            assertThat(documents.get(i).saysTheSameAs(documents.get(i - 1))).isFalse();
        }
    }

    /** A JSON tree in which one thing has one form, by rules of its own. */
    private static Object normal(JsonNode node) {
        if (node.isArray()) {
            List<String> all = new ArrayList<>();
            node.forEach(one -> all.add(String.valueOf(normal(one))));
            all.sort(null);
            return all.size() == 1 ? all.get(0) : all.toString();
        }
        if (node.isObject() && node.has("$")) {
            String type = node.path("type").asText("xsd:string");
            return node.has("lang")
                    ? node.path("$").asText() + "@" + node.path("lang").asText()
                    : type.equals("xsd:string")
                            ? node.path("$").asText()
                            : node.path("$").asText() + "^" + type;
        }
        if (node.isObject()) {
            Map<String, String> members = new TreeMap<>();
            node.properties()
                    .forEach(member -> members.put(member.getKey(), String.valueOf(normal(member.getValue()))));
            return members.toString();
        }
        return node.asText();
    }

    @Test
    void prefixesAndOrderMeanNothing() {
        ProvDocument one = read("{'entity':{'ex:e':{'prov:type':['a','b']}},'prefix':{'ex':'http://example.org/'}}");
        ProvDocument other = read(
                "{'prefix':{'default':'http://example.org/'},'entity':{'e':{'prov:type':['b',{'$':'a','type':'xsd:string'}]}}}");

        assertThat(one.saysTheSameAs(other)).isTrue();
        assertThat(one.saysTheSameAs(
                        read("{'entity':{'ex:e':{'prov:type':['a','c']}},'prefix':{'ex':'http://example.org/'}}")))
                .isFalse();
        assertThat(one.saysTheSameAs(
                        read("{'entity':{'ex:e':{'prov:type':['a','b']}},'prefix':{'ex':'http://example.com/'}}")))
                .isFalse();
    }

    @Test
    void numbersAndTruthValuesKeepTheirTypes() {
        ProvDocument document = read("{'entity':{'e':{'x':[1,2.5,true,3000000000]}}}");

        assertThat(
                        document.saysTheSameAs(
                                read(
                                        "{'entity':{'e':{'x':[{'$':'1','type':'xsd:int'},{'$':'2.5','type':'xsd:double'},{'$':'true','type':'xsd:boolean'},{'$':'3000000000','type':'xsd:long'}]}}}")))
                .isTrue();
    }

    @Test
    void whatIsNoDocumentIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> read("[]")).isInstanceOf(ProvFormatException.class);
        assertThatThrownBy(() -> read("{'entity':{'e':3}}")).hasMessageContaining("/entity/e");
        assertThatThrownBy(() -> read("{'thing':{}}")).hasMessageContaining("/thing");
        assertThatThrownBy(() -> read("{'bundle':{'b':{'bundle':{}}}}")).hasMessageContaining("/bundle/b/bundle");
        assertThatThrownBy(() -> read("{'entity':{'e':{'x':{'type':'y'}}}}")).hasMessageContaining("/entity/e/x");
        assertThatThrownBy(() -> read("{'prefix':{'a':1}}")).hasMessageContaining("/prefix/a");
        assertThatThrownBy(() -> read("{")).isInstanceOf(ProvFormatException.class);
    }
}
