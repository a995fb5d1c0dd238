package io.kdchain.rules.release;

import static io.kdchain.rules.pack.PackFixture.pack;
import static io.kdchain.rules.pack.PackFixture.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kdchain.provenance.sign.Ed25519Signer;
import io.kdchain.rules.engine.Derivation;
import io.kdchain.rules.engine.RuleEngine;
import io.kdchain.rules.engine.drools.DroolsRuleEngine;
import io.kdchain.rules.fact.Act;
import io.kdchain.rules.fact.Conclusion;
import io.kdchain.rules.fact.OwesDuty;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import io.kdchain.rules.release.LivePack.Outcome;
import io.kdchain.rules.release.LivePack.Reload;
import io.kdchain.rules.workbench.PackTrial;
import io.kdchain.rules.workbench.PackTrialException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePackTest {
    private static final LocalDate DAY = LocalDate.of(2023, 1, 1);
    private static final List<Act> FACTS = List.of(new Act("act-1", "edgechip", "hardware-adapter", "adaptation"));

    @TempDir
    Path folder;

    /** A pack and a compiled engine: what a host would keep. */
    private record Made(RulePack pack, RuleEngine engine) {
        static Made of(RulePack pack) {
            Made made = new Made(pack, new DroolsRuleEngine());
            made.derive();
            return made;
        }

        Derivation derive() {
            return engine.derive(pack.at(DAY), FACTS);
        }

        Set<Conclusion> conclusions() {
            return Set.copyOf(derive().conclusions());
        }
    }

    private void write(String duty, int edition) {
        pack().rules("// edition %d\n".formatted(edition)
                        + rule(
                                "T-1: duty",
                                "duty",
                                "Act( $act : act, $party : party )",
                                "insertLogical( new OwesDuty( $party, \"%s\", $act ) );".formatted(duty)))
                .in(folder);
    }

    private static Set<Conclusion> owed(String duty) {
        return Set.of(new OwesDuty("edgechip", duty, "act-1"));
    }

    @Test
    void aChangedPackTakesThePlaceOfTheOld() {
        write("examine-bias", 1);
        LivePack<Made> live = LivePack.open(folder, RulePack::load, Made::of);
        LivePack.InUse<Made> before = live.current();

        assertThat(live.reload().outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(live.current()).isSameAs(before);

        write("act-on-notice", 2);
        assertThat(live.reload()).isEqualTo(new Reload(Outcome.SWAPPED, List.of(), null));
        assertThat(live.current().number()).isEqualTo(2);
        assertThat(live.current().made().conclusions()).isEqualTo(owed("act-on-notice"));
        assertThat(before.made().conclusions())
                .as("who took the old one goes on with it")
                .isEqualTo(owed("examine-bias"));
    }

    @Test
    void aRefusedPackLeavesTheOldInUse() throws IOException {
        write("examine-bias", 1);
        LivePack<Made> live = LivePack.open(folder, RulePack::load, Made::of);
        LivePack.InUse<Made> before = live.current();
        write("examine-bia", 2);

        Reload refused = live.reload();

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.problems()).singleElement().satisfies(p -> {
            assertThat(p.at()).hasToString(folder + "/law/art-1.drl:14:24");
            assertThat(p.message()).contains("did you mean examine-bias?");
        });
        assertThat(refused.refusal()).contains("Rule pack at ").contains("did you mean examine-bias?");
        assertThat(live.current()).isSameAs(before);

        Files.delete(folder.resolve("norms.yaml"));
        assertThat(live.reload().outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(live.current().made().conclusions()).isEqualTo(owed("examine-bias"));
        assertThatExceptionOfType(RulePackException.class)
                .isThrownBy(() -> LivePack.open(folder, RulePack::load, Made::of));
    }

    @Test
    void anUnexpectedErrorLeavesTheOldInUseAsWell() {
        write("examine-bias", 1);
        LivePack<String> live = LivePack.open(folder, RulePack::load, pack -> {
            if (pack.rules().get(0).toString().contains("act-on-notice")) {
                throw new IllegalStateException("out of order");
            }
            return pack.digest();
        });
        String before = live.current().made();
        write("act-on-notice", 2);

        assertThatIllegalStateException().isThrownBy(live::reload);
        assertThat(live.current().made()).isEqualTo(before);
    }

    @Test
    void aPackThatFailsItsScenariosIsRefused() throws IOException {
        write("examine-bias", 1);
        Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
        LivePack<RulePack> untried = LivePack.open(folder, RulePack::load, pack -> pack);
        assertThatExceptionOfType(PackTrialException.class)
                .isThrownBy(
                        () -> PackTrial.of(scenarios).demand(untried.current().pack()))
                .withMessageContaining("there is no scenario in");
        Files.writeString(scenarios.resolve("a.yaml"), """
                scenario: a
                title: {en: A, zh: 一}
                """);

        write("act-on-notice", 2);
        LivePack<RulePack> live = LivePack.open(folder, RulePack::load, pack -> pack);
        write("examine-bias", 3);
        LivePack<RulePack> tried = LivePack.open(folder, RulePack::load, pack -> {
            if (pack.digest().equals(live.current().pack().digest())) {
                PackTrial.of(scenarios).demand(pack);
            }
            return pack;
        });
        write("act-on-notice", 2);
        Reload refused = tried.reload();
        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.refusal()).contains("a.yaml:");
    }

    @Test
    void onlyWhatBothSignedIsTakenWhereSignaturesAreDemanded() {
        Ed25519Signer author = Ed25519Signer.generate();
        Ed25519Signer reviewer = Ed25519Signer.generate();
        PackTrust trust = new PackTrust(Set.of(author.publicKey()), Set.of(reviewer.publicKey()));
        Path signed = folder.resolve("test");
        AcceptedPacks accepted = AcceptedPacks.open(folder.resolve("accepted.json"));
        pack().in(signed);
        SignedPack.sign(signed, PackRole.AUTHOR, author);
        SignedPack.sign(signed, PackRole.REVIEWER, reviewer);
        LivePack<String> live = LivePack.open(signed, LivePack.signed(trust, accepted), RulePack::digest);
        String before = live.current().made();

        pack().with("parameters.yaml", "a.b: {value: 1}\n").in(signed);
        Reload refused = live.reload();

        assertThat(refused.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(refused.refusal()).contains("changed: parameters.yaml");
        assertThat(live.current().made()).isEqualTo(before);

        pack().with("parameters.yaml", "a.b: {value: 1}\n")
                .with("pack.yaml", "{id: test, title: T, jurisdiction: CN, version: \"2\"}")
                .in(signed);
        SignedPack.sign(signed, PackRole.AUTHOR, author);
        SignedPack.sign(signed, PackRole.REVIEWER, reviewer);
        assertThat(live.reload().outcome()).isEqualTo(Outcome.SWAPPED);
    }

    /** Each derivation gives the one answer or the other, never a mixture, while packs change under it. */
    @Test
    void derivationsGoOnWhilePacksAreSwapped() throws Exception {
        write("examine-bias", 0);
        LivePack<Made> live = LivePack.open(folder, RulePack::load, Made::of);
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(2);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Future<Integer>> users = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            users.add(pool.submit(() -> {
                int derived = 0;
                while (!done.get()) {
                    Made made = live.current().made();
                    String duty =
                            made.pack().rules().get(0).insertions().toString().contains("examine-bias")
                                    ? "examine-bias"
                                    : "act-on-notice";
                    assertThat(made.conclusions()).isEqualTo(owed(duty));
                    derived++;
                    begun.countDown();
                }
                return derived;
            }));
        }
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i <= 6; i++) {
            write(i % 2 == 0 ? "examine-bias" : "act-on-notice", i);
            assertThat(live.reload().outcome()).isEqualTo(Outcome.SWAPPED);
        }
        done.set(true);
        for (Future<Integer> user : users) {
            assertThat(user.get(60, TimeUnit.SECONDS)).isPositive();
        }
        pool.shutdown();
    }

    @Test
    void someDozensOfReloadsLeakNothing() {
        leaksNothing(25, 30);
    }

    /**
     * {@code mvn -B test -pl kd-rules -am -Plong -Dtest=LivePackTest#thousandsOfReloadsLeakNothing
     * -Dsurefire.failIfNoSpecifiedTests=false}.
     */
    @Test
    @Tag("long")
    void thousandsOfReloadsLeakNothing() {
        leaksNothing(50, 2_000);
    }

    private void leaksNothing(int warm, int reloads) {
        write("examine-bias", 0);
        LivePack<Made> live = LivePack.open(folder, RulePack::load, Made::of);
        for (int i = 1; i <= warm; i++) {
            write("examine-bias", i);
            live.reload();
        }
        long classesBefore = classes();
        long heapBefore = heap();
        List<WeakReference<Made>> old = new ArrayList<>();
        for (int i = 1; i <= reloads; i++) {
            old.add(new WeakReference<>(live.current().made()));
            write("examine-bias", warm + i);
            assertThat(live.reload().outcome()).isEqualTo(Outcome.SWAPPED);
        }
        long classesAfter = classes();
        long heapAfter = heap();

        assertThat(old.stream().filter(r -> r.get() != null)).isEmpty();
        // a compiled rule brings two classes: a leak would show them once for each reload
        assertThat(classesAfter - classesBefore).isLessThan(reloads / 2);
        assertThat(heapAfter - heapBefore).isLessThan(16L << 20);
    }

    private static long classes() {
        collect();
        return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
    }

    private static long heap() {
        collect();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void collect() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
    }
}
