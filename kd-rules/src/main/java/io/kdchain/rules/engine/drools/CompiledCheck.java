package io.kdchain.rules.engine.drools;

import io.kdchain.rules.engine.RuleEngineException;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.Phase;
import io.kdchain.rules.fact.Vocabulary;
import io.kdchain.rules.fact.Vocabulary.WordEntry;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.drools.base.base.ClassObjectType;
import org.drools.base.base.EnabledBoolean;
import org.drools.base.definitions.InternalKnowledgePackage;
import org.drools.base.definitions.rule.impl.RuleImpl;
import org.drools.base.rule.Accumulate;
import org.drools.base.rule.Forall;
import org.drools.base.rule.GroupElement;
import org.drools.base.rule.RuleConditionElement;
import org.drools.base.rule.TypeDeclaration;
import org.drools.base.rule.accessor.Accumulator;
import org.drools.base.rule.constraint.Constraint;
import org.drools.core.base.accumulators.JavaAccumulatorFunctionExecutor;
import org.drools.core.rule.JavaDialectRuntimeData;
import org.drools.mvel.MVELConstraint;
import org.jspecify.annotations.Nullable;
import org.kie.api.definition.KiePackage;
import org.kie.api.definition.rule.Rule;
import org.mvel2.asm.ClassReader;
import org.mvel2.asm.ClassVisitor;
import org.mvel2.asm.FieldVisitor;
import org.mvel2.asm.Handle;
import org.mvel2.asm.Label;
import org.mvel2.asm.MethodVisitor;
import org.mvel2.asm.Opcodes;

/**
 * The second wall, which knows nothing of the first: whatever text Drools was given, what it made of it may refer to
 * nothing but the vocabulary and to what each rule of ours needs. On the classic path of Drools a consequence becomes
 * two classes, whose bytecode is read here; a constraint becomes no class but an expression that MVEL evaluates, whose
 * text is held against the one form that our printer gives it. Everything is refused that is not listed.
 *
 * <p>It runs before a rule can fire, yet behind the compiler: what a compiler itself would run, as default values of
 * declared types, only the first wall keeps out.
 */
final class CompiledCheck {
    private static final String VOCABULARY = Conclusion.class.getPackageName();
    private static final String GENERATED = DroolsCompiler.PACKAGE.replace('.', '/') + "/";

    private static final String VALUE = "(\"[^\"\\\\]*\"|-?[0-9]{1,10}|true|false|\\$[\\p{L}\\p{N}_]+)";
    private static final String COMPARISON = "\\$?[\\p{L}\\p{N}_]+ (==|!=|<=|>=|<|>) " + VALUE;
    /** One field against one value; several where {@code in} lists them. */
    private static final Pattern EXPRESSION = Pattern.compile(COMPARISON + "( \\|\\| " + COMPARISON + ")*");

    private static final Pattern RULE_NAME = Pattern.compile("r[0-9]+_[0-9]+");
    private static final Set<String> PHASES =
            Arrays.stream(Phase.values()).map(Phase::code).collect(Collectors.toUnmodifiableSet());
    /** What a counting or summing pattern yields. */
    private static final Set<String> RESULTS = Set.of(
            "java.lang.Object", "java.lang.Long", "java.lang.Number", "java.lang.Integer", "java.lang.Comparable");

    private static final Set<String> INTERFACES = Set.of(
            "org/drools/mvel/asm/ConsequenceStub",
            "org/drools/base/rule/accessor/CompiledInvoker",
            "org/drools/base/rule/accessor/ReturnValueExpression");
    private static final Set<String> CALLS = Set.of(
            "java/lang/Object.<init>",
            "java/lang/Object.getClass",
            "org/drools/base/rule/accessor/CompiledInvoker.getMethodBytecode",
            "org/drools/base/rule/Declaration.getValue",
            "org/drools/mvel/field/FieldFactory.getInstance",
            "org/drools/mvel/field/FieldFactory.getFieldValue",
            "org/drools/base/rule/consequence/Consequence.evaluate",
            "org/drools/core/rule/consequence/KnowledgeHelper.insertLogical",
            "org/drools/mvel/asm/ConsequenceGenerator.generate",
            "org/drools/mvel/asm/MethodComparator.compareBytecode",
            "org/drools/mvel/asm/MethodComparator.getMethodBytecode");
    private static final Set<String> TYPES = Set.of(
            "java/lang/Boolean",
            "java/lang/String",
            "org/drools/base/rule/accessor/CompiledInvoker",
            "org/drools/core/rule/consequence/KnowledgeHelper");
    private static final Set<String> FIELDS = Set.of("java/lang/Boolean.TRUE", "java/lang/Boolean.FALSE");
    private static final Set<String> CONCLUSIONS = Vocabulary.base().words().stream()
            .filter(WordEntry::isConclusion)
            .map(w -> (VOCABULARY + "." + w.name()).replace('.', '/'))
            .collect(Collectors.toUnmodifiableSet());

