package io.kdchain.rules.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kdchain.rules.engine.RuleEngineException;
import io.kdchain.rules.engine.RuleForms;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.pack.PackFixture;
import io.kdchain.rules.pack.RulePack;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The second wall by itself: text that the first one refuses is given to Drools directly. */
class CompiledCheckTest {
    private static final String MARKER = "kd.attack";
    private static final String HEAD = "package rules.compiled\nimport io.kdchain.rules.fact.*\n";
    private static final String SET = "System.setProperty( \"kd.attack\", \"1\" )";
    private static final String CONCLUDE = "insertLogical( new Defect( $item, \"localised\" ) );";

    @AfterEach
    void clear() {
        System.clearProperty(MARKER);
    }

    private static String rule(String head, String when, String then) {
        return HEAD + "rule \"r0_0\"\n agenda-group \"causation\" " + head + "\nwhen\n " + when + "\nthen\n " + then
                + "\nend\n";
    }

    private static Arguments when(String name, String when, String told) {
        return Arguments.of(name, rule("", when, CONCLUDE), told);
    }

    private static Arguments then(String name, String then, String told) {
        return Arguments.of(name, rule("", "Item( $item : item )", then), told);
    }

    private static Arguments head(String name, String head, String told) {
        return Arguments.of(name, rule(head, "Item( $item : item )", CONCLUDE), told);
    }

    private static Arguments file(String name, String inFrontOfTheRule, String told) {
        return Arguments.of(
                name,
                rule("", "Item( $item : item )", CONCLUDE)
                        .replace("rule \"r0_0\"", inFrontOfTheRule + "\nrule \"r0_0\""),
                told);
    }

