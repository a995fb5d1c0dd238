package io.kdchain.provenance.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.LogFixture;
import io.kdchain.provenance.checkpoint.SignedNote;
import io.kdchain.provenance.evidence.Evidence;
import io.kdchain.provenance.exchange.BundleReport.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes every value, element and member of a bundle, one at a time. */
class BundleMutationTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BundleFixture CHAIN = BundleFixture.make();

    /** Where a change is of a claim, which no part of a log can prove: nothing that rules trust may depend on it. */
    private static final Set<String> CLAIMS =
            Set.of("/custody/exportedAt", "/counters/*/last", "/counters/*/missing", "/counters", "/disclosures");

    /** A changed document and where it was changed. */
    record Mutation(String place, String what, ObjectNode document) {
        String field() {
            return place.replaceAll("/[0-9]+", "/*");
        }

        @Override
        public String toString() {
            return what + " " + place;
        }
    }

    private static ObjectNode tree(EvidenceBundle bundle) {
        try {
            return (ObjectNode) JSON.readTree(bundle.toBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static List<Mutation> mutations(ObjectNode original) {
        List<Mutation> all = new ArrayList<>();
        walk(original, original, "", all);
        return all;
    }

    private static void walk(ObjectNode root, JsonNode node, String place, List<Mutation> all) {
        if (node instanceof ObjectNode object) {
            for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                String at = place + "/" + name;
                change(root, place, at, "removed", all, parent -> ((ObjectNode) parent).remove(name));
                change(root, place, at, "null", all, parent -> ((ObjectNode) parent).putNull(name));
                walk(root, object.get(name), at, all);
            }
            change(root, place, place, "added to", all, parent -> ((ObjectNode) parent).put("added", 1));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                change(root, place, place + "/" + i, "dropped", all, parent -> ((ArrayNode) parent).remove(at));
                change(
                        root,
                        place,
                        place + "/" + i,
                        "doubled",
                        all,
                        parent -> ((ArrayNode) parent).insert(at, parent.get(at).deepCopy()));
                if (i > 0 && !array.get(i).equals(array.get(i - 1))) {
                    change(root, place, place + "/" + i, "swapped", all, parent -> {
                        JsonNode one = ((ArrayNode) parent).remove(at);
                        ((ArrayNode) parent).insert(at - 1, one);
                    });
                }
                walk(root, array.get(i), place + "/" + i, all);
            }
            change(root, place, place, "extended", all, parent -> ((ArrayNode) parent).add("more"));
        } else {
            value(root, node, place, all);
        }
    }

    private static void value(ObjectNode root, JsonNode node, String place, List<Mutation> all) {
        int slash = place.lastIndexOf('/');
        String name = place.substring(slash + 1);
        String parentPlace = place.substring(0, slash);
        List<JsonNode> others = new ArrayList<>();
        if (node.isTextual()) {
            String text = node.textValue();
            int at = text.length() / 2;
            char was = text.charAt(at);
            char now = was == 'b' ? 'c' : Character.isDigit(was) ? (was == '7' ? '3' : '7') : 'b';
            others.add(JSON.getNodeFactory().textNode(text.substring(0, at) + now + text.substring(at + 1)));
            others.add(JSON.getNodeFactory().textNode(text + " "));
        } else if (node.isNumber()) {
            others.add(JSON.getNodeFactory().numberNode(node.longValue() + 1));
            others.add(JSON.getNodeFactory().numberNode(node.longValue() - 1));
            others.add(JSON.getNodeFactory().textNode(node.asText()));
        }
        for (JsonNode other : others) {
            change(root, parentPlace, place, "changed", all, parent -> {
                if (parent instanceof ObjectNode object) {
                    object.set(name, other);
                } else {
                    ((ArrayNode) parent).set(Integer.parseInt(name), other);
                }
            });
        }
    }

    private static void change(
            ObjectNode root,
            String parentPlace,
            String place,
            String what,
            List<Mutation> all,
            Consumer<JsonNode> edit) {
        ObjectNode copy = root.deepCopy();
        edit.accept(copy.at(JsonPointer.compile(parentPlace)));
        all.add(new Mutation(place, what, copy));
    }

    /** The report, or null if the document says no more that it is a bundle. */
    private static @Nullable BundleReport report(ObjectNode document) {
        try {
            return EvidenceBundle.read(JSON.writeValueAsBytes(document)).verify(BundleFixture.TRUST);
        } catch (MalformedBundleException e) {
            return null;
        } catch (JsonProcessingException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<BundleFault> codes(ObjectNode document) {
        BundleReport report = report(document);
        return report == null
                ? List.of()
                : report.faults().stream().map(Fault::code).toList();
    }

    @Test
    void noChangeOfAnAttestedBundlePassesAndEveryReasonOfTheListHappens() {
        List<Mutation> mutations = mutations(tree(CHAIN.attested()));
        Set<BundleFault> unseen = EnumSet.allOf(BundleFault.class);

        for (Mutation mutation : mutations) {
            BundleReport report = report(mutation.document());
            assertThat(report == null || !report.ok()).as(mutation.toString()).isTrue();
            if (report != null) {
                report.faults().forEach(fault -> unseen.remove(fault.code()));
            }
        }

        assertThat(mutations).hasSizeGreaterThan(400);
        // these take more than one change: see the other tests
        assertThat(unseen)
                .isSubsetOf(
                        BundleFault.LOG_KEY_NOT_TRUSTED,
                        BundleFault.COSIGNATURE_FALSE,
                        BundleFault.QUORUM_NOT_MET,
                        BundleFault.TIMESTAMP_FALSE,
                        BundleFault.ENTRY_OUTSIDE,
                        BundleFault.ENTRY_REJECTED,
                        BundleFault.ENTRY_NOT_NEEDED,
                        BundleFault.FOUND_NOT_NEEDED);
    }

    /** Whoever changes a bundle can write its digest and its statement anew, but signs for nobody. */
    @Test
    void aChangeThatIsSealedAnewPassesOnlyIfNoEvidenceDependsOnIt() {
        ObjectNode original = tree(CHAIN.unattested());
        Evidence before = EvidenceBundle.read(CHAIN.unattested().toBytes()).evidence(BundleFixture.TRUST);
        Set<String> passed = new TreeSet<>();

        for (Mutation mutation : mutations(original)) {
            ObjectNode document = mutation.document();
            BundleReport report = report(sealed(document));
            if (report != null && report.ok() && !document.equals(original) && !isSeal(mutation)) {
                assertThat(report.evidence()).as(mutation.toString()).isEqualTo(before);
                passed.add(mutation.field().replaceAll("(/missing|/disclosures).*", "$1"));
            }
        }

        assertThat(CLAIMS).containsAll(passed);
    }

    private static boolean isSeal(Mutation mutation) {
        return mutation.place().equals("/digest") || mutation.place().startsWith("/statement");
    }

    static ObjectNode sealed(ObjectNode document) {
        ObjectNode copy = document.deepCopy();
        try {
            ObjectNode texts = BundleContent.texts(CourtStatement.of(BundleParser.content(copy)));
            if (copy.has("statement")) {
                copy.set("statement", texts);
            }
        } catch (FaultFoundException e) {
            // what cannot be read has no statement; it fails for its form
            return copy;
        }
        copy.put("digest", EvidenceBundle.digest(copy).toString());
        return copy;
    }

    @ParameterizedTest
    @CsvSource({
        "/version,            version-unknown",
        "/about/0,            about-unknown",
        "/log/origin,         origin-differs",
        "/log/key,            log-key-malformed",
        "/checkpoint,         checkpoint-signature",
        "/proof/1,            proof-root",
        "/entries/0/index,    entry-order",
        "/entries/3/recordedAt, content-differs",
        "/entries/3/leaf,     leaf-differs",
        "/entries/3/envelope, content-differs",
        "/counters/0/last,    counter-impossible",
        "/counters/0/party,   counter-missing",
        "/disclosures/0/salt, disclosure-differs",
        "/disclosures/0/value, disclosure-differs",
        "/custody/exportedAt, digest-differs",
        "/custody/exporter,   attestation-invalid",
        "/statement/en,       statement-differs",
        "/statement/zh,       statement-differs",
        "/digest,             digest-differs",
        "/attestation,        attestation-invalid",
    })
    void eachFieldHasItsReason(String place, String code) {
        ObjectNode document = tree(CHAIN.attested());
        JsonNode was = document.at(place);
        String name = place.substring(place.lastIndexOf('/') + 1);
        JsonNode parent = document.at(place.substring(0, place.lastIndexOf('/')));
        JsonNode now = other(place, was);
        if (parent instanceof ObjectNode object) {
            object.set(name, now);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), now);
        }

        assertThat(codes(document)).extracting(BundleFault::code).contains(code);
    }

    /** Another value of the same form. */
    private static JsonNode other(String place, JsonNode was) {
        var nodes = JSON.getNodeFactory();
        return switch (place) {
            case "/version" -> nodes.numberNode(2);
            case "/about/0" -> nodes.textNode("output:77");
            case "/log/origin" -> nodes.textNode("kd.example/other");
            case "/log/key" -> nodes.textNode("kd.example/log+00000000+AAAA");
            case "/checkpoint" -> nodes.textNode(was.textValue().replaceFirst("\n2", "\n3"));
            case "/proof/1", "/entries/3/leaf", "/disclosures/0/salt" ->
                nodes.textNode("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE=");
            case "/entries/0/index" -> nodes.numberNode(1);
            case "/entries/3/recordedAt" -> nodes.textNode("2026-01-04T00:00:00Z");
            case "/entries/3/envelope" ->
                nodes.textNode(was.textValue().replaceFirst("\"payload\":\"ey", "\"payload\":\"eY"));
            case "/counters/0/last" -> nodes.numberNode(0);
            case "/counters/0/party" -> nodes.textNode("nobody");
            case "/disclosures/0/value" -> nodes.textNode("P-5");
            case "/custody/exportedAt" -> nodes.textNode("2026-02-01T00:00:00Z");
            case "/custody/exporter" ->
                nodes.textNode(new io.kdchain.provenance.sign.VerifierKey(
                                "registry", LogFixture.signer("stranger").publicKey())
                        .toString());
            case "/digest" -> nodes.textNode("sha256:" + "0".repeat(64));
            case "/attestation" ->
                nodes.textNode(new String(
                        SignedNote.sign("anything\n", "registry", LogFixture.signer("registry"))
                                .toBytes(),
                        StandardCharsets.UTF_8));
            default -> nodes.textNode(was.textValue() + " ");
        };
    }

    @Test
    void anEntryBeyondTheEndOfTheLogIsToldAsSuch() {
        ObjectNode document = tree(CHAIN.attested());
        JsonNode entries = document.path("entries");
        ((ObjectNode) entries.get(entries.size() - 1)).put("index", 1L << 40);

        assertThat(codes(document)).contains(BundleFault.ENTRY_OUTSIDE);
    }

    @Test
    void anEntryThatNobodyNeedsIsToldAsSuch() {
        // the exporter puts in, with a proof, an event that has nothing to do with the output
        EvidenceBundle.Request request = EvidenceBundle.Request.at(LogFixture.START);
        ObjectNode two = tree(EvidenceBundle.of(
                CHAIN.store(),
                BundleFixture.TRUST,
                LogFixture.entities(List.of("output:2", "dataset:other-3")),
                request));
        ((ArrayNode) two.path("about")).remove(1);

        assertThat(codes(sealed(two))).containsOnly(BundleFault.ENTRY_NOT_NEEDED);
    }

    @Test
    void howAnEntryIsFoundMayNotBeSaidOfOneThatSaysItItself() {
        ObjectNode document = tree(CHAIN.unattested());
        ((ObjectNode) document.path("entries").get(3))
                .putObject("found")
                .put("chain", "c")
                .put("recorder", "r")
                .put("seq", 0)
                .putArray("edges");

        assertThat(codes(sealed(document))).containsOnly(BundleFault.FOUND_NOT_NEEDED);
    }
}
