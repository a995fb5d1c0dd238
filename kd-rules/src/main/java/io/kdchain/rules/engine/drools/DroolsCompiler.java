package io.kdchain.rules.engine.drools;

import io.kdchain.rules.engine.RuleEngineException;
import io.kdchain.rules.language.CanonicalText;
import io.kdchain.rules.language.Rule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.kie.api.KieBase;
import org.kie.api.io.ResourceType;
import org.kie.internal.builder.KnowledgeBuilder;
import org.kie.internal.builder.KnowledgeBuilderConfiguration;
import org.kie.internal.builder.KnowledgeBuilderFactory;
import org.kie.internal.io.ResourceFactory;

/**
 * Compiles the canonical text of checked rules on the classic path. Nothing else ever reaches the compiler, and what
 * comes out of it passes {@link CompiledCheck} before a rule can fire.
 */
final class DroolsCompiler {
    static final String PACKAGE = "rules.compiled";

    private DroolsCompiler() {}

    static KieBase compile(List<Rule> rules) {
        return build(text(rules));
    }

    static KieBase build(String drl) {
        KnowledgeBuilderConfiguration configuration = KnowledgeBuilderFactory.newKnowledgeBuilderConfiguration(
                new Properties(), DroolsCompiler.class.getClassLoader());
        KnowledgeBuilder builder = KnowledgeBuilderFactory.newKnowledgeBuilder(configuration);
        byte[] text = drl.getBytes(StandardCharsets.UTF_8);
        builder.add(ResourceFactory.newByteArrayResource(text), ResourceType.DRL);
        if (builder.hasErrors()) {
            throw new RuleEngineException(
                    "Drools refuses rules that the language allows: %s. Please report this with the pack."
                            .formatted(builder.getErrors()));
        }
        CompiledCheck.check(builder.getKnowledgePackages());
        return builder.newKieBase();
    }

    static String text(List<Rule> rules) {
        return CanonicalText.forCompiler(PACKAGE, rules);
    }

    /** The rule that the compiled text names so. */
    static Rule rule(List<Rule> rules, String compiledName) {
        return rules.get(Integer.parseInt(compiledName.substring(1, compiledName.indexOf('_'))));
    }
}
