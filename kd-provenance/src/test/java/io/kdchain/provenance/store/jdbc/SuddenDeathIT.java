package io.kdchain.provenance.store.jdbc;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuddenDeathIT {
    private static final long SEED = 20260101;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLogKeepsItsPromisesWhenItsProcessIsKilled() throws IOException, InterruptedException, SQLException {
        new SuddenDeath(folder, SEED).run(5);
    }

    /** {@code mvn verify -Plong -pl kd-provenance -Dtest=SuddenDeathIT}. */
    @Test
    @Tag("long")
    void aLogKeepsItsPromisesWhenItsProcessIsKilledFiveHundredTimes()
            throws IOException, InterruptedException, SQLException {
        System.out.println("Sudden death: " + new SuddenDeath(folder, SEED).run(500) + "; seed " + SEED + ".");
    }
}
