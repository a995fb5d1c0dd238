package io.kdchain.rules.apportion.causal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kdchain.rules.apportion.causal.CausalModel.Values;
import io.kdchain.rules.apportion.causal.CausalSets.Form;
import io.kdchain.rules.apportion.causal.GroupBlame.Alternative;
import io.kdchain.rules.apportion.causal.Responsibility.Weighed;
import io.kdchain.rules.verdict.Fraction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The golden tests of the notes on responsibility (law/responsibility.md, section 5), by their numbers. */
class ResponsibilityGoldenTest {
    private static Fraction f(String text) {
        return Fraction.parse(text);
    }

    /** {@code "T 1/2, D 1/2"}. */
    private static SortedMap<String, Fraction> shares(String text) {
        SortedMap<String, Fraction> shares = new TreeMap<>();
        for (String entry : text.split(", ", -1)) {
            String[] words = entry.split(" ", -1);
            shares.put(words[0], f(words[1]));
        }
        return shares;
    }

    /** {@code "TD TH"}: two sets of roles with names of one letter. */
    private static Set<SortedSet<String>> sets(String text) {
        Set<SortedSet<String>> sets = new HashSet<>();
        for (String word : text.split(" ", -1)) {
            sets.add(new TreeSet<>(Arrays.asList(word.split(""))));
        }
        return sets;
    }

    private static CausalModel model(String roles, Predicate<Values> harm) {
        return CausalModel.of(roles.split("")).outcome(harm);
    }

    private static Predicate<Values> atLeast(int quota, Map<String, Integer> votes) {
        return v -> votes.entrySet().stream()
                        .filter(e -> v.on(e.getKey()))
                        .mapToInt(Map.Entry::getValue)
                        .sum()
                >= quota;
    }

    private static Map<String, Integer> oneEach(String roles) {
        Map<String, Integer> votes = new TreeMap<>();
        roles.chars().forEach(role -> votes.put(String.valueOf((char) role), 1));
        return votes;
    }

    // ---- 1 to 13: roles only

    private static Arguments row(
            int number,
            String roles,
            Predicate<Values> harm,
            String sufficient,
            String cuts,
            String degrees,
            String shapley,
            String banzhaf,
            String deeganPackel) {
        return Arguments.of(number, model(roles, harm), sufficient, cuts, degrees, shapley, banzhaf, deeganPackel);
    }

