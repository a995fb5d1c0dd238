package com.example;

import io.kdchain.provenance.ChainLog;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.RulePack;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the service is made of. All singletons: none of these types needs a proxy. */
@Singleton
class Beans {
    @Produces
    @Singleton
    Chain chain(@ConfigProperty(name = "chain.file") String file) {
        return Chain.begin(Path.of(file));
    }

    @Produces
    @Singleton
    ChainLog log(Chain chain) {
        return chain.log();
    }

    void close(@Disposes ChainLog log) {
        log.close();
    }

    /** Built once, at the start: it compiles the rules. */
    @Produces
    @Singleton
    @Startup
    LiabilityEngine engine(ChainLog log) {
        return LiabilityEngine.builder()
                .evidence(log)
                .pack(RulePack.builtin("cn"))
                .build();
    }

    @Produces
    @Singleton
    Answers answers(Chain chain, LiabilityEngine engine) {
        return new Answers(chain.log(), chain.cloud(), chain.key(), chain.trust(), engine);
    }
}
