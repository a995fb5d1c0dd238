package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kdchain.rules.verdict.Attribution;
import io.kdchain.rules.verdict.Fraction;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    @Test
    void whoQuantisedAndComparedNothingBearsIt(@TempDir Path directory) {
        Attribution verdict = new Main().run(directory.resolve("chain.db"));

        assertEquals(Fraction.ONE, verdict.shareOf("chips"));
        assertTrue(verdict.evidence().rejected().isEmpty(), () -> "rejected: " + verdict.evidence());
    }
}