    static Stream<Arguments> structures() {
        return Stream.of(
                row(1, "T", v -> v.on("T"), "T", "T", "T 1", "T 1", "T 1", "T 1"),
                row(
                        2,
                        "TD",
                        v -> v.on("T") && v.on("D"),
                        "TD",
                        "T D",
                        "T 1, D 1",
                        "T 1/2, D 1/2",
                        "T 1/2, D 1/2",
                        "T 1/2, D 1/2"),
                row(
                        3,
                        "TD",
                        v -> v.on("T") || v.on("D"),
                        "T D",
                        "TD",
                        "T 1/2, D 1/2",
                        "T 1/2, D 1/2",
                        "T 1/2, D 1/2",
                        "T 1/2, D 1/2"),
                row(
                        4,
                        "TDP",
                        v -> v.on("T") && v.on("D") && v.on("P"),
                        "TDP",
                        "T D P",
                        "T 1, D 1, P 1",
                        "T 1/3, D 1/3, P 1/3",
                        "T 1/4, D 1/4, P 1/4",
                        "T 1/3, D 1/3, P 1/3"),
                row(
                        5,
                        "TDP",
                        v -> v.on("T") || v.on("D") || v.on("P"),
                        "T D P",
                        "TDP",
                        "T 1/3, D 1/3, P 1/3",
                        "T 1/3, D 1/3, P 1/3",
                        "T 1/4, D 1/4, P 1/4",
                        "T 1/3, D 1/3, P 1/3"),
                row(
                        6,
                        "TDH",
                        ResponsibilityGoldenTest::six,
                        "TD TH",
                        "T DH",
                        "T 1, D 1/2, H 1/2",
                        "T 2/3, D 1/6, H 1/6",
                        "T 3/4, D 1/4, H 1/4",
                        "T 1/2, D 1/4, H 1/4"),
                row(
                        7,
                        "TDP",
                        v -> (v.on("T") || v.on("D")) && v.on("P"),
                        "TP DP",
                        "P TD",
                        "T 1/2, D 1/2, P 1",
                        "T 1/6, D 1/6, P 2/3",
                        "T 1/4, D 1/4, P 3/4",
                        "T 1/4, D 1/4, P 1/2"),
                row(
                        8,
                        "TDP",
                        atLeast(2, oneEach("TDP")),
                        "TD TP DP",
                        "TD TP DP",
                        "T 1/2, D 1/2, P 1/2",
                        "T 1/3, D 1/3, P 1/3",
                        "T 1/2, D 1/2, P 1/2",
                        "T 1/3, D 1/3, P 1/3"),
                row(
                        9,
                        "TDH",
                        v -> (v.on("T") && v.on("D")) || v.on("H"),
                        "H TD",
                        "TH DH",
                        "T 1/2, D 1/2, H 1/2",
                        "T 1/6, D 1/6, H 2/3",
                        "T 1/4, D 1/4, H 3/4",
                        "T 1/4, D 1/4, H 1/2"),
                row(
                        10,
                        "XTDP",
                        v -> ((v.on("X") && v.on("T")) || v.on("D")) && v.on("P"),
                        "DP XTP",
                        "P XD TD",
                        "X 1/2, T 1/2, D 1/2, P 1",
                        "X 1/12, T 1/12, D 1/4, P 7/12",
                        "X 1/8, T 1/8, D 3/8, P 5/8",
                        "X 1/6, T 1/6, D 1/4, P 5/12"),
                row(
                        11,
                        "XTDHPU",
                        v -> v.on("X") && (v.on("T") || v.on("D")) && (v.on("H") || v.on("P")) && v.on("U"),
                        "XTHU XTPU XDHU XDPU",
                        "X U TD HP",
                        "X 1, T 1/2, D 1/2, H 1/2, P 1/2, U 1",
                        "X 11/30, T 1/15, D 1/15, H 1/15, P 1/15, U 11/30",
                        "X 9/32, T 3/32, D 3/32, H 3/32, P 3/32, U 9/32",
                        "X 1/4, T 1/8, D 1/8, H 1/8, P 1/8, U 1/4"),
                row(
                        12,
                        "TDHPU",
                        atLeast(3, oneEach("TDHPU")),
                        "TDH TDP TDU THP THU TPU DHP DHU DPU HPU",
                        "TDH TDP TDU THP THU TPU DHP DHU DPU HPU",
                        "T 1/3, D 1/3, H 1/3, P 1/3, U 1/3",
                        "T 1/5, D 1/5, H 1/5, P 1/5, U 1/5",
                        "T 3/8, D 3/8, H 3/8, P 3/8, U 3/8",
                        "T 1/5, D 1/5, H 1/5, P 1/5, U 1/5"),
                row(
                        13,
                        "abcd",
                        atLeast(3, Map.of("a", 2, "b", 1, "c", 1, "d", 1)),
                        "ab ac ad bcd",
                        "ab ac ad bcd",
                        "a 1/2, b 1/2, c 1/2, d 1/2",
                        "a 1/2, b 1/6, c 1/6, d 1/6",
                        "a 3/4, b 1/4, c 1/4, d 1/4",
                        "a 3/8, b 5/24, c 5/24, d 5/24"));
    }

