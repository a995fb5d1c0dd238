package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.rules.ProofOnEvidence;
import io.kdchain.rules.engine.direct.DirectRuleEngine;
import io.kdchain.rules.proof.MalformedProofException;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.proof.ProofFault;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.PackRef;
import io.kdchain.rules.verdict.VerdictDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A forger who makes the digest of the verdict and the digests of the parts anew, for which nobody needs a key, is
 * found out all the same: what the verdict says follows from the rest of the proof, or is refused with its place.
 */
class ForgedProofTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final PackSource SOURCE = PackSource.of(Path.of("..", "rules"));
    private static final ScenarioRunner RUNNER = new ScenarioRunner(SOURCE).by(new DirectRuleEngine());
    private static final Map<String, byte[]> PROOFS = new ConcurrentHashMap<>();

    private static final String E1 = "cn/scenarios/e1-two-insufficient-causes.yaml";
    private static final String ANSWERED = "cn/scenarios/question-answered-decides.yaml";
    private static final String OPEN = "cn/scenarios/teacher-silence-just-not.yaml";
    private static final String INSURED = "cn/scenarios/insured-producer-decides.yaml";
    private static final String LIMITED = "cn/scenarios/article-188-limitation-decides.yaml";
    private static final String DIFFER = "cn/scenarios/appraisals-differ-decides.yaml";

    private static Scenario scenario(String file) {
        return new ScenarioReader(SOURCE.ids()).read(Path.of("..", "rules").resolve(file));
    }

    private static byte[] proof(String file) {
        return PROOFS.computeIfAbsent(file, f -> RUNNER.prove(scenario(f)).toBytes());
    }

    private static ObjectNode document(byte[] proof) {
        try {
            return (ObjectNode) JSON.readTree(proof);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sealed(ObjectNode document) {
        ObjectNode digests = (ObjectNode) document.get("digests");
        for (String part : List.of("given", "reasoning", "numbers", "verdict")) {
            digests.put(part, Sha256.of(Jcs.write(document.get(part))).toString());
        }
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The proof after a change, with all digests that belong to it. */
    private static Proof forged(String file, Consumer<ObjectNode> change) {
        ObjectNode document = document(proof(file));
        change.accept(document);
        Proof read = Proof.read(sealed(document));
        Attribution verdict = read.verdict();
        String digest = VerdictDigest.of(
                verdict,
                read.given().incident(),
                read.given().answers(),
                String.join("\n", read.given().evidence()));
        return Proof.of(
                read.law(), read.given(), read.numbers(), read.conclusions(), read.steps(), verdict.withDigest(digest));
    }

    private static List<Objection> check(String file, Proof proof) {
        return new ProofCheck(RUNNER.pack(scenario(file))).check(Proof.read(proof.toBytes()));
    }

    private static void refused(String file, ProofFault fault, String place, Consumer<ObjectNode> change) {
        assertThat(check(file, forged(file, change)))
                .anySatisfy(o -> {
                    assertThat(o.fault()).isEqualTo(fault);
                    assertThat(o.place()).contains(place);
                })
                .noneMatch(o -> o.fault() == ProofFault.SEAL || o.fault() == ProofFault.DIGEST);
    }

    private static ObjectNode at(ObjectNode document, String path) {
        return (ObjectNode) document.at(path);
    }

    private static ArrayNode list(ObjectNode document, String path) {
        return (ArrayNode) document.at(path);
    }

    private static void reverse(ArrayNode list) {
        List<JsonNode> all = new ArrayList<>();
        list.forEach(n -> all.add(0, n));
        list.removeAll().addAll(all);
    }

    private static ObjectNode saying(ObjectNode document, String path, String word) {
        for (JsonNode one : document.at(path)) {
            if (one.get("says").has(word)) {
                return (ObjectNode) one.get("says").get(word);
            }
        }
        throw new AssertionError("Nothing says " + word);
    }

    // ---- what is genuine

    @ParameterizedTest
    @ValueSource(
            strings = {
                E1,
                ANSWERED,
                OPEN,
                "cn/scenarios/question-answered-just-not.yaml",
                "cn/scenarios/article-38-second-place-just-not.yaml",
                DIFFER,
                INSURED,
                LIMITED,
                "cn/scenarios/legal-person-bounds-decides.yaml",
                "cn/scenarios/article-38-second-place-decides.yaml",
                "cn/scenarios/article-1193-two-contractors-decides.yaml",
                "cn/scenarios/contract-cap-decides.yaml",
                "cn/scenarios/heads-of-damage.yaml",
                "eu/scenarios/case-eu-01-score.yaml",
                "us-tx/scenarios/us-tx-bar-decides.yaml"
            })
    void aProofThatIsSealedAnewWithoutAChangeHolds(String file) {
        assertThat(check(file, forged(file, d -> {}))).isEmpty();
    }

    @Test
    void aVerdictByTwoPacksNamesBoth() {
        ScenarioRunner both = RUNNER.packs(List.of("cn", "cn-proposal"));
        Proof proof = Proof.read(both.prove(scenario(E1)).toBytes());

        assertThat(proof.verdict().packs()).extracting(PackRef::id).containsExactly("cn", "cn-proposal");
        assertThat(new ProofCheck(both.pack(scenario(E1))).check(proof)).isEmpty();
        assertThat(new ProofCheck(SOURCE.load(List.of("cn-proposal"))).check(proof))
                .extracting(Objection::fault)
                .containsOnly(ProofFault.PACK);
    }

    // ---- incident and packs

    @Test
    void anotherIncident() {
        refused(E1, ProofFault.ITEM, "verdict, incident", d -> at(d, "/verdict").put("incident", "incident:other"));
    }

    @Test
    void anotherPackNamed() {
        String none = "sha256:" + "0".repeat(64);
        refused(
                E1,
                ProofFault.PACK,
                "verdict, packs",
                d -> at(d, "/verdict/packs/0").put("digest", none));
        refused(
                E1,
                ProofFault.PACK,
                "verdict, packs",
                d -> at(d, "/verdict/packs/0").put("version", "9.9"));
        refused(
                E1,
                ProofFault.PACK,
                "verdict, packs",
                d -> at(d, "/verdict/packs/0").put("id", "eu"));
        refused(
                E1,
                ProofFault.PACK,
                "verdict, packs",
                d -> list(d, "/verdict/packs").add(d.at("/verdict/packs/0").deepCopy()));
    }

    // ---- on what it rests

    @Test
    void aBreachThatRestsOnAnotherEntryOrReadingOfSilence() {
        refused(
                E1,
                ProofFault.BASIS,
                "breach of measure-fidelity, evidence",
                d -> list(d, "/verdict/liable/0/breaches/0/evidence").set(0, 1));
        refused(
                E1,
                ProofFault.BASIS,
                "breach of measure-fidelity, silence",
                d -> at(d, "/verdict/liable/0/breaches/0").put("silence", "A-INF"));
        refused(
                E1,
                ProofFault.BASIS,
                "breach of measure-fidelity, silence",
                d -> at(d, "/verdict/liable/0/breaches/0").remove("silence"));
    }

    @Test
    void anEntryThatAFactRestsOnIsNotAdmitted() {
        refused(E1, ProofFault.BASIS, "f", d -> {
            ArrayNode admitted = list(d, "/verdict/evidence/admitted");
            long named = d.at("/verdict/liable/0/breaches/0/evidence/0").asLong();
            for (int i = 0; i < admitted.size(); i++) {
                if (admitted.get(i).asLong() == named) {
                    admitted.remove(i);
                }
            }
        });
        refused(
                E1,
                ProofFault.BASIS,
                "verdict, evidence, admitted",
                d -> reverse(list(d, "/verdict/evidence/admitted")));
        refused(
                E1,
                ProofFault.BASIS,
                "verdict, evidence",
                d -> list(d, "/verdict/evidence/rejected")
                        .addObject()
                        .put("event", d.at("/verdict/evidence/admitted/0").asLong())
                        .put("reason", "signature: forged"));
    }

    @Test
    void aStepStatedTwice() {
        refused(
                E1,
                ProofFault.CONCLUSION,
                "step",
                d -> list(d, "/reasoning/steps").add(d.at("/reasoning/steps/0").deepCopy()));
    }

    // ---- who is liable

    @Test
    void whoIsLiableInAnotherRoleOrOrder() {
        refused(
                E1,
                ProofFault.LIABLE,
                "roles",
                d -> list(d, "/verdict/liable/0/roles").set(0, "insurer"));
        refused(
                E1,
                ProofFault.LIABLE,
                "causation",
                d -> at(d, "/verdict/liable/0").put("causation", "slight"));
        refused(E1, ProofFault.LIABLE, "verdict, liable", d -> reverse(list(d, "/verdict/liable")));
        refused(
                E1,
                ProofFault.LIABLE,
                "verdict, liable",
                d -> list(d, "/verdict/liable").add(d.at("/verdict/liable/0").deepCopy()));
        refused(E1, ProofFault.CONSEQUENCE, "verdict, measures", d -> reverse(list(d, "/verdict/measures")));
    }

    // ---- bounds, questions, answers

    @Test
    void boundsThatNothingWidens() {
        refused(
                E1,
                ProofFault.SHARE,
                "item loss, bounds",
                d -> list(d, "/verdict/items/0/bounds/distilco").set(0, "0").set(1, "1"));
        refused(
                E1,
                ProofFault.SHARE,
                "item loss, bounds",
                d -> list(d, "/verdict/items/0/bounds/cloudco").set(1, "1"));
        refused(
                E1,
                ProofFault.SHARE,
                "item loss, bounds",
                d -> list(d, "/verdict/items/0/bounds/distilco").set(0, "5/9").set(1, "5/9"));
        refused(
                E1,
                ProofFault.SHARE,
                "item loss, bounds",
                d -> at(d, "/verdict/items/0/bounds").remove("cloudco"));
    }

    @Test
    void boundsThatDoNotHoldWhatAnAnswerGives() {
        refused(
                DIFFER,
                ProofFault.SHARE,
                "bounds of cloudco",
                d -> list(d, "/verdict/items/0/bounds/cloudco").set(1, d.at("/verdict/items/0/shares/cloudco")));
        refused(
                DIFFER,
                ProofFault.SHARE,
                "bounds of cloudco",
                d -> list(d, "/verdict/items/0/bounds/cloudco").set(1, "2"));
        refused(
                DIFFER,
                ProofFault.QUESTION,
                "verdict, open",
                d -> at(d, "/verdict/open/0/ifYes").put("cloudco", "7"));
        refused(
                DIFFER,
                ProofFault.QUESTION,
                "verdict, open",
                d -> list(d, "/verdict/open").add(d.at("/verdict/open/0").deepCopy()));
    }

    @Test
    void aQuestionThatIsNotOpenOrIsHidden() {
        String cause = "cause:refusal:teachco:examine-bias";
        refused(
                OPEN,
                ProofFault.QUESTION,
                "verdict, open",
                d -> list(d, "/verdict/open").removeAll());
        refused(
                OPEN,
                ProofFault.QUESTION,
                "verdict, open, cause:refusal:cloudco",
                d -> at(d, "/verdict/open/0").put("id", "cause:refusal:cloudco:examine-bias"));
        refused(OPEN, ProofFault.QUESTION, cause, d -> at(d, "/verdict/open/0").put("party", "cloudco"));
        refused(
                OPEN,
                ProofFault.QUESTION,
                cause + ", no",
                d -> at(d, "/verdict/open/0")
                        .set("ifNo", d.at("/verdict/open/0/ifYes").deepCopy()));
        refused(
                ANSWERED,
                ProofFault.QUESTION,
                "verdict, open, " + cause,
                d -> list(d, "/verdict/open")
                        .addObject()
                        .put("id", cause)
                        .put("question", "?")
                        .put("party", "teachco")
                        .<ObjectNode>set(
                                "ifYes", d.at("/verdict/items/0/shares").deepCopy())
                        .set("ifNo", d.at("/verdict/items/0/shares").deepCopy()));
    }

    @Test
    void anAnswerToNoQuestion() {
        refused(
                E1,
                ProofFault.QUESTION,
                "given, answers",
                d -> at(d, "/given/answers").put("cause:loss:adaptco:verify-equivalence", true));
        refused(
                E1,
                ProofFault.QUESTION,
                "given, answers",
                d -> at(d, "/given/answers").put("strict-inner:loss", true));
        refused(
                OPEN,
                ProofFault.QUESTION,
                "given, answers",
                d -> at(d, "/given/answers").put("cause:refusal:teachco:examine-bias", true));
        refused(
                ANSWERED,
                ProofFault.QUESTION,
                "given, answers",
                d -> at(d, "/given/answers").put("cause:refusal:nobody:examine-bias", true));
        refused(ANSWERED, ProofFault.FACT, "f", d -> at(d, "/given/answers").removeAll());
    }

    // ---- what no format has

    @Test
    void aMemberThatNoVerdictHas() {
        for (String path : List.of("", "/items/0", "/liable/0", "/liable/0/breaches/0", "/measures/0", "/evidence")) {
            ObjectNode document = document(proof(E1));
            at(document, "/verdict" + path).put("amount", "9999999 CNY");

            assertThatThrownBy(() -> Proof.read(sealed(document)))
                    .as(path)
                    .isInstanceOf(MalformedProofException.class)
                    .hasMessageContaining("verdict")
                    .hasMessageContaining("[amount]");
        }
    }

    @Test
    void anotherFormatOfTheVerdict() {
        ObjectNode later = document(proof(E1));
        at(later, "/verdict").put("format", 2);
        ObjectNode none = document(proof(E1));
        at(none, "/verdict").remove("format");
        ObjectNode more = document(proof(E1));
        at(more, "/digests").put("law", "0");
        ObjectNode unsorted = document(proof(E1));
        list(unsorted, "/given/parties/0/leadsTo").add("a").add("A");

        assertThatThrownBy(() -> Proof.read(sealed(later))).hasMessageContaining("verdict.format is 2; it must be 1");
        assertThatThrownBy(() -> Proof.read(sealed(none))).hasMessageContaining("verdict lacks the member format");
        assertThatThrownBy(() -> Proof.read(sealed(more))).hasMessageContaining("digests has the members [law]");
        assertThatThrownBy(() -> Proof.read(sealed(unsorted)))
                .isInstanceOf(MalformedProofException.class)
                .hasMessageContaining("given.parties[0].leadsTo");
    }

    @Test
    void termsThatRunFromAnotherReport() {
        refused(
                E1,
                ProofFault.FACT,
                "triggers, incident:e1",
                d -> at(d, "/given").put("reportedAt", "2030-01-01T00:00:00Z"));
    }

    // ---- what nothing can be shared by

    @Test
    void aFactWithoutAFieldIsToldWithItsId() {
        refused(
                E1,
                ProofFault.FACT,
                "f",
                d -> saying(d, "/given/facts", "CausePart").remove("item"));
        refused(
                E1,
                ProofFault.FACT,
                "f",
                d -> saying(d, "/given/facts", "CausePart").put("item", "zz"));
        refused(
                E1,
                ProofFault.CONCLUSION,
                "c",
                d -> saying(d, "/reasoning/conclusions", "AtFault").put("item", "zz"));
    }

    @Test
    void aWeightLeftOutOrTooMany() {
        refused(E1, ProofFault.WEIGHT, "fault", d -> at(d, "/numbers/fault").remove("gross"));
        refused(
                E1,
                ProofFault.WEIGHT,
                "fault",
                d -> at(d, "/numbers/fault")
                        .set("zz", d.at("/numbers/fault/gross").deepCopy()));
        refused(
                E1,
                ProofFault.WEIGHT,
                "strict.inner",
                d -> at(d, "/numbers/strictInner").put("zz", "K"));
    }

    // ---- what only the log shows

    private static List<Objection> onLog(Scenario scenario, Proof proof) {
        try (ScenarioLog log = new ScenarioLog(scenario)) {
            return new ProofOnEvidence(log.log(), RUNNER.pack(scenario)).check(proof);
        }
    }

    private static void refusedByTheLog(String file, String place, Consumer<ObjectNode> change) {
        assertThat(onLog(scenario(file), forged(file, change)))
                .isNotEmpty()
                .allMatch(o -> o.fault() == ProofFault.EVIDENCE)
                .anyMatch(o -> o.place().contains(place));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                E1,
                ANSWERED,
                DIFFER,
                INSURED,
                LIMITED,
                "cn/scenarios/legal-person-bounds-decides.yaml",
                "cn/scenarios/article-38-second-place-decides.yaml",
                "eu/scenarios/case-eu-01-score.yaml"
            })
    void theVerdictOfAGenuineProofIsThatOfTheLog(String file) {
        assertThat(onLog(scenario(file), forged(file, d -> {}))).isEmpty();
    }

    @Test
    void evidenceThatWasRejectedOrAdmitted() {
        refusedByTheLog(
                E1,
                "verdict, evidence",
                d -> list(d, "/verdict/evidence/rejected")
                        .addObject()
                        .put("event", 0)
                        .put("reason", "signature: forged"));
        refusedByTheLog(
                E1,
                "verdict, evidence",
                d -> list(d, "/verdict/evidence/notUnderstood").add(4));
    }

    @Test
    void aMeasureThatNobodyTook() {
        refusedByTheLog(E1, "done", d -> at(d, "/verdict/measures/0").put("done", true));
    }

    @Test
    void anotherInsurer() {
        refusedByTheLog(
                INSURED,
                "verdict, insurance",
                d -> at(d, "/verdict/insurance/0").put("insurer", "cloudco"));
        refusedByTheLog(
                INSURED,
                "verdict, insurance",
                d -> at(d, "/verdict/insurance/0").put("pays", "1.00 CNY"));
        refusedByTheLog(
                INSURED,
                "verdict, insurance",
                d -> list(d, "/verdict/insurance").removeAll());
    }

    @Test
    void aPartyFromElsewhere() {
        refusedByTheLog(
                E1,
                "verdict, elsewhere",
                d -> at(d, "/verdict")
                        .putArray("elsewhere")
                        .addObject()
                        .put("party", "distilco")
                        .put("jurisdiction", "US")
                        .putArray("judgedBy")
                        .add("CN"));
    }

    @Test
    void aQuestionOfFactThatTheRecordDoesNotRaise() {
        refusedByTheLog(DIFFER, "verdict, open", d -> list(d, "/verdict/open").remove(0));
        refusedByTheLog(
                DIFFER,
                "verdict, open, appraisal",
                d -> at(d, "/verdict/open/0").put("question", "Is the sky blue?"));
        refusedByTheLog(
                DIFFER, "verdict, open, zz", d -> at(d, "/verdict/open/0").put("id", "zz"));
        refusedByTheLog(E1, "given, answers, zz", d -> at(d, "/given/answers").put("zz", true));
        refusedByTheLog(
                LIMITED, "given, answers, zz", d -> at(d, "/given/answers").put("zz", true));
    }

    @Test
    void anIncidentThatTheLogReportsOtherwise() throws IOException {
        String text = Files.readString(
                        Path.of("..", "rules", "cn", "scenarios", "legal-person-claims-from-itself.yaml"))
                .replace(
                        "type: IncidentReported,",
                        "type: IncidentReported, generates: [incident:legal-person-claims-from-itself],");
        Scenario reported = new ScenarioReader(SOURCE.ids()).read("reported.yaml", text);
        byte[] proof = RUNNER.prove(reported).toBytes();
        ObjectNode document = document(proof);
        at(document, "/given/incident").put("occurredAt", "2030-05-10T00:00:00Z");

        assertThat(onLog(reported, Proof.read(proof))).isEmpty();
        assertThat(new ProofCheck(RUNNER.pack(reported)).check(Proof.read(proof)))
                .isEmpty();
        assertThat(new ProofCheck(RUNNER.pack(reported)).check(Proof.read(sealed(document))))
                .anyMatch(o -> o.fault() == ProofFault.FACT && o.place().equals("incident"));
        assertThat(onLog(reported, Proof.read(sealed(document))))
                .anyMatch(o -> o.place().equals("given, incident"));
    }
}
