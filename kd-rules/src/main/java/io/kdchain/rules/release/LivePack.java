package io.kdchain.rules.release;

import io.kdchain.provenance.event.KdException;
import io.kdchain.rules.language.Problem;
import io.kdchain.rules.pack.RulePack;
import io.kdchain.rules.pack.RulePackException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pack of a folder that is in use, and what was made of it, such as an engine. A changed pack is read, checked,
 * made and tried aside; then it takes the place of the old one at one stroke, or it is refused and the old one stays.
 * Who took {@link #current()} before goes on with that to the end. Nothing of an old pack is kept. Safe for concurrent
 * use; looks at the folder when it is asked to.
 *
 * <pre>{@code
 * LivePack<LiabilityEngine> live = LivePack.open(folder, RulePack::load, pack -> {
 *     RuleEngine rules = new DroolsRuleEngine();
 *     PackTrial.of(folder.resolve("scenarios")).by(rules).demand(pack);   // compiles it as well
 *     return LiabilityEngine.builder().evidence(log).rules(rules).pack(pack).build();
 * });
 * live.current().made().attribute("incident:4711");
 * live.reload();                                                          // from a timer, or after an upload
 * }</pre>
 *
 * @param <T> what is made of a pack
 */
public final class LivePack<T> {
    private static final Logger LOG = LoggerFactory.getLogger(LivePack.class);

    private final Path folder;
    private final Function<Path, RulePack> reader;
    private final Function<RulePack, T> maker;
    private volatile InUse<T> current;

    /**
     * A pack and what was made of it.
     *
     * @param pack the pack
     * @param made of it
     * @param number counts the packs that were in use; from 1
     */
    public record InUse<T>(RulePack pack, T made, long number) {}

    /** What became of a look at the folder. */
    public enum Outcome {
        /** The folder says what the pack in use says. */
        UNCHANGED,
        /** The pack of the folder is in use now. */
        SWAPPED,
        /** The pack of the folder cannot be used; the one in use stays. */
        REFUSED
    }

    /**
     * A look at the folder.
     *
     * @param outcome what became of it
     * @param problems of a refused pack with their places; empty where it was refused for another reason
     * @param refusal why it was refused, for people; null if it was not
     */
    public record Reload(
            Outcome outcome,
            List<Problem> problems,
            @Nullable String refusal) {
        public Reload {
            problems = List.copyOf(problems);
        }
    }

    private LivePack(Path folder, Function<Path, RulePack> reader, Function<RulePack, T> maker, InUse<T> first) {
        this.folder = folder;
        this.reader = reader;
        this.maker = maker;
        this.current = first;
    }

    /**
     * Begins with the pack that is in the folder.
     *
     * @param folder of the pack
     * @param reader reads and checks it: {@code RulePack::load}, or {@link #signed}
     * @param maker makes and tries what is used; what it throws as {@link KdException} refuses the pack
     * @throws KdException if the first pack is refused, since then there is none to go on with
     */
    public static <T> LivePack<T> open(Path folder, Function<Path, RulePack> reader, Function<RulePack, T> maker) {
        RulePack pack = reader.apply(folder);
        return new LivePack<>(folder, reader, maker, new InUse<>(pack, maker.apply(pack), 1));
    }

    /**
     * Reads only packs that both roles signed, and none older than one accepted before.
     *
     * @param trust whose signatures count
     * @param accepted remembers what was accepted
     */
    public static Function<Path, RulePack> signed(PackTrust trust, AcceptedPacks accepted) {
        return folder -> {
            SignedPack pack = SignedPack.load(folder);
            List<PackFinding> findings = accepted.accept(pack, trust);
            if (!findings.isEmpty()) {
                throw new PackSignatureException(pack.pack().id(), findings);
            }
            return pack.pack();
        };
    }

    /** The pack in use, and what was made of it. */
    public InUse<T> current() {
        return current;
    }

    /**
     * Looks at the folder, and takes a changed pack into use. One thread at a time does so; {@link #current()} never
     * waits for it. An error that is no {@link KdException} is thrown on, and the pack in use stays all the same.
     */
    public synchronized Reload reload() {
        InUse<T> before = current;
        try {
            RulePack pack = reader.apply(folder);
            if (pack.digest().equals(before.pack().digest())) {
                return new Reload(Outcome.UNCHANGED, List.of(), null);
            }
            T made = maker.apply(pack);
            current = new InUse<>(pack, made, before.number() + 1);
            LOG.info("{} is in use, in the place of {}", pack, before.pack());
            return new Reload(Outcome.SWAPPED, List.of(), null);
        } catch (RulePackException e) {
            return refused(e, e.problems());
        } catch (KdException e) {
            return refused(e, List.of());
        }
    }

    private Reload refused(KdException why, List<Problem> problems) {
        LOG.warn("The pack in {} is refused and {} stays in use: {}", folder, current.pack(), why.getMessage());
        return new Reload(Outcome.REFUSED, problems, String.valueOf(why.getMessage()));
    }
}
