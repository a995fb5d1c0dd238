package io.kdchain.rules.engine.drools;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.language.Rule;
import java.util.List;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.ReleaseId;

/** Drools on its announced path: rules become Java code. */
public final class ExecutableModel {
    private ExecutableModel() {}

    /** An engine with nothing compiled yet. */
    public static RuleEngine engine() {
        return new DroolsRuleEngine(ExecutableModel::compile);
    }

    private static KieBase compile(List<Rule> rules) {
        KieServices services = KieServices.get();
        ReleaseId release = services.newReleaseId(
                "io.kdchain.test",
                "rules-" + Integer.toHexString(DroolsCompiler.text(rules).hashCode()),
                "1");
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(release);
        files.write("src/main/resources/rules/compiled/rules.drl", DroolsCompiler.text(rules));
        KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
        assertThat(builder.getResults().getMessages()).isEmpty();
        return services.newKieContainer(release).getKieBase();
    }
}