    static Stream<Arguments> attacks() {
        return Stream.of(
                then("a process", "new ProcessBuilder( \"true\" ).start();", "java/lang/ProcessBuilder"),
                then("the end of the host", "System.exit( 42 );", "a call of java/lang/System.exit"),
                then("a property", SET + ";", "a call of java/lang/System.setProperty"),
                then("a thread", "insertLogical( new Thread() );", "the type java/lang/Thread"),
                then("reflection", "$item.getClass().getClassLoader();", "java/lang/Class.getClassLoader"),
                then("an endless loop", "int i = 0; while ( i < 1 ) { i = i * 2; }", "a loop"),
                then("a switch", "switch ( $item.hashCode() ) { case 1: return; default: return; }", "String.hashCode"),
                then("an insertion for ever", "insert( new Defect( $item, \"x\" ) );", "KnowledgeHelper.insert "),
                then("facts that are taken away", "delete( $item );", "KnowledgeHelper.getFactHandle"),
                then("the rule base", "drools.getKieRuntime();", "KnowledgeHelper.getKieRuntime"),
                then("glued texts", "insertLogical( new Defect( $item + \"x\", \"localised\" ) );", "a dynamic call"),
                then("a lambda", "Runnable r = () -> { };", "a dynamic call"),
                then("a fact made by a rule", "insertLogical( new Party( $item, \"auditor\" ) );", "fact/Party"),
                then("a caught error", "try { " + CONCLUDE + " } catch ( RuntimeException e ) { }", "a catch of"),
                when("eval", "Item( $item : item ) eval( " + SET + " == null )", "a condition of kind EvalCondition"),
                when("a call among constraints", "Item( $item : item, item.length() > 3 )", "item.length() > 3"),
                when(
                        "reflection among constraints",
                        "Item( $item : item, this.getClass().getClassLoader() != null )",
                        "this.getClass()"),
                when(
                        "eval among constraints",
                        "Item( $item : item, eval( " + SET + " == null ) )",
                        "the constraint `System.setProperty"),
                when("a regular expression", "Item( $item : item, item matches \"(a+)+\" )", "the constraint `item ~="),
                when("a computed value", "Item( $item : item, item == \"a\" + \"b\" )", "the constraint `item =="),
                when(
                        "another source",
                        "Item( $item : item ) Item() from new java.util.ArrayList()",
                        "a source of kind"),
                when("collected facts", "Item( $item : item ) java.util.List() from collect( Item() )", "List"),
                when("an entry point", "Item( $item : item ) from entry-point \"x\"", "a source of kind"),
                when("a foreign type", "String( $item : toString )", "a pattern on java.lang.String"),
                when("every object", "Item( $item : item ) Object()", "a pattern on java.lang.Object"),
                when(
                        "accumulated code",
                        "Item( $item : item ) Number() from accumulate( Item(), init( int x = 0; ), action( x++; ), result( x ) )",
                        "an accumulate of kind"),
                head("dialect mvel", "dialect \"mvel\"", "dialect mvel"),
                head("salience", "salience 5", "a salience"),
                head("computed salience", "salience ( 1 + 1 )", "a salience"),
                head("a rule switched off", "enabled false", "an own `enabled`"),
                head("a timer", "timer( int: 1s )", "a timer"),
                head("a lock", "lock-on-active true", "an order among rules"),
                head("no loop", "no-loop true", "an order among rules"),
                head("a jump into a phase", "auto-focus true", "an order among rules"),
                head("an activation group", "activation-group \"x\"", "a group or a lock"),
                Arguments.of(
                        "an annotation",
                        rule("", "Item( $item : item )", CONCLUDE)
                                .replace("rule \"r0_0\"", "rule \"r0_0\" @legalBasis( \"x\" )"),
                        "annotations"),
                head("a day from the clock", "date-effective \"01-Jan-2020\"", "a day from the clock"),
                file("a function", "function void f() { }", "the static import rules.compiled.F.f"),
                file("a static import", "import static java.lang.System.exit", "static import"),
                file("an import", "import java.util.List", "the import java.util.List"),
                file("a global", "global java.lang.Runtime rt", "the global rt"),
                file("a query", "query q() Item() end", "its name (rule q)"),
                file("a declared type", "declare Evil n : String end", "the declared type rules.compiled.Evil"),
                file("an entry point", "declare entry-point \"x\" end", "the entry point x"),
                Arguments.of(
                        "another phase",
                        rule("", "Item( $item : item )", CONCLUDE).replace("causation", "afterwards"),
                        "agenda group afterwards"),
                Arguments.of(
                        "a rule of a name that another has",
                        rule("", "Item( $item : item )", CONCLUDE).replace("r0_0", "T-1: x"),
                        "its name (rule T-1: x)"),
                Arguments.of(
                        "another package",
                        rule("", "Item( $item : item )", CONCLUDE)
                                .replace("package rules.compiled", "package io.kdchain.rules.fact"),
                        "rules outside of package"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void whatTheLanguageHasNotIsRefusedWithoutTheFirstWall(String name, String drl, String told) {
        assertThatExceptionOfType(RuleEngineException.class)
                .isThrownBy(() -> DroolsCompiler.build(drl))
                .withMessageStartingWith("What Drools compiled holds ")
                .withMessageContaining(told)
                .withMessageContaining("Nothing of it is used");
        assertThat(System.getProperty(MARKER)).isNull();
    }

    /** Why the first wall must stand: this has run before anybody can look at what came out. */
    @Test
    void whatRunsWhileItIsCompiledOnlyTheFirstWallKeepsOut() {
        String drl = HEAD + "declare Evil\n n : String = " + SET + "\nend\n";

        assertThatExceptionOfType(RuleEngineException.class)
                .isThrownBy(() -> DroolsCompiler.build(drl))
                .withMessageContaining("the declared type rules.compiled.Evil");
        assertThat(System.getProperty(MARKER)).isEqualTo("1");
    }

    @Test
    void classesThatDoMoreThanAConsequenceAreRefused() throws IOException {
        for (Class<?> each : Set.of(CompiledCheckTest.class, Conclusion.class, TreeSet.class)) {
            byte[] bytes;
            try (InputStream in = each.getResourceAsStream(each.getSimpleName() + ".class")) {
                bytes = in.readAllBytes();
            }
            assertThatExceptionOfType(RuleEngineException.class)
                    .as(each.getName())
                    .isThrownBy(() -> CompiledCheck.bytecode(bytes, Set.of()));
        }
    }

    @Test
    void everyFormOfTheLanguageAndAllPacksPass() {
        LocalDate day = LocalDate.of(2027, 6, 1);
        assertThatCode(() -> DroolsCompiler.compile(PackFixture.pack()
                        .rules(RuleForms.ALL)
                        .load()
                        .at(LocalDate.of(2023, 1, 1))
                        .rules()))
                .doesNotThrowAnyException();
        for (String id : RulePack.builtinIds()) {
            assertThatCode(() ->
                            DroolsCompiler.compile(RulePack.builtin(id).at(day).rules()))
                    .as(id)
                    .doesNotThrowAnyException();
        }
    }
}
