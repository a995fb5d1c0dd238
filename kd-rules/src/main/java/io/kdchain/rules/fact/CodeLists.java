package io.kdchain.rules.fact;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The closed lists of values, by name. The lists {@code duty} and {@code term} come from the rule pack
 * ({@code duties.yaml}, {@code parameters.yaml}) and are not here.
 */
public final class CodeLists {
    /** Lists that a rule pack supplies. */
    public static final List<String> OF_THE_PACK = List.of("duty", "term");

    private static final Map<String, List<String>> LISTS = lists();

    private CodeLists() {}

    /** All lists that do not depend on a pack: name to values, in their own order. */
    public static Map<String, List<String>> all() {
        return LISTS;
    }

    private static Map<String, List<String>> lists() {
        Map<String, List<String>> m = new TreeMap<>();
        m.put("regime", List.of("fault", "presumed-fault", "strict"));
        m.put("regime-override", List.of("none", "fault", "presumed-fault", "strict"));
        m.put(
                "damage-kind",
                List.of(
                        "bodily-injury",
                        "property",
                        "pecuniary",
                        "reputation",
                        "personality",
                        "privacy",
                        "copyright",
                        "unfair-competition",
                        "discrimination"));
        m.put("scene", List.of("medical", "credit", "news", "general"));
        m.put("severity", List.of("slight", "ordinary", "serious", "death", "unstated"));
        m.put(
                "role",
                List.of(
                        "data-provider",
                        "teacher-developer",
                        "distillation-provider",
                        "hardware-adapter",
                        "deployment-platform",
                        "student-user",
                        "consumer",
                        "claimant",
                        "auditor",
                        "regulator",
                        "insurer",
                        "industry-association"));
        m.put("stage", List.of("data", "teacher", "distillation", "adaptation", "deployment", "use"));
        m.put(
                "check-state",
                List.of(
                        "made",
                        "failed",
                        "failed-disclosed",
                        "absent",
                        "formal",
                        "corrected",
                        "shipped-disclosed-fault",
                        "not-customary",
                        "switched-off",
                        "expired",
                        "withdrawn",
                        "unnamed"));
        m.put("reliance", List.of("reviewed", "unreviewed", "unrecorded"));
        m.put("personal-data", List.of("none", "ordinary", "sensitive"));
        m.put(
                "authorisation-state",
                List.of(
                        "authorised",
                        "revoked",
                        "expired",
                        "purpose-mismatch",
                        "distillation-excluded",
                        "territory-mismatch",
                        "not-entitled",
                        "unrecorded"));
        m.put("protection", List.of("none", "deidentified", "encrypted", "dynamic-encrypted"));
        m.put("leak-sphere", List.of("named", "held", "unknown"));
        m.put(
                "notice-claim",
                List.of(
                        "copyright",
                        "personality",
                        "privacy",
                        "falsehood",
                        "discrimination",
                        "accuracy",
                        "explanation",
                        "safety"));
        m.put("notice-state", List.of("met", "late", "ignored", "forward-missing", "pending"));
        m.put("finding-state", List.of("rectified", "corrected", "missed", "missed-later", "pending"));
        m.put(
                "use",
                List.of("as-intended", "off-label", "altered", "ignored-warning", "malicious-prompt", "label-removed"));
        m.put("counter-state", List.of("met", "ignored", "pending"));
        m.put("gap-state", List.of("within-retention", "ordered"));
        m.put("access-state", List.of("open", "disallowed", "bypassed", "fraudulent"));
        m.put("terms-state", List.of("permitted", "forbidden", "unstated"));
        m.put(
                "agreement-kind",
                List.of(
                        "data-licence",
                        "api-terms",
                        "distillation-service",
                        "adaptation-service",
                        "deployment",
                        "user-terms",
                        "joint-processing",
                        "entrusted-processing"));
        m.put("promise-form", List.of("agreement", "convention"));
        m.put("alarm-state", List.of("answered", "ignored", "pending"));
        m.put("deception-ground", List.of("use", "notice"));
        m.put("promotion-time", List.of("before-notice", "after-notice"));
        m.put("knowledge-state", List.of("acted", "waited", "waited-later"));
        m.put("software-status", List.of("product", "disputed", "no-product"));
        m.put("track", List.of("several-only", "joint-and-several", "joint-above-threshold", "joint-from-threshold"));
        m.put("claimant-bar", List.of("above-threshold", "from-threshold"));
        m.put("time-bar", List.of("limitation", "repose", "product-repose"));
        m.put("fault", List.of("none", "slight", "ordinary", "gross", "intent"));
        m.put("fault-or-unstated", List.of("none", "slight", "ordinary", "gross", "intent", "unstated"));
        m.put("tie", List.of("tied", "untied", "later", "organisational"));
        m.put("cause-source", List.of("appraised", "localised", "none"));
        m.put(
                "cause-form",
                List.of("each-sufficient", "together", "mixed", "undeterminable", "joint", "unknown-actor"));
        m.put("other-cause", List.of("disease", "market", "third-party", "force-majeure"));
        m.put("defect-ground", List.of("appraised", "localised", "shown-wrong", "requirement-breached"));
        m.put("product-defence", List.of("absent-at-circulation", "undiscoverable", "not-defective"));
        m.put("seller-capacity", List.of("deployer", "hospital"));
        m.put("product-capacity", List.of("producer", "seller"));
        m.put("causal-basis", List.of("appraised", "localised", "inferred", "answered"));
        m.put(
                "defence",
                List.of(
                        "rebutted",
                        "claimant-intent",
                        "third-party",
                        "force-majeure",
                        "absent-at-circulation",
                        "undiscoverable",
                        "limitation",
                        "repose",
                        "product-repose",
                        "distillation-not-copying",
                        "third-party-content",
                        "second-place"));
        m.put(
                "solidarity-ground",
                List.of(
                        "joint-act",
                        "unknown-actor",
                        "each-sufficient",
                        "joint-processing",
                        "notice-ignored",
                        "knowledge",
                        "medical-product"));
        m.put(
                "measure",
                List.of(
                        "takedown",
                        "disconnect",
                        "forward-notice",
                        "seal-data",
                        "notify-users",
                        "notify-authority",
                        "activate-plan",
                        "recall",
                        "warn",
                        "rectify-model",
                        "preserve-evidence",
                        "explain",
                        "cooperate",
                        "cease",
                        "correct",
                        "apologise",
                        "re-decide",
                        "delete-weights",
                        "drill"));
        return Collections.unmodifiableMap(m);
    }
}
