package io.kdchain.rules.workbench;

import io.kdchain.rules.workbench.mutation.Mutant;
import io.kdchain.rules.workbench.mutation.Operator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of a pack that its authors hold to alter no verdict, each with a reason: file {@value #FILE} beside
 * {@code pack.yaml}. They count as survivors all the same.
 *
 * <pre>{@code
 * equivalent:
 *   - {operator: drop-burden, reason: "tells readers who must prove; no conclusion depends on it"}
 *   - rule: "CN-CivilCode-180: …"      # left out: any
 *     operator: drop-constraint
 *     change: party == $party          # left out: any; as the list of survivors shows it
 *     reason: "an act has one author"
 * }</pre>
 *
 * @param entries in the order of the file
 */
public record HeldEquivalents(List<Entry> entries) {
    /** Name of the file. */
    public static final String FILE = "mutants.yaml";

    public HeldEquivalents {
        entries = List.copyOf(entries);
    }

    /**
     * Changes held to be equivalent.
     *
     * @param at where the entry stands
     * @param operator what kind of change
     * @param rule name of the rule or parameter; null for any
     * @param change what was changed, as {@link Mutant#shown()} has it; null for any
     * @param reason why it alters no verdict
     */
    public record Entry(
            Place at,
            Operator operator,
            @Nullable String rule,
            @Nullable String change,
            String reason) {
        /** Whether it speaks of a change. */
        public boolean covers(Mutant mutant) {
            return operator == mutant.operator()
                    && (rule == null || rule.equals(mutant.subject()))
                    && (change == null || change.equals(mutant.shown()));
        }
    }

    /**
     * Those of a pack; none if it has no such file.
     *
     * @param folder in which {@code pack.yaml} stands
     * @throws ScenarioException if the file says what it cannot
     */
    public static HeldEquivalents of(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return new HeldEquivalents(List.of());
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.toString(), in.readNBytes(MarkedText.LARGEST_FILE_BYTES + 1));
        } catch (IOException e) {
            throw new UncheckedIOException("reading " + file, e);
        }
    }

    static HeldEquivalents read(String name, byte[] bytes) {
        Problems problems = new Problems(name);
        Section top = Section.of(problems, MarkedText.read(bytes, problems), FILE, List.of("equivalent"));
        List<Entry> entries = new ArrayList<>();
        if (top != null && top.required("equivalent") != null) {
            entries.addAll(top.list("equivalent", value -> entry(problems, value)));
        }
        problems.throwIfAny();
        return new HeldEquivalents(entries);
    }

    private static @Nullable Entry entry(Problems problems, Marked value) {
        Section one = Section.of(problems, value, "equivalent", List.of("operator", "rule", "change", "reason"));
        if (one == null) {
            return null;
        }
        Marked operatorValue = one.required("operator");
        String operator = operatorValue == null
                ? null
                : one.word(
                        operatorValue,
                        "operator",
                        Arrays.stream(Operator.values()).map(Operator::code).toList());
        String reason = one.requiredText("reason");
        String rule = one.optionalText("rule");
        String change = one.optionalText("change");
        return operator == null || reason == null
                ? null
                : new Entry(
                        problems.place(value.at()),
                        Operator.valueOf(operator.toUpperCase(Locale.ROOT).replace('-', '_')),
                        rule,
                        change,
                        reason);
    }

    /** Why the change is held to alter no verdict; empty if nobody holds so. */
    public Optional<String> reason(Mutant mutant) {
        return entries.stream().filter(e -> e.covers(mutant)).map(Entry::reason).findFirst();
    }
}
