package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kdchain.provenance.canonical.Jcs;
import io.kdchain.provenance.canonical.Sha256;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.proof.MalformedProofException;
import io.kdchain.rules.proof.Objection;
import io.kdchain.rules.proof.Proof;
import io.kdchain.rules.proof.ProofCheck;
import io.kdchain.rules.proof.ProofFault;
import io.kdchain.rules.verdict.Attribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proofs hold for every scenario of the packs, and one change of a proof is refused for a reason of its own. The forger
 * of these tests is able: it corrects the digests of the parts that it changed.
 */
class ProofTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Path PACKS = Path.of("..", "rules");
    private static final PackSource SOURCE = PackSource.of(PACKS);
    private static final ScenarioRunner RUNNER = new ScenarioRunner(SOURCE);
    private static final RulePack CN = SOURCE.load(List.of("cn"));
    private static final Scenario GOOD =
            new ScenarioReader().read("good.yaml", ScenarioReaderTest.resource("good.yaml"));
    private static final byte[] PROOF = RUNNER.prove(GOOD).toBytes();

    // ---- what holds

    static Stream<Path> scenarios() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(PACKS)) {
            all.filter(f -> f.toString().endsWith(".yaml") && f.toString().contains("scenarios"))
                    .sorted()
                    .forEach(files::add);
        }
        return files.stream();
    }

    static Stream<Path> everyFifth() throws IOException {
        List<Path> all = scenarios().toList();
        return IntStream.range(0, all.size()).filter(i -> i % 5 == 0).mapToObj(all::get);
    }

    @ParameterizedTest
    @MethodSource("everyFifth")
    void theProofOfAScenarioHolds(Path file) {
        holds(file);
    }

    /** {@code mvn -pl kd-rules -am test -P long -Dtest=ProofTest -Dsurefire.failIfNoSpecifiedTests=false}. */
    @Tag("long")
    @ParameterizedTest
    @MethodSource("scenarios")
    void theProofOfEachScenarioHolds(Path file) {
        holds(file);
    }

    private static void holds(Path file) {
        Scenario scenario = new ScenarioReader(SOURCE.ids()).read(file);

        Proof read = Proof.read(RUNNER.prove(scenario).toBytes());

        assertThat(new ProofCheck(RUNNER.pack(scenario)).check(read)).isEmpty();
    }

    @Test
    void whatIsProvenIsTheVerdict() {
        Attribution verdict = RUNNER.run(GOOD).logged();

        Proof read = Proof.read(PROOF);

        assertThat(read.verdict().digest()).isEqualTo(verdict.digest());
        assertThat(read.verdict().items()).isEqualTo(verdict.items());
        assertThat(read.verdict().liable()).isEqualTo(verdict.liable());
    }

    @Test
    void aProofIsReadAsItWasWritten() {
        Proof proof = RUNNER.prove(GOOD);

        assertThat(Proof.read(proof.toBytes()).toBytes()).isEqualTo(proof.toBytes());
        assertThat(proof.steps()).isNotEmpty();
        assertThat(proof.verdict().established()).isTrue();
    }

    // ---- what is refused

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

    private static Set<ProofFault> faults(byte[] proof) {
        return new TreeSet<>(new ProofCheck(CN)
                .check(Proof.read(proof)).stream().map(Objection::fault).toList());
    }

    /** The faults of the good proof after a change, its digests corrected. */
    private static Set<ProofFault> forged(Consumer<ObjectNode> change) {
        ObjectNode document = document(PROOF);
        change.accept(document);
        return faults(sealed(document));
    }

    private static ArrayNode steps(ObjectNode document) {
        return (ArrayNode) document.at("/reasoning/steps");
    }

    /** The first step whose rule concludes this word. */
    private static ObjectNode step(ObjectNode document, String word) {
        for (JsonNode step : steps(document)) {
            for (JsonNode conclusion : document.at("/reasoning/conclusions")) {
                if (conclusion.get("id").equals(step.get("concludes"))
                        && conclusion.get("says").has(word)) {
                    return (ObjectNode) step;
                }
            }
        }
        throw new IllegalArgumentException("No step concludes " + word);
    }

    private static ObjectNode fact(ObjectNode document, String word) {
        for (JsonNode fact : document.at("/given/facts")) {
            if (fact.get("says").has(word)) {
                return (ObjectNode) fact.get("says").get(word);
            }
        }
        throw new IllegalArgumentException("No fact says " + word);
    }

    @Test
    void whatWasChangedAfterwardsIsToldByItsPart() {
        ObjectNode document = document(PROOF);
        ((ObjectNode) document.at("/given")).put("reportedAt", "2030-01-01T00:00:00Z");

        assertThat(faults(document.toString().getBytes(StandardCharsets.UTF_8))).contains(ProofFault.SEAL);
    }

    @Test
    void aDroppedPremise() {
        assertThat(forged(d -> ((ArrayNode) step(d, "AtFault").get("premises")).remove(0)))
                .contains(ProofFault.PREMISE)
                .doesNotContain(ProofFault.SEAL, ProofFault.BINDING);
    }

    @Test
    void aPremiseThatIsStatedNowhere() {
        assertThat(forged(d -> ((ArrayNode) step(d, "AtFault").get("premises")).set(0, "f999")))
                .contains(ProofFault.PREMISE);
    }

    @Test
    void aChangedBinding() {
        assertThat(forged(d -> {
                    ObjectNode bindings = (ObjectNode) step(d, "AtFault").get("bindings");
                    String name = bindings.fieldNames().next();
                    bindings.put(name, "somebody-else");
                }))
                .contains(ProofFault.BINDING)
                .doesNotContain(ProofFault.PREMISE);
    }

    @Test
    void aChangedNorm() {
        assertThat(forged(d -> ((ArrayNode) step(d, "AtFault").get("norms")).set(0, "CN-PIPL-69")))
                .containsExactly(ProofFault.NORM);
    }

    @Test
    void aNormLeftOutOfTheVerdict() {
        assertThat(forged(d -> ((ArrayNode) d.at("/verdict/items/0/cites")).remove(0)))
                .containsExactly(ProofFault.NORM, ProofFault.DIGEST);
    }

    @Test
    void aChangedWeight() {
        assertThat(forged(d -> ((ArrayNode) d.at("/numbers/fault/ordinary")).set(1, "3")))
                .contains(ProofFault.WEIGHT);
    }

    @Test
    void aChangedNumberOnCausation() {
        assertThat(forged(d -> ((ArrayNode) d.at("/given/causes/0/parts/0/weight"))
                        .removeAll()
                        .add("1/7")
                        .add("1/7")
                        .add("1/7")))
                .contains(ProofFault.CAUSE);
    }

    @Test
    void aChangedShare() {
        assertThat(forged(d -> ((ObjectNode) d.at("/verdict/items/0/shares")).put("edgechip", "1/2")))
                .containsExactly(ProofFault.SHARE, ProofFault.DIGEST);
    }

    @Test
    void aChangedClaimablePart() {
        assertThat(forged(d -> ((ObjectNode) d.at("/verdict/items/0/claimable")).put("edgechip", "1/2")))
                .contains(ProofFault.OUTSIDE, ProofFault.DIGEST)
                .doesNotContain(ProofFault.SHARE);
    }

    @Test
    void aChangedEffectOfAContract() {
        Scenario capped =
                new ScenarioReader(SOURCE.ids()).read(PACKS.resolve("cn/scenarios/contract-cap-decides.yaml"));
        byte[] proof = RUNNER.prove(capped).toBytes();
        List<Consumer<ObjectNode>> forgeries = List.of(
                d -> ((ObjectNode) d.at("/verdict/contracts/0")).put("sum", "1 CNY"),
                d -> ((ObjectNode) d.at("/verdict/contracts/0")).put("share", "1/2"),
                d -> ((ObjectNode) d.at("/verdict/contracts/0")).put("form", "waiver"),
                d -> ((ObjectNode) d.at("/verdict")).remove("contracts"));

        assertThat(faults(proof)).isEmpty();
        for (Consumer<ObjectNode> forgery : forgeries) {
            ObjectNode document = document(proof);
            forgery.accept(document);
            assertThat(faults(sealed(document))).contains(ProofFault.CONSEQUENCE);
        }
    }

    @Test
    void aChangedPlaceOfWhoAnswersAfterAnother() {
        byte[] proof = RUNNER.prove(new ScenarioReader(SOURCE.ids())
                        .read(PACKS.resolve("cn/scenarios/article-38-second-place-decides.yaml")))
                .toBytes();
        List<Consumer<ObjectNode>> forgeries = List.of(
                d -> ((ObjectNode) d.at("/verdict/items/0")).remove("supplementary"),
                d -> ((ObjectNode) d.at("/verdict/items/0/supplementary/0")).put("primary", "teachco"),
                d -> ((ObjectNode) d.at("/verdict/items/0/supplementary/0")).putArray("cites"));

        assertThat(faults(proof)).isEmpty();
        for (Consumer<ObjectNode> forgery : forgeries) {
            ObjectNode document = document(proof);
            forgery.accept(document);
            assertThat(faults(sealed(document))).contains(ProofFault.OUTSIDE);
        }
    }

    /**
     * Article 1171 holds each two parties at fault against each other: 1,200 invented ones are more than a million
     * pairs.
     */
    @Test
    void aProofThatStatesTooMuchIsNotTriedToTheEnd() {
        Scenario joint = new ScenarioReader(SOURCE.ids()).read(PACKS.resolve("cn/scenarios/contract-cap-decides.yaml"));
        ObjectNode document = document(RUNNER.prove(joint).toBytes());
        ArrayNode conclusions = (ArrayNode) document.at("/reasoning/conclusions");
        ObjectNode fault = StreamSupport.stream(conclusions.spliterator(), false)
                .map(ObjectNode.class::cast)
                .filter(c -> c.get("says").has("AtFault"))
                .findFirst()
                .orElseThrow();
        for (int i = 0; i < 1200; i++) {
            ObjectNode more = fault.deepCopy().put("id", "forged" + i);
            ((ObjectNode) more.get("says").get("AtFault")).put("party", "party" + i);
            conclusions.add(more);
        }
        Proof proof = Proof.read(sealed(document));

        assertThatThrownBy(() -> new ProofCheck(CN).check(proof))
                .isInstanceOf(MalformedProofException.class)
                .hasMessageContaining("combinations");
    }

    @Test
    void aChangedDigest() {
        assertThat(forged(d -> ((ObjectNode) d.at("/verdict")).put("digest", "sha256:" + "0".repeat(64))))
                .containsExactly(ProofFault.DIGEST);
    }

    @Test
    void aChangedEvidenceText() {
        assertThat(forged(d -> ((ArrayNode) d.at("/given/evidence")).remove(0))).containsExactly(ProofFault.DIGEST);
    }

    @Test
    void aFactThatContradictsTheIncident() {
        assertThat(forged(d -> fact(d, "Claim").put("claimant", "edgechip"))).contains(ProofFault.FACT);
    }

    @Test
    void aFactThatNoWordAllows() {
        assertThat(forged(d -> fact(d, "Act").put("stage", "no-such-stage"))).contains(ProofFault.FACT);
    }

    @Test
    void aFactOnWhichAStepRests() {
        assertThat(forged(d -> {
                    String id = step(d, "OwesDuty").get("premises").get(0).asText();
                    for (JsonNode fact : d.at("/given/facts")) {
                        if (fact.get("id").asText().equals(id)) {
                            ((ObjectNode) fact.get("says").get("Act")).put("party", "radnet");
                        }
                    }
                }))
                .contains(ProofFault.BINDING);
    }

    @Test
    void aHiddenConclusion() {
        assertThat(forged(d -> {
                    String id = step(d, "OwesDuty").get("concludes").asText();
                    removeIf(steps(d), s -> s.get("concludes").asText().equals(id));
                    removeIf(
                            (ArrayNode) d.at("/reasoning/conclusions"),
                            c -> c.get("id").asText().equals(id));
                }))
                .contains(ProofFault.INCOMPLETE);
    }

    private static void removeIf(ArrayNode array, Predicate<JsonNode> test) {
        for (Iterator<JsonNode> i = array.iterator(); i.hasNext(); ) {
            if (test.test(i.next())) {
                i.remove();
            }
        }
    }

    @Test
    void aConclusionOutOfThinAir() {
        assertThat(forged(d -> ((ArrayNode) d.at("/reasoning/conclusions"))
                        .addObject()
                        .put("id", "c999")
                        .put("stands", true)
                        .putObject("says")
                        .putObject("Defence")
                        .put("party", "edgechip")
                        .put("item", "injury")
                        .put("kind", "rebutted")))
                .contains(ProofFault.CONCLUSION, ProofFault.STANDING);
    }

    @Test
    void anotherRule() {
        assertThat(forged(d -> step(d, "AtFault").put("rule", "CN-PIPL-69-1: whatever")))
                .contains(ProofFault.RULE);
    }

    @Test
    void aConditionLeftOut() {
        ObjectNode document = document(PROOF);
        for (JsonNode step : steps(document)) {
            if (!step.get("held").isEmpty()) {
                ((ArrayNode) step.get("held")).remove(0);
                break;
            }
        }

        assertThat(faults(sealed(document))).contains(ProofFault.CONDITION);
    }

    @Test
    void aStepThatIsSaidNotToCount() {
        assertThat(forged(d -> step(d, "AtFault").put("stands", false))).containsExactly(ProofFault.STANDING);
    }

    @Test
    void stepsInTheWrongOrder() {
        ObjectNode document = document(PROOF);
        ArrayNode steps = steps(document);
        steps.insert(0, steps.remove(steps.size() - 1));
        ObjectNode last = step(document, "AtFault");
        removeIf(steps, s -> s.equals(last));
        steps.insert(0, last);

        assertThat(faults(sealed(document)))
                .contains(ProofFault.PREMISE)
                .doesNotContain(ProofFault.CONDITION, ProofFault.RULE, ProofFault.INCOMPLETE);
    }

    @Test
    void anotherPack() {
        assertThat(forged(d -> ((ObjectNode) d.get("law")).put("pack", "0".repeat(64))))
                .containsExactly(ProofFault.PACK);
    }

    @Test
    void anotherDay() {
        assertThat(forged(d -> ((ObjectNode) d.get("law")).put("day", "2022-01-01")))
                .containsExactly(ProofFault.LAW_DAY);
    }

    @Test
    void anotherWayOfSharing() {
        assertThat(forged(d -> ((ObjectNode) d.get("law")).put("apportionment", "by-lot")))
                .containsExactly(ProofFault.APPORTIONMENT);
    }

    @Test
    void whatIsNoProofIsToldWithItsMember() {
        assertThatThrownBy(() -> Proof.read("{}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedProofException.class)
                .hasMessageContaining("lacks the member proof");
        assertThatThrownBy(() -> Proof.read("[1".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedProofException.class);
        ObjectNode later = document(PROOF).put("proof", 2);
        assertThatThrownBy(() -> Proof.read(sealed(later))).hasMessageContaining("format 2");
        ObjectNode odd = document(PROOF);
        ((ObjectNode) odd.at("/given/facts/3")).put("hint", "x");
        assertThatThrownBy(() -> Proof.read(sealed(odd))).hasMessageContaining("given.facts[3]");
        ObjectNode wrong = document(PROOF);
        ((ObjectNode) wrong.at("/verdict/items/0/shares")).put("edgechip", "a half");
        assertThatThrownBy(() -> Proof.read(sealed(wrong)))
                .hasMessageContaining("verdict.items[0].shares.edgechip")
                .hasMessageContaining("fraction");
    }

    // ---- one change of any random proof

    @Provide
    Arbitrary<RandomChain> chains() {
        return Arbitraries.randomValue(RandomChain::of);
    }

    /** What a forger changes: one premise, binding, condition, norm, weight, conclusion or share. */
    private enum Change {
        PREMISE_DROPPED,
        BINDING,
        CONDITION_DROPPED,
        NORM,
        WEIGHT,
        SHARE,
        STEP_DROPPED,
        STANDING,
        FACT_DROPPED,
        EVIDENCE
    }

    @Property(tries = 12, seed = "20260501")
    void oneChangeOfARandomProofIsRefused(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        refused(chain, random);
    }

    @net.jqwik.api.Tag("long")
    @Property(tries = 1000, seed = "20260502")
    void oneChangeOfManyRandomProofsIsRefused(@ForAll("chains") RandomChain chain, @ForAll Random random) {
        refused(chain, random);
    }

    private static void refused(RandomChain chain, Random random) {
        byte[] proof = RUNNER.prove(chain.scenario()).toBytes();
        assertThat(new ProofCheck(CN).check(Proof.read(proof))).isEmpty();

        for (Change change : Change.values()) {
            ObjectNode document = document(proof);
            Set<ProofFault> wanted = change(document, change, random);
            if (wanted.isEmpty()) {
                continue;
            }
            Statistics.label("change").collect(change);
            assertThat(faults(sealed(document))).as("%s", change).containsAnyElementsOf(wanted);
        }
    }

    private static ObjectNode any(JsonNode array, Random random) {
        return (ObjectNode) array.get(random.nextInt(array.size()));
    }

    /** Changes the document; the faults of which one must be found, or none where there was nothing to change. */
    private static Set<ProofFault> change(ObjectNode document, Change change, Random random) {
        ArrayNode steps = steps(document);
        ObjectNode step = any(steps, random);
        switch (change) {
            case PREMISE_DROPPED -> {
                ArrayNode premises = (ArrayNode) step.get("premises");
                premises.remove(random.nextInt(premises.size()));
                return Set.of(ProofFault.PREMISE, ProofFault.BINDING);
            }
            case BINDING -> {
                ObjectNode bindings = (ObjectNode) step.get("bindings");
                List<String> names = new ArrayList<>();
                bindings.fieldNames().forEachRemaining(names::add);
                bindings.put(names.get(random.nextInt(names.size())), "forged");
                return Set.of(ProofFault.BINDING);
            }
            case CONDITION_DROPPED -> {
                ArrayNode held = (ArrayNode) step.get("held");
                if (held.isEmpty()) {
                    return Set.of();
                }
                held.remove(random.nextInt(held.size()));
                return Set.of(ProofFault.CONDITION);
            }
            case NORM -> {
                ((ArrayNode) step.get("norms")).add("CN-CivilCode-1165-1").add("CN-Forged-1");
                return Set.of(ProofFault.NORM);
            }
            case WEIGHT -> {
                ((ArrayNode) document.at("/numbers/fault/gross")).set(1, "5");
                return Set.of(ProofFault.WEIGHT);
            }
            case SHARE -> {
                ObjectNode item = any(document.at("/verdict/items"), random);
                ((ObjectNode) item.get("shares")).put("unattributed", "1/97");
                return Set.of(ProofFault.SHARE);
            }
            case STEP_DROPPED -> {
                steps.remove(random.nextInt(steps.size()));
                return Set.of(ProofFault.INCOMPLETE);
            }
            case STANDING -> {
                step.put("stands", !step.get("stands").asBoolean());
                return Set.of(ProofFault.STANDING);
            }
            case FACT_DROPPED -> {
                ArrayNode premises = (ArrayNode) steps.get(0).get("premises");
                String id = premises.get(0).asText();
                removeIf(
                        (ArrayNode) document.at("/given/facts"),
                        f -> f.get("id").asText().equals(id));
                return Set.of(ProofFault.PREMISE, ProofFault.FACT, ProofFault.CAUSE);
            }
            case EVIDENCE -> {
                ArrayNode evidence = (ArrayNode) document.at("/given/evidence");
                evidence.set(random.nextInt(evidence.size()), "admitted forged");
                return Set.of(ProofFault.DIGEST);
            }
        }
        throw new IllegalStateException("No such change: " + change);
    }
}
