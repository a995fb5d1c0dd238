package io.kdchain.rules.workbench;

import io.kdchain.rules.verdict.Incident;
import io.kdchain.rules.verdict.Regime;
import io.kdchain.rules.verdict.Settlement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scenario: parties, a chain of events, an incident, and what is expected of the verdict. Immutable. Comes from
 * {@link ScenarioReader}; {@link ScenarioRunner} judges it.
 */
public final class Scenario {
    private final String file;
    private final String id;
    private final String title;
    private final List<String> packs;
    private final Place packsAt;
    private final @Nullable Regime regime;
    private final List<ScenarioParty> parties;
    private final List<ScenarioEvent> chain;
    private final Incident incident;
    private final List<Answer> answers;
    private final @Nullable Payments payments;
    private final List<Expectation> expectations;
    private final List<Scenario> claims;

    /**
     * An open question that the scenario answers.
     *
     * @param at where
     * @param question its id, as a verdict names it
     * @param yes the answer
     */
    record Answer(Place at, String question, boolean yes) {}

    /**
     * What was paid, and from whom nothing can be got.
     *
     * @param at where the first of the two stands
     * @param paid payments and settlements
     * @param insolvent parties
     */
    record Payments(Place at, List<Settlement.Payment> paid, Set<String> insolvent) {}

    Scenario(
            String file,
            String id,
            String title,
            List<String> packs,
            Place packsAt,
            @Nullable Regime regime,
            List<ScenarioParty> parties,
            List<ScenarioEvent> chain,
            Incident incident,
            List<Answer> answers,
            @Nullable Payments payments,
            List<Expectation> expectations,
            List<Scenario> claims) {
        this.file = file;
        this.id = id;
        this.title = title;
        this.packs = List.copyOf(packs);
        this.packsAt = packsAt;
        this.regime = regime;
        this.parties = List.copyOf(parties);
        this.chain = List.copyOf(chain);
        this.incident = incident;
        this.answers = List.copyOf(answers);
        this.payments = payments;
        this.expectations = List.copyOf(expectations);
        this.claims = List.copyOf(claims);
    }

    /**
     * Reads a scenario file; packs are not compared with any list.
     *
     * @throws ScenarioException if the file is no scenario
     * @throws java.io.UncheckedIOException if it cannot be read at all
     */
    public static Scenario read(Path file) {
        return new ScenarioReader().read(file);
    }

    /** The file as it was named to the reader. */
    public String file() {
        return file;
    }

    /** Its id, unique among the scenarios of a folder. */
    public String id() {
        return id;
    }

    /** One line for people; empty if there is none. */
    public String title() {
        return title;
    }

    /** Ids of the rule packs it asks for; at least one. */
    public List<String> packs() {
        return packs;
    }

    /** Where it names its packs; the beginning of the file if it names none. */
    Place packsAt() {
        return packsAt;
    }

    /** The regime it imposes as a what-if; empty means what the law says. */
    public Optional<Regime> regime() {
        return Optional.ofNullable(regime);
    }

    /** All parties, in the order of the file. */
    public List<ScenarioParty> parties() {
        return parties;
    }

    /** What is claimed. */
    public Incident incident() {
        return incident;
    }

    /** Number of entries of the chain, repetitions counted. */
    public int chainSize() {
        return chain.size();
    }

    /** Number of things that it expects of the verdicts. */
    public int expectationCount() {
        return expectations.size()
                + claims.stream().mapToInt(Scenario::expectationCount).sum();
    }

    /**
     * What other claimants claim for the same event, each as a scenario on the same chain, in the order of the file.
     */
    public List<Scenario> claims() {
        return claims;
    }

    List<ScenarioEvent> chain() {
        return chain;
    }

    List<Answer> answers() {
        return answers;
    }

    /** What is to be settled after the verdict; empty if the scenario says nothing of payments. */
    Optional<Payments> payments() {
        return Optional.ofNullable(payments);
    }

    /** What was paid, as the file says it; empty if it says nothing. */
    public List<Settlement.Payment> paid() {
        return payments == null ? List.of() : List.copyOf(payments.paid());
    }

    /** From whom nothing can be got, as the file says it. */
    public Set<String> insolvent() {
        return payments == null ? Set.of() : Set.copyOf(payments.insolvent());
    }

    List<Expectation> expectations() {
        return expectations;
    }
}
