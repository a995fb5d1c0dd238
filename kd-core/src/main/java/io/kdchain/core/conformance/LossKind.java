package io.kdchain.core.conformance;

import ai.djl.ndarray.NDArray;
import io.kdchain.core.loss.AttentionTransferLoss;
import io.kdchain.core.loss.BatchNormStatisticsLoss;
import io.kdchain.core.loss.BornAgainLoss;
import io.kdchain.core.loss.CrdLoss;
import io.kdchain.core.loss.DaflLoss;
import io.kdchain.core.loss.DistLoss;
import io.kdchain.core.loss.DistillationLoss;
import io.kdchain.core.loss.DkdLoss;
import io.kdchain.core.loss.FitNetsLoss;
import io.kdchain.core.loss.ForwardKlLoss;
import io.kdchain.core.loss.GeneralisedJsdLoss;
import io.kdchain.core.loss.HintonLoss;
import io.kdchain.core.loss.ImagePriorLoss;
import io.kdchain.core.loss.LabelOnlyLoss;
import io.kdchain.core.loss.LogitMseLoss;
import io.kdchain.core.loss.LossInput;
import io.kdchain.core.loss.LossTerms;
import io.kdchain.core.loss.MultiTeacherLoss;
import io.kdchain.core.loss.MutualLoss;
import io.kdchain.core.loss.NstLoss;
import io.kdchain.core.loss.PktLoss;
import io.kdchain.core.loss.Reduction;
import io.kdchain.core.loss.ReverseKlLoss;
import io.kdchain.core.loss.RkdLoss;
import io.kdchain.core.loss.ScaleT2;
import io.kdchain.core.loss.SimilarityPreservingLoss;
import io.kdchain.core.loss.SkewForwardKlLoss;
import io.kdchain.core.loss.SkewJensenShannonLoss;
import io.kdchain.core.loss.SkewReverseKlLoss;
import io.kdchain.core.loss.Softening;
import io.kdchain.core.loss.StandardisedLogitLoss;
import io.kdchain.core.loss.SymmetricKlLoss;
import io.kdchain.core.loss.TeacherEntropy;
import io.kdchain.core.loss.TotalVariationLoss;
import io.kdchain.core.loss.VidLoss;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A kind of case in a file of golden losses: which arguments and settings it has, and which of our losses it asks. A
 * case belongs to the kind whose name its method begins with.
 *
 * @param name beginning of the case's method
 * @param args arguments it must have
 * @param optional arguments it may have
 * @param params settings it may have
 * @param float32Slack factor on the tolerances in single precision
 * @param loss our loss by the case's settings; refuses settings that it does not know
 */