    private CompiledCheck() {}

    /**
     * Looks through everything that was compiled.
     *
     * @throws RuleEngineException if anything is there that is not on the list; nothing of it may be used then
     */
    static void check(Collection<KiePackage> compiled) {
        for (KiePackage each : compiled) {
            if (!(each instanceof InternalKnowledgePackage p)) {
                throw refused(
                        each.getName(),
                        "a package of an unknown kind, " + each.getClass().getName());
            }
            // Drools makes empty packages for the types that patterns name
            boolean ours = p.getName().equals(DroolsCompiler.PACKAGE);
            if (!ours && !p.getRules().isEmpty()) {
                throw refused(p.getName(), "rules outside of package " + DroolsCompiler.PACKAGE);
            }
            names(p);
            for (Rule rule : p.getRules()) {
                rule((RuleImpl) rule);
            }
            classes(p);
        }
    }

    private static void names(InternalKnowledgePackage p) {
        String where = "package " + p.getName();
        String own = p.getName() + ".*";
        refuseOthers(
                where, "import", p.getImports().keySet(), name -> name.equals(own) || name.equals(VOCABULARY + ".*"));
        refuseOthers(where, "static import", p.getStaticImports(), name -> false);
        refuseOthers(where, "global", p.getGlobals().keySet(), name -> false);
        refuseOthers(where, "function", p.getFunctions().keySet(), name -> false);
        refuseOthers(where, "accumulate function", p.getAccumulateFunctions().keySet(), name -> false);
        refuseOthers(where, "window", p.getWindowDeclarations().keySet(), name -> false);
        refuseOthers(where, "entry point", p.getEntryPointIds(), name -> false);
        check(where, "a process", p.getProcesses().isEmpty());
        for (TypeDeclaration type : p.getTypeDeclarations().values()) {
            Class<?> made = type.getTypeClass();
            String name = made == null ? type.getTypeName() : made.getName();
            if (made == null || type.isGeneratedFact() || !(isWord(name) || RESULTS.contains(name))) {
                throw refused(where, "the declared type " + name);
            }
        }
    }

    private static boolean isWord(String className) {
        return className.startsWith(VOCABULARY + ".");
    }

    private static void refuseOthers(String where, String what, Collection<String> names, Predicate<String> allowed) {
        for (String name : names) {
            if (!allowed.test(name)) {
                throw refused(where, "the %s %s".formatted(what, name));
            }
        }
    }

    // ---- rules

    private static void rule(RuleImpl rule) {
        String where = "rule " + rule.getName();
        check(where, "its name", RULE_NAME.matcher(rule.getName()).matches());
        check(where, "agenda group " + rule.getAgendaGroup(), PHASES.contains(rule.getAgendaGroup()));
        check(where, "a salience", !rule.isSalienceDynamic() && rule.getSalienceValue() == 0);
        check(where, "an own `enabled`", rule.getEnabled().equals(EnabledBoolean.ENABLED_TRUE));
        check(where, "a timer, a calendar or a date", rule.getTimer() == null && !rule.hasCalendars());
        check(where, "a day from the clock", rule.getDateEffective() == null && rule.getDateExpires() == null);
        check(where, "a group or a lock", rule.getActivationGroup() == null && rule.getRuleFlowGroup() == null);
        check(where, "an order among rules", !rule.isNoLoop() && !rule.isLockOnActive() && !rule.getAutoFocus());
        check(where, "dialect " + rule.getDialect(), "java".equals(rule.getDialect()));
        check(where, "a query, a unit or a parent", !rule.isQuery() && rule.getParent() == null);
        check(where, "a unit", rule.getRuleUnitClassName() == null);
        check(where, "consequences of its own names", !rule.hasNamedConsequences());
        check(where, "annotations", rule.getMetaData().isEmpty());
        condition(where, rule.getLhs());
    }

    private static void condition(String where, @Nullable RuleConditionElement element) {
        if (element == null) {
            return;
        }
        if (element instanceof GroupElement group) {
            group.getChildren().forEach(c -> condition(where, c));
        } else if (element instanceof Forall forall) {
            condition(where, forall.getBasePattern());
            forall.getRemainingPatterns().forEach(c -> condition(where, c));
        } else if (element instanceof Accumulate accumulate) {
            for (Accumulator function : accumulate.getAccumulators()) {
                check(
                        where,
                        "an accumulate of kind " + function.getClass().getName(),
                        function instanceof JavaAccumulatorFunctionExecutor);
            }
            condition(where, accumulate.getSource());
        } else if (element instanceof org.drools.base.rule.Pattern pattern) {
            pattern(where, pattern);
        } else {
            throw refused(where, "a condition of kind " + element.getClass().getSimpleName());
        }
    }