    private static boolean six(Values v) {
        return v.on("T") && (v.on("D") || v.on("H"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("structures")
    void structure(
            int number,
            CausalModel model,
            String sufficient,
            String cuts,
            String degrees,
            String shapley,
            String banzhaf,
            String deeganPackel) {
        CausalSets found = CausalSets.of(model);

        assertThat(new HashSet<>(found.sufficient())).isEqualTo(sets(sufficient));
        assertThat(new HashSet<>(found.cuts())).isEqualTo(sets(cuts));
        assertThat(Responsibility.modified(model)).isEqualTo(shares(degrees));
        if (model.roles().size() <= 4) {
            assertThat(Responsibility.updated(model)).isEqualTo(shares(degrees));
        }
        assertThat(Game.of(model).shapley()).isEqualTo(shares(shapley));
        assertThat(Game.of(model).banzhaf()).isEqualTo(shares(banzhaf));
        assertThat(Game.deeganPackel(model.roles(), found)).isEqualTo(shares(deeganPackel));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "6; T 1/2, D 1/4, H 1/4",
                "7; T 1/4, D 1/4, P 1/2",
                "9; T 1/3, D 1/3, H 1/3",
                "10; X 1/5, T 1/5, D 1/5, P 2/5",
                "11; X 1/4, T 1/8, D 1/8, H 1/8, P 1/8, U 1/4"
            })
    void normalisedDegrees(int number, String expected) {
        CausalModel model = (CausalModel) structures()
                .filter(a -> a.get()[0].equals(number))
                .findFirst()
                .orElseThrow()
                .get()[1];

        assertThat(Game.normalised(Responsibility.modified(model))).isEqualTo(shares(expected));
    }

    @ParameterizedTest
    @CsvSource({"1, SOLE", "2, COMBINED", "3, EACH_SUFFICIENT", "4, COMBINED", "6, MIXED", "9, MIXED", "10, MIXED"})
    void formOfLiability(int number, Form form) {
        CausalModel model = (CausalModel) structures()
                .filter(a -> a.get()[0].equals(number))
                .findFirst()
                .orElseThrow()
                .get()[1];

        assertThat(CausalSets.of(model).form()).isEqualTo(form);
    }

    // ---- 14: votes

    @ParameterizedTest
    @CsvSource({"11, 1/6", "8, 1/3", "6, 1"})
    void fourteen(int inFavour, String degree) {
        String[] voters = IntStream.range(0, 11).mapToObj(i -> "v" + i).toArray(String[]::new);
        CausalModel vote = CausalModel.of(voters)
                .misconducted(Arrays.copyOf(voters, inFavour))
                .outcome(v -> Arrays.stream(voters).filter(v::on).count() >= 6);

        assertThat(Responsibility.modified(vote)).containsEntry("v0", f(degree));
    }

    // ---- 15 to 18: pre-emption, omission, intervening act

    private static CausalModel.Builder preempted(String... roles) {
        return CausalModel.of(roles).stage("TH", v -> v.on("T")).stage("DH", v -> v.on("D") && !v.on("TH"));
    }

    @Test
    void fifteen() {
        CausalModel model = preempted("T", "D").outcome(v -> v.on("TH") || v.on("DH"));

        assertThat(Responsibility.modified(model)).isEqualTo(shares("T 1/2, D 0"));
        assertThat(Responsibility.updated(model)).isEqualTo(shares("T 1, D 0"));
        // but for either of them it would have happened all the same
        assertThat(CausalSets.of(model).cuts()).containsExactly(new TreeSet<>(Set.of("T", "D")));
        // who sees roles only blames the one that was pre-empted
        assertThat(Game.of(model).shapley()).isEqualTo(shares("T 1/2, D 1/2"));
    }

    @Test
    void sixteen() {
        CausalModel model = preempted("T", "D", "P").outcome(v -> (v.on("TH") || v.on("DH")) && v.on("P"));

        assertThat(Responsibility.modified(model)).isEqualTo(shares("T 1/2, D 0, P 1"));
        assertThat(Game.normalised(Responsibility.modified(model))).isEqualTo(shares("T 1/3, D 0, P 2/3"));
        assertThat(Responsibility.updated(model)).isEqualTo(shares("T 1, D 0, P 1"));
    }

    @Test
    void seventeen() {
        CausalModel model = CausalModel.of("T", "F").misconducted("T").outcome(v -> v.on("T") && !v.on("F"));

        assertThat(Responsibility.modified(model)).isEqualTo(shares("T 1, F 1"));
        assertThat(Responsibility.updated(model)).isEqualTo(shares("T 1, F 1"));
    }

    @Test
    void eighteen() {
        CausalModel model = model("TU", v -> v.on("U"));

        assertThat(Responsibility.modified(model)).isEqualTo(shares("T 0, U 1"));
        assertThat(Responsibility.updated(model)).isEqualTo(shares("T 0, U 1"));
    }

    // ---- 19 to 23: beliefs and probabilities

    @Test
    void nineteen() {
        CausalModel teacher = model("TD", v -> v.on("T"));
        CausalModel either = model("TD", v -> v.on("T") || v.on("D"));
        CausalModel distiller = model("TD", v -> v.on("D"));

        assertThat(Responsibility.expected(List.of(
                        new Weighed(f("0.6"), Responsibility.modified(teacher)),
                        new Weighed(f("0.3"), Responsibility.modified(either)),
                        new Weighed(f("0.1"), Responsibility.modified(distiller)))))
                .isEqualTo(shares("T 3/4, D 1/4"));
    }

    @Test
    void twenty() {
        assertThat(Responsibility.expected(List.of(
                        new Weighed(f("1/4"), shares("T 1")),
                        new Weighed(f("1/2"), shares("T 1/2")),
                        new Weighed(f("1/4"), shares("T 0")))))
                .isEqualTo(shares("T 1/2"));
        assertThatThrownBy(() -> Responsibility.expected(List.of(new Weighed(f("1/4"), shares("T 1")))))
                .hasMessageContaining("sum to 1/4");
    }

    @Test
    void twentyOne() {
        GroupBlame blame = new GroupBlame(
                f("9/10"),
                f("10"),
                List.of(
                        new Alternative(Set.of("T"), f("6/10"), f("1")),
                        new Alternative(Set.of("D"), f("7/10"), f("3")),
                        new Alternative(Set.of("T", "D"), f("1/10"), f("4"))));

        assertThat(blame.of(Set.of("T"))).isEqualTo(f("27/100"));
        assertThat(blame.of(Set.of("D"))).isEqualTo(f("14/100"));
        assertThat(blame.of(Set.of("T", "D"))).isEqualTo(f("48/100"));
        assertThat(blame.game(List.of("T", "D")).shapley()).isEqualTo(shares("T 61/200, D 7/40"));
    }

    @Test
    void twentyTwo() {
        GroupBlame blame =
                new GroupBlame(f("9/10"), f("10"), List.of(new Alternative(Set.of("T", "D"), f("0"), f("3"))));

        assertThat(blame.game(List.of("T", "D")).shapley()).isEqualTo(shares("T 63/200, D 63/200"));
        assertThatThrownBy(() -> new GroupBlame(f("1"), f("3"), List.of(new Alternative(Set.of("T"), f("0"), f("3")))))
                .hasMessageContaining("below 3");
    }

    @Test
    void twentyThree() {
        Game game = Game.ofIndependent(shares("a 1/2, b 1/4, c 1/5"));

        assertThat(game.total()).isEqualTo(f("7/10"));
        assertThat(game.shapley()).isEqualTo(shares("a 19/48, b 41/240, c 2/15"));
    }

    // ---- 24 to 26: chains

    private static void chain(String players, String added, String weights, String expected) {
        List<String> names = Arrays.asList(players.split(" ", -1));
        List<Fraction> damage = new ArrayList<>();
        for (String one : added.split(" ", -1)) {
            damage.add(f(one));
        }
        SortedMap<String, Fraction> fault = shares(weights);

        assertThat(Game.sequential(names, damage, fault)).isEqualTo(shares(expected));
        assertThat(Game.ofChain(names, damage).weightedShapley(fault)).isEqualTo(shares(expected));
        assertThat(Game.ofChain(names, damage).hasNoNegativeDividend()).isTrue();
    }

    @Test
    void twentyFour() {
        chain("T D P", "10 20 30", "T 1, D 1, P 1", "T 30, D 20, P 10");
        assertThat(Game.ofChain(List.of("T", "D", "P"), List.of(f("10"), f("20"), f("30")))
                        .shapley())
                .isEqualTo(shares("T 30, D 20, P 10"));
    }

    @Test
    void twentyFive() {
        chain("T D P", "10 20 30", "T 1, D 2, P 3", "T 65/3, D 70/3, P 15");
    }

    @Test
    void twentySix() {
        chain("X T D H P U", "5 0 10 0 15 6", "X 1, T 1, D 1, H 1, P 1, U 1", "X 37/3, T 22/3, D 22/3, H 4, P 4, U 1");
        chain(
                "X T D H P U",
                "5 0 10 0 15 6",
                "X 2, T 3, D 5, H 1, P 4, U 5",
                "X 48/5, T 69/10, D 23/2, H 13/10, P 26/5, U 3/2");
    }

    // ---- 27 to 31: fault

    private static final String FAULT = "T 6, D 3, H 2";

    @Test
    void twentySevenToTwentyNine() {
        CausalModel model = model("TDH", ResponsibilityGoldenTest::six);

        assertThat(Game.faultTimesCause(shares(FAULT), Responsibility.modified(model)))
                .isEqualTo(shares("T 12/17, D 3/17, H 2/17"));
        assertThat(Game.faultTimesCause(shares(FAULT), Game.of(model).shapley()))
                .isEqualTo(shares("T 24/29, D 3/29, H 2/29"));
        assertThat(Game.faultTimesCause(shares(FAULT), Game.of(model).banzhaf()))
                .isEqualTo(shares("T 18/23, D 3/23, H 2/23"));
    }

    @Test
    void thirty() {
        Game game = Game.of(model("TDH", ResponsibilityGoldenTest::six));

        assertThat(game.weightedShapley(shares(FAULT))).isEqualTo(shares("T 115/132, D 2/33, H 3/44"));
        // the less faulty of two substitutes would pay more, so that it must not be offered here
        assertThat(game.hasNoNegativeDividend()).isFalse();
    }

    @Test
    void thirtyOne() {
        Game both = Game.of(model("TD", v -> v.on("T") && v.on("D")));
        Game either = Game.of(model("TD", v -> v.on("T") || v.on("D")));

        assertThat(both.weightedShapley(shares("T 6, D 2"))).isEqualTo(shares("T 3/4, D 1/4"));
        assertThat(both.hasNoNegativeDividend()).isTrue();
        assertThat(either.weightedShapley(shares("T 6, D 2"))).isEqualTo(shares("T 1/4, D 3/4"));
        assertThat(either.hasNoNegativeDividend()).isFalse();
    }

    // ---- limits

    @Test
    void tooManyRolesAreRefusedRatherThanSampled() {
        String[] thirteen = IntStream.range(0, 13).mapToObj(i -> "r" + i).toArray(String[]::new);

        assertThatThrownBy(() -> CausalModel.of(thirteen)).hasMessageContaining("1 to 12 different roles");
        assertThatThrownBy(() -> Game.of(Arrays.asList(thirteen), s -> Fraction.ZERO))
                .hasMessageContaining("1 to 12 players");
        assertThatThrownBy(() -> Responsibility.updated(model("abcdefghi", v -> v.on("a"))))
                .hasMessageContaining("9 variables");
    }

    @Test
    void aStageCannotSeeItself() {
        CausalModel circle = CausalModel.of("T").stage("S", v -> v.on("S")).outcome(v -> v.on("S"));

        assertThatThrownBy(circle::happened).hasMessageContaining("no stage before");
    }
}
