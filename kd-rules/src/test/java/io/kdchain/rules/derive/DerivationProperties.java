package io.kdchain.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.fact.KnownFact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/** Order of recording and repetition do not matter; times and content do. */
class DerivationProperties {
    private static Chain chain() {
        Chain chain = Chain.complete().item("injury", "bodily-injury").item("files", "privacy");
        chain.event("2026-02-03", "radnet", "BiasAudited")
                .body(
                        "{model: 'model:teacher', attribute: 'age', metric: 'tpr', gap: 0.3, threshold: 0.05, passed: false, disclosedTo: ['smallai']}");
        chain.event("2026-02-03", "radnet", "BiasAudited")
                .body(
                        "{model: 'model:teacher', attribute: 'age', metric: 'tpr', gap: 0.01, threshold: 0.05, passed: true}");
        chain.event(
                "2026-04-02", "second", "OutputUsed", "{output: 'output:1', use: 'off-label', humanReview: 'none'}");
        chain.event("2026-04-05", "lab", "ArtefactLeaked", "{artefact: 'dataset:ct', scope: 'all'}");
        chain.event(
                "2026-04-02",
                "cloud",
                "SafeguardChanged",
                "{deployment: 'deployment:ct', safeguard: 'risk-label', enabled: false}");
        chain.event(
                "2026-04-02",
                "cloud",
                "SafeguardChanged",
                "{deployment: 'deployment:ct', safeguard: 'risk-label', enabled: true}");
        return chain;
    }

    private static List<String> told(Facts facts, ChainRecord record) {
        Map<String, String> content = new HashMap<>();
        record.ranks().forEach((id, rank) -> content.put(id, "event " + rank));
        return facts.known().stream()
                .map(KnownFact::fact)
                .map(fact -> {
                    String text = fact.toString();
                    for (Map.Entry<String, String> e : content.entrySet()) {
                        text = text.replace(e.getKey(), e.getValue());
                    }
                    return text;
                })
                .toList();
    }

    @Property(tries = 50, seed = "20260410")
    void orderOfRecordingAndDuplicatesDoNotMatter(@ForAll @LongRange(min = 0) long seed) {
        Chain chain = chain();
        ChainRecord plain = chain.shuffled(0);
        ChainRecord other = chain.shuffled(seed);

        Facts a = Derivation.derive(plain, chain.inquiry(), TestPack.INSTANCE);
        Facts b = Derivation.derive(other, chain.inquiry(), TestPack.INSTANCE);

        assertThat(told(b, other)).isEqualTo(told(a, plain));
        assertThat(b.canonical()).isEqualTo(a.canonical());
        assertThat(b.causes().keySet()).isEqualTo(a.causes().keySet());
        assertThat(b.open()).isEqualTo(a.open());
        assertThat(b.parties()).isEqualTo(a.parties());
        assertThat(b.lineage().downstream()).isEqualTo(a.lineage().downstream());
    }

    @Property(tries = 20, seed = "20260410")
    void derivationRepeats(@ForAll @LongRange(min = 0) long seed) {
        Chain chain = chain();
        ChainRecord record = chain.shuffled(seed);

        assertThat(Derivation.derive(record, chain.inquiry(), TestPack.INSTANCE))
                .isEqualTo(Derivation.derive(record, chain.inquiry(), TestPack.INSTANCE));
    }
}