record LossKind(
        String name,
        Set<String> args,
        Set<String> optional,
        Set<String> params,
        int float32Slack,
        Function<Params, Evaluation> loss) {

    /** The settings of a case; each has the default of the golden files' generator. */
    record Params(GoldenFile json) {

        double number(String name) {
            return json.number(name);
        }

        double number(String name, double byDefault) {
            return json.has(name) ? json.number(name) : byDefault;
        }

        boolean flag(String name, boolean byDefault) {
            if (!json.has(name)) {
                return byDefault;
            }
            if (!json.element(name).isJsonPrimitive()
                    || !json.element(name).getAsJsonPrimitive().isBoolean()) {
                throw json.bad("'%s' must be true or false".formatted(name));
            }
            return json.element(name).getAsBoolean();
        }

        String text(String name, String byDefault) {
            return json.has(name) ? json.text(name) : byDefault;
        }

        IllegalArgumentException unknown(String name) {
            return json.bad("'%s' is '%s', which is not known".formatted(name, text(name, "")));
        }
    }

    /** Evaluates a case on its arrays. */
    @FunctionalInterface
    interface Evaluation {
        Outcome on(Arguments arguments);
    }

    /** The arrays of a case by argument. */
    record Arguments(Map<String, List<NDArray>> all) {
        NDArray get(String name) {
            return list(name).get(0);
        }

        boolean has(String name) {
            return all.containsKey(name);
        }

        List<NDArray> list(String name) {
            return Optional.ofNullable(all.get(name))
                    .orElseThrow(() -> new IllegalArgumentException("argument '%s' is missing".formatted(name)));
        }
    }

    /** A loss, and what state it leaves. */
    record Outcome(LossTerms terms, Map<String, NDArray> state) {
        static Outcome of(LossTerms terms) {
            return new Outcome(terms, Map.of());
        }
    }

    private static final List<LossKind> ALL = List.of(
            logitsAndLabels("Hinton KD", Set.of("T", "w_ce", "w_kd", "t2", "reduction"), LossKind::hinton),
            logits(
                    "TextBrewer kd_ce",
                    Set.of("T"),
                    p -> new ForwardKlLoss(
                            new Softening(p.number("T"), Reduction.BATCH_MEAN, ScaleT2.NO), TeacherEntropy.KEPT)),
            logits("TextBrewer kd_mse", Set.of("T"), p -> new LogitMseLoss(p.number("T"))),
            logitsAndLabels(
                    "DKD",
                    Set.of("T", "alpha", "beta", "warm"),
                    p -> new DkdLoss(p.number("T"), p.number("alpha"), p.number("beta"), p.number("warm", 1))),
            logits(
                    "DIST",
                    Set.of("beta", "gamma", "tau"),
                    p -> new DistLoss(p.number("beta"), p.number("gamma"), p.number("tau"), DistLoss.DEFAULT_EPSILON)),
            logitsAndLabels(
                    "LSKD",
                    Set.of("T", "w_ce", "w_kd"),
                    p -> new StandardisedLogitLoss(
                            p.number("T"), p.number("w_ce"), p.number("w_kd"), StandardisedLogitLoss.DEFAULT_EPSILON)),
            logits("label-only", Set.of("smooth"), p -> new LabelOnlyLoss(p.number("smooth", 0))),
            logits("reverse KL", Set.of("T"), p -> new ReverseKlLoss(Softening.classification(p.number("T")))),
            new LossKind("DML", Set.of("s1", "s2", "y"), Set.of(), Set.of("T"), 1, p -> {
                var loss = new MutualLoss(p.number("T"));
                return a -> Outcome.of(loss.terms(LossInput.of(a.get("s1"), a.get("s2"), a.get("y"))));
            }),
            logitsAndLabels(
                    "BAN",
                    Set.of("kind"),
                    p -> new BornAgainLoss(
                            switch (p.text("kind", "")) {
                                case "ban" -> BornAgainLoss.Form.SOFT_TARGETS;
                                case "cwtm" -> BornAgainLoss.Form.CONFIDENCE_WEIGHTED;
                                default -> throw p.unknown("kind");
                            })),
            new LossKind(
                    "multi-teacher",
                    Set.of("s", "ts", "y"),
                    Set.of(),
                    Set.of("T", "w", "how", "w_ce", "w_kd"),
                    1,
                    LossKind::multiTeacher),
            tokens(
                    "GKD",
                    Set.of("beta", "T"),
                    p -> new GeneralisedJsdLoss(Softening.tokens(p.number("T")), p.number("beta"))),
            tokens("DistiLLM", Set.of("kind", "lam"), LossKind::sequenceDivergence),
            new LossKind("FitNets", Set.of("s", "t"), Set.of("w"), Set.of(), 1, p -> a -> {
                var loss = a.has("w") ? FitNetsLoss.withRegressor(a.get("w")) : FitNetsLoss.direct();
                return Outcome.of(loss.terms(LossInput.of(a.get("s"), a.get("t"))));
            }),
            features(
                    "AT",
                    Set.of("p"),
                    1,
                    p -> new AttentionTransferLoss((int) p.number("p"), AttentionTransferLoss.Form.MEAN_SQUARE)),
            features("AT paper form", Set.of(), 1, p -> new AttentionTransferLoss(2, AttentionTransferLoss.Form.PAPER)),
            features(
                    "NST",
                    Set.of("kernel"),
                    10,
                    p -> new NstLoss(
                            switch (p.text("kernel", "")) {
                                case "poly" -> NstLoss.Kernel.POLYNOMIAL;
                                case "linear" -> NstLoss.Kernel.LINEAR;
                                default -> throw p.unknown("kernel");
                            })),
            new LossKind("VID", Set.of("s", "t", "w1", "w2", "w3", "log_scale"), Set.of(), Set.of("eps"), 1, p -> {
                double epsilon = p.number("eps");
                return a -> Outcome.of(
                        new VidLoss(List.of(a.get("w1"), a.get("w2"), a.get("w3")), a.get("log_scale"), epsilon)
                                .terms(LossInput.of(a.get("s"), a.get("t"))));
            }),
            features("SP", Set.of(), 1, p -> new SimilarityPreservingLoss()),
            features("RKD", Set.of("wd", "wa"), 10, p -> new RkdLoss(p.number("wd"), p.number("wa"))),
            features("PKT", Set.of(), 1, p -> new PktLoss(PktLoss.DEFAULT_EPSILON)),
            new LossKind(
                    "CRD",
                    Set.of("fs", "ft", "ws", "bs", "wt", "bt", "mem1", "mem2", "pos", "idx"),
                    Set.of(),
                    Set.of("tau", "momentum", "n_data", "z1", "z2"),
                    10,
                    LossKind::contrastive),
            new LossKind("DAFL", Set.of("tl", "tf"), Set.of(), Set.of("oh", "ie", "a"), 1, p -> {
                var loss = new DaflLoss(p.number("oh"), p.number("ie"), p.number("a"));
                return a -> Outcome.of(loss.terms(a.get("tl"), a.get("tf")));
            }),
            new LossKind(
                    "DeepInversion BN statistics",
                    Set.of("x", "rm", "rv"),
                    Set.of(),
                    Set.of(),
                    1,
                    p -> a -> Outcome.of(new BatchNormStatisticsLoss().terms(a.get("x"), a.get("rm"), a.get("rv")))),
            new LossKind(
                    "DeepInversion l2 image prior",
                    Set.of("x"),
                    Set.of(),
                    Set.of(),
                    1,
                    p -> a -> Outcome.of(new ImagePriorLoss().terms(a.get("x")))));

    /** The kind of a case with this method: of those whose name it begins with, the one with the longest. */
    static Optional<LossKind> of(String method) {
        return ALL.stream()
                .filter(kind -> method.startsWith(kind.name)
                        && (method.length() == kind.name.length()
                                || !Character.isLetterOrDigit(method.charAt(kind.name.length()))))
                .max(Comparator.comparingInt(kind -> kind.name.length()));
    }

    /** What of a case's names this kind does not know; empty if it knows all. */
    List<String> strange(Set<String> itsArgs, Set<String> itsParams) {
        Set<String> strange = new HashSet<>(itsArgs);
        strange.addAll(itsParams);
        strange.removeAll(args);
        strange.removeAll(optional);
        strange.removeAll(params);
        return strange.stream().sorted().toList();
    }

    private static LossKind logits(String name, Set<String> params, Function<Params, DistillationLoss> loss) {
        return features(name, params, 1, loss);
    }

    private static LossKind features(
            String name, Set<String> params, int slack, Function<Params, DistillationLoss> loss) {
        return new LossKind(name, Set.of("s", "t"), Set.of(), params, slack, p -> {
            DistillationLoss made = loss.apply(p);
            return a -> Outcome.of(made.terms(LossInput.of(a.get("s"), a.get("t"))));
        });
    }

    private static LossKind logitsAndLabels(String name, Set<String> params, Function<Params, DistillationLoss> loss) {
        return labelled(name, "y", params, loss);
    }

    private static LossKind tokens(String name, Set<String> params, Function<Params, DistillationLoss> loss) {
        return labelled(name, "labels", params, loss);
    }

    private static LossKind labelled(
            String name, String labels, Set<String> params, Function<Params, DistillationLoss> loss) {
        return new LossKind(name, Set.of("s", "t", labels), Set.of(), params, 1, p -> {
            DistillationLoss made = loss.apply(p);
            return a -> Outcome.of(made.terms(LossInput.of(a.get("s"), a.get("t"), a.get(labels))));
        });
    }

    private static DistillationLoss hinton(Params p) {
        return new HintonLoss(
                p.number("T"),
                p.number("w_ce"),
                p.number("w_kd"),
                switch (p.text("reduction", "batchmean")) {
                    case "batchmean" -> Reduction.BATCH_MEAN;
                    case "mean" -> Reduction.ELEMENT_MEAN;
                    default -> throw p.unknown("reduction");
                },
                p.flag("t2", true) ? ScaleT2.YES : ScaleT2.NO);
    }

    private static Evaluation multiTeacher(Params p) {
        var loss = new MultiTeacherLoss(
                switch (p.text("how", "")) {
                    case "mean_prob" -> MultiTeacherLoss.Combination.MEAN_PROBABILITY;
                    case "mean_logit" -> MultiTeacherLoss.Combination.MEAN_LOGIT;
                    case "mean_loss" -> MultiTeacherLoss.Combination.MEAN_LOSS;
                    default -> throw p.unknown("how");
                },
                Arrays.stream(p.json().numbers("w")).boxed().toList(),
                p.number("T"),
                p.number("w_ce"),
                p.number("w_kd"));
        return a -> Outcome.of(loss.terms(new LossInput(a.get("s"), a.list("ts"), a.get("y"), null)));
    }

    private static DistillationLoss sequenceDivergence(Params p) {
        Softening tokens = Softening.tokens(1);
        return switch (p.text("kind", "")) {
            case "forward_ce" -> new ForwardKlLoss(tokens, TeacherEntropy.KEPT);
            case "forward" -> new ForwardKlLoss(tokens, TeacherEntropy.SUBTRACTED);
            case "reverse" -> new ReverseKlLoss(tokens);
            case "symmetric" -> new SymmetricKlLoss(tokens, TeacherEntropy.KEPT, p.number("lam"));
            case "skew_fkl" -> new SkewForwardKlLoss(tokens, TeacherEntropy.KEPT, p.number("lam"));
            case "skew_rkl" -> new SkewReverseKlLoss(tokens, p.number("lam"));
            case "js" -> new SkewJensenShannonLoss(tokens, p.number("lam"));
            case "tv" -> new TotalVariationLoss(tokens);
            default -> throw p.unknown("kind");
        };
    }

    private static Evaluation contrastive(Params p) {
        var setting = new CrdLoss.Setting(p.number("tau"), p.number("momentum"), (int) p.number("n_data"));
        return a -> {
            var loss = new CrdLoss(
                    setting,
                    new CrdLoss.Head(a.get("ws"), a.get("bs")),
                    new CrdLoss.Head(a.get("wt"), a.get("bt")),
                    a.get("mem1").stopGradient().duplicate(),
                    a.get("mem2").stopGradient().duplicate(),
                    (rows, batch) -> a.get("idx"));
            if (p.json().has("z1") != p.json().has("z2")) {
                throw p.json().bad("one of z1 and z2 is given; give both or none");
            }
            if (p.json().has("z1")) {
                loss.restore(p.number("z1"), p.number("z2"));
            }
            LossTerms terms = loss.terms(new LossInput(a.get("fs"), List.of(a.get("ft")), null, a.get("pos")));
            return new Outcome(terms, Map.of("mem1", loss.studentMemory(), "mem2", loss.teacherMemory()));
        };
    }
}