    private static void pattern(String where, org.drools.base.rule.Pattern pattern) {
        String type = pattern.getObjectType().getClassName();
        boolean counted = pattern.getSource() instanceof Accumulate;
        boolean plain = pattern.getObjectType() instanceof ClassObjectType;
        check(where, "a pattern on " + type, plain && (isWord(type) || counted));
        check(where, "behaviours of a pattern", pattern.getBehaviors().isEmpty());
        for (Constraint constraint : pattern.getConstraints()) {
            if (!(constraint instanceof MVELConstraint mvel)) {
                throw refused(
                        where, "a constraint of kind " + constraint.getClass().getSimpleName());
            }
            check(
                    where,
                    "the constraint `%s`".formatted(mvel.getExpression()),
                    EXPRESSION.matcher(mvel.getExpression()).matches());
        }
        if (pattern.getSource() != null) {
            check(where, "a source of kind " + pattern.getSource().getClass().getSimpleName(), counted);
            condition(where, (Accumulate) pattern.getSource());
        }
    }

    // ---- bytecode

    private static void classes(InternalKnowledgePackage p) {
        if (p.getDialectRuntimeRegistry().getDialectData("java") instanceof JavaDialectRuntimeData java) {
            Set<String> generated = java.getStore().keySet().stream()
                    .map(name -> name.replaceFirst("\\.class$", ""))
                    .collect(Collectors.toSet());
            refuseOthers("package " + p.getName(), "class", generated, name -> name.startsWith(GENERATED));
            java.getStore().values().forEach(bytes -> bytecode(bytes, generated));
        }
    }

    /**
     * Reads one class.
     *
     * @param generated internal names of the classes that were made together with it
     */
    static void bytecode(byte[] bytes, Set<String> generated) {
        ClassReader reader = new ClassReader(bytes);
        String where = "class " + reader.getClassName();
        check(
                where,
                "the superclass " + reader.getSuperName(),
                reader.getSuperName().equals("java/lang/Object"));
        for (String implemented : reader.getInterfaces()) {
            check(where, "the interface " + implemented, INTERFACES.contains(implemented));
        }
        reader.accept(new Reading(where, generated), ClassReader.SKIP_DEBUG);
    }

    private static final class Reading extends ClassVisitor {
        private final String where;
        private final Set<String> generated;

        Reading(String where, Set<String> generated) {
            super(Opcodes.ASM9);
            this.where = where;
            this.generated = generated;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String type, @Nullable String signature, @Nullable Object value) {
            boolean constant = (access & Opcodes.ACC_STATIC) != 0 && value instanceof Long;
            boolean consequence = type.equals("Lorg/drools/base/rule/consequence/Consequence;");
            check(where, "the field %s of type %s".formatted(name, type), constant || consequence);
            return null;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String type, @Nullable String signature, String @Nullable [] thrown) {
            check(where, "code that runs as soon as it is loaded", !name.equals("<clinit>"));
            check(where, "the native method " + name, (access & Opcodes.ACC_NATIVE) == 0);
            return new Code(where, generated);
        }
    }

    private static final class Code extends MethodVisitor {
        private final String where;
        private final Set<String> generated;
        private final Set<Label> passed = new HashSet<>();

        Code(String where, Set<String> generated) {
            super(Opcodes.ASM9);
            this.where = where;
            this.generated = generated;
        }

        @Override
        public void visitLabel(Label label) {
            passed.add(label);
        }

        @Override
        public void visitJumpInsn(int opcode, Label target) {
            check(where, "a loop", !passed.contains(target));
        }

        @Override
        public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
            throw refused(where, "a switch");
        }

        @Override
        public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
            throw refused(where, "a switch");
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String type, boolean isInterface) {
            boolean makesConclusion = name.equals("<init>") && CONCLUSIONS.contains(owner);
            String call = owner + "." + name;
            check(where, "a call of " + call, makesConclusion || generated.contains(owner) || CALLS.contains(call));
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            check(where, "the type " + type, TYPES.contains(type) || CONCLUSIONS.contains(type));
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String type) {
            String field = owner + "." + name;
            check(where, "the field " + field, generated.contains(owner) || FIELDS.contains(field));
        }

        @Override
        public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
            throw refused(where, "a dynamic call of " + name);
        }

        @Override
        public void visitMultiANewArrayInsn(String type, int dimensions) {
            throw refused(where, "an array of " + type);
        }

        @Override
        public void visitLdcInsn(Object value) {
            check(
                    where,
                    "a constant of type " + value.getClass().getSimpleName(),
                    value instanceof String || value instanceof Number);
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
            check(where, "a catch of " + type, type == null);
        }
    }

    private static void check(String where, String what, boolean allowed) {
        if (!allowed) {
            throw refused(where, what);
        }
    }

    private static RuleEngineException refused(String where, String what) {
        return new RuleEngineException(
                "What Drools compiled holds %s (%s), which no rule of the language has. Nothing of it is used; the rules in use stay. Please report this with the pack."
                        .formatted(what, where));
    }
}
