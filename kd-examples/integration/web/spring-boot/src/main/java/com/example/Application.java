package com.example;

import io.kdchain.provenance.ChainLog;
import io.kdchain.rules.LiabilityEngine;
import io.kdchain.rules.pack.RulePack;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** A service whose answers bear both labels. */
@SpringBootApplication
public class Application {
    public static void main(String[] args) {
        SpringApplication.run(Application.class, args);
    }

    @Bean
    Chain chain(@Value("${chain.file}") Path file) {
        return Chain.begin(file);
    }

    /** A bean of its own, so that it is closed with the application. */
    @Bean
    ChainLog log(Chain chain) {
        return chain.log();
    }

    /** Built once: it compiles the rules. */
    @Bean
    LiabilityEngine engine(ChainLog log) {
        return LiabilityEngine.builder()
                .evidence(log)
                .pack(RulePack.builtin("cn"))
                .build();
    }

    @Bean
    Answers answers(Chain chain, LiabilityEngine engine) {
        return new Answers(chain.log(), chain.cloud(), chain.key(), chain.trust(), engine);
    }
}
