package io.kdchain.rules.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Attribution.EvidenceSummary;
import io.kdchain.rules.verdict.Attribution.Rejected;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
    private static JsonNode tree(Attribution verdict) throws Exception {
        return new JsonMapper().readTree(Report.json(verdict));
    }

    private static List<String> members(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void membersStandInThePublishedOrder() throws Exception {
        JsonNode v = tree(SampleVerdict.several());

        assertThat(members(v))
                .containsExactly(
                        "format",
                        "incident",
                        "status",
                        "lawAsOf",
                        "packs",
                        "items",
                        "shares",
                        "liable",
                        "insurance",
                        "punitive",
                        "measures",
                        "open",
                        "evidence",
                        "justification",
                        "digest");
        assertThat(members(v.at("/packs/0"))).containsExactly("id", "version", "digest");
        assertThat(members(v.at("/items/0")))
                .startsWith(
                        "item",
                        "status",
                        "regime",
                        "lawAsOf",
                        "amounts",
                        "shares",
                        "bounds",
                        "claimable",
                        "solidarity",
                        "recourse");
        assertThat(members(v.at("/liable/0")))
                .startsWith("party", "roles", "share", "fault", "causation", "breaches", "defences", "cites");
        assertThat(members(v.at("/liable/0/breaches/0"))).startsWith("duty", "cites", "evidence");
        assertThat(members(v.at("/measures/0"))).startsWith("party", "measure", "due", "fixedByLaw", "cites");
        assertThat(members(v.at("/open/0"))).containsExactly("id", "question", "party", "ifYes", "ifNo");
        assertThat(members(v.at("/evidence"))).containsExactly("admitted", "rejected", "notUnderstood");
        assertThat(members(v.at("/justification"))).containsExactly("conclusion", "rule", "cites", "because");
    }

    @Test
    void sharesAreExactFractionsAndMoneyIsRoundedText() throws Exception {
        JsonNode v = tree(SampleVerdict.several());

        assertThat(v.at("/format").isInt()).isTrue();
        assertThat(v.at("/shares/edgechip").textValue()).isEqualTo("27/50");
        assertThat(v.at("/items/0/amounts/edgechip").textValue()).isEqualTo("108000.00 CNY");
        assertThat(v.at("/items/0/bounds/edgechip").toString()).isEqualTo("[\"1/2\",\"3/4\"]");
        assertThat(v.at("/items/1/recourse/0").toString())
                .isEqualTo(
                        "{\"from\":\"hospital-group\",\"to\":\"clinic-cloud\",\"share\":\"1/2\",\"cites\":[\"CN-CivilCode-178-2\"]}");
        assertThat(v.at("/open/0/ifYes/smallai").textValue()).isEqualTo("3/10");
        assertThat(v.at("/measures/1/due").isNull()).isTrue();
        assertThat(v.at("/insurance/0/pays").textValue()).isEqualTo("100000.00 CNY");
    }

    @Test
    void anItemThatIsNotEstablishedSaysWhichElementFailed() throws Exception {
        JsonNode v = tree(SampleVerdict.nobody());

        assertThat(v.at("/status").textValue()).isEqualTo("not-established");
        assertThat(v.at("/items/0/failed").textValue()).startsWith("fault: no party");
        assertThat(v.at("/items/0/shares/edgechip").textValue()).isEqualTo("0");
        assertThat(tree(SampleVerdict.sole()).at("/items/0").has("failed")).isFalse();
    }

    @Test
    void sharesThatCannotBeAddedUpAreNull() throws Exception {
        Attribution v = SampleVerdict.sole();
        Attribution apart = new Attribution(
                v.incident(),
                true,
                v.lawAsOf(),
                v.packs(),
                v.items(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                v.evidence(),
                List.of(),
                v.digest());

        assertThat(tree(apart).get("shares").isNull()).isTrue();
    }

    @Test
    void reasonsAreOneTreeThatEndsInFacts() throws Exception {
        JsonNode root = tree(SampleVerdict.sole()).get("justification");

        assertThat(root.get("conclusion").textValue())
                .isEqualTo("Verdict(incident: \"incident:4711\", status: \"established\")");
        JsonNode fact = root.at("/because/0/because/0/because/0/because/0");
        assertThat(fact.get("conclusion").textValue()).startsWith("Check(act: \"4\"");
        assertThat(fact.get("rule").textValue()).isEmpty();
        assertThat(fact.get("evidence").toString()).isEqualTo("[4]");
        assertThat(fact.get("note").textValue()).isEqualTo("A-OWN");
    }

    @Test
    void hostileTextStaysOnOneLineAndInItsString() throws Exception {
        String hostile = "a\"},\n\u2028\u202E\u009B31m\uD83D\uDE00\uDBFF\uDB40\uDC41<b>";
        Attribution v = SampleVerdict.sole();
        Attribution with = new Attribution(
                v.incident(),
                true,
                v.lawAsOf(),
                v.packs(),
                v.items(),
                v.shares(),
                v.liable(),
                v.insurance(),
                v.punitive(),
                v.measures(),
                v.open(),
                new EvidenceSummary(List.of(), List.of(new Rejected(3, hostile)), List.of()),
                v.reasons(),
                v.digest());

        String json = Report.json(with);

        assertThat(json).doesNotContain("\n", "\u2028", "\u202E", "\u009B").contains("\uD83D\uDE00");
        assertThat(tree(with).at("/evidence/rejected/0/reason").textValue()).isEqualTo(hostile);
    }

    @Test
    void sameVerdictSameCharacters() {
        assertThat(Report.json(SampleVerdict.several())).isEqualTo(Report.json(SampleVerdict.several()));
    }
}
