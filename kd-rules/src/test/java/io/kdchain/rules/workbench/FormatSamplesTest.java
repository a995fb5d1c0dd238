package io.kdchain.rules.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kdchain.rules.report.Report;
import io.kdchain.rules.verdict.Attribution;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was written for format 1, and what reads format 1, still fits: the samples are never written anew. */
class FormatSamplesTest {
    /** Objects whose members are parties, norms or ways: what they are called is no part of the format. */
    private static final Set<String> BY_NAME =
            Set.of("amounts", "shares", "bounds", "claimable", "ifYes", "ifNo", "otherWays");

    /** Members that stand in a verdict only where they apply. */
    private static final Set<String> WHERE_IT_APPLIES = Set.of("failed", "imposed", "otherWays", "silence");

    private static final Scenario SCENARIO =
            new ScenarioReader().read("scenario-v1.yaml", ScenarioReaderTest.resource("samples/scenario-v1.yaml"));

    @Test
    void aScenarioOfFormat1IsStillRead() {
        assertThat(SCENARIO.parties()).hasSize(7);
        assertThat(SCENARIO.chain()).hasSize(12);
        assertThat(SCENARIO.incident().items()).extracting(item -> item.id()).containsExactly("injury", "privacy");
        assertThat(SCENARIO.expectations()).hasSize(1);
    }

    /** A file may name its format; this one means the same as one that does not. */
    @Test
    void theFirstFormatMayBeNamed() {
        String named = ScenarioReaderTest.resource("samples/scenario-v1.yaml") + "format: 1\n";

        Scenario same = new ScenarioReader().read("scenario-v1.yaml", named);

        assertThat(same.chain()).isEqualTo(SCENARIO.chain());
        assertThat(same.incident()).isEqualTo(SCENARIO.incident());
    }

    /** What a program finds in a verdict of the first release it finds in one of today, of the same kind. */
    @Test
    void whatReadsAVerdictOfFormat1ReadsTodays() throws JsonProcessingException {
        JsonNode then = new JsonMapper().readTree(ScenarioReaderTest.resource("samples/verdict-v1.json"));
        Attribution verdict =
                new ScenarioRunner(PackSource.builtin()).run(SCENARIO).verdict();
        JsonNode now = new JsonMapper().readTree(Report.json(verdict));
        List<String> lost = new ArrayList<>();

        compare("", "", then, now, lost);

        assertThat(lost).isEmpty();
        assertThat(now.path("format").intValue()).isEqualTo(1);
    }

    private static void compare(String pointer, String name, JsonNode then, JsonNode now, List<String> lost) {
        if (then.isNull() || now.isNull()) {
            return;
        }
        if (then.getNodeType() != now.getNodeType()) {
            lost.add("%s was %s and is %s".formatted(pointer, then.getNodeType(), now.getNodeType()));
        } else if (then.isObject() && BY_NAME.contains(name)) {
            for (JsonNode value : now) {
                then.forEach(one -> compare(pointer + "/*", "", one, value, lost));
            }
        } else if (then.isObject()) {
            then.properties().forEach(member -> {
                JsonNode today = now.get(member.getKey());
                if (today == null && isAlways(pointer, member.getKey())) {
                    lost.add("%s/%s is gone".formatted(pointer, member.getKey()));
                } else if (today != null) {
                    compare(pointer + "/" + member.getKey(), member.getKey(), member.getValue(), today, lost);
                }
            });
        } else if (then.isArray()) {
            for (int i = 0; i < Math.min(then.size(), now.size()); i++) {
                compare(pointer + "/" + i, name, then.get(i), now.get(i), lost);
            }
        }
    }

    /**
     * A reason names the entries that show it where it is a fact, and none where it was concluded: rules may change
     * which it is.
     */
    private static boolean isAlways(String pointer, String member) {
        return !WHERE_IT_APPLIES.contains(member)
                && !(pointer.startsWith("/justification") && member.equals("evidence"));
    }
}
