package io.kdchain.rules.verdict;

import java.util.Optional;
import java.util.stream.Stream;

/** The element of a claim that failed, where an item is not established. */
public enum FailedElement {
    /** The damage, or that it comes from the output at all, is not proven. */
    PROOF("damage or causation is not proven", "损害或因果关系未获证明"),
    /** Nobody breached a duty that protects against such harm. */
    BREACH("no breach of a duty that protects against such harm", "无人违反旨在防止该类损害的义务"),
    /** Duties were breached, and no breach counts as a cause. */
    CAUSATION("no breach counts as a cause of the damage", "违反义务的行为均不构成损害的原因"),
    /** A defence ends the liability of all who might have been liable. */
    DEFENCE("a defence ends the liability", "抗辩成立，责任被排除"),
    /** Causes outside the chain did all of it. */
    OTHER_CAUSES("other causes did all of the damage", "损害全部由其他原因造成"),
    /** The claimant's own share is so large that the law gives it nothing. */
    CLAIMANT_BAR("the claimant's own share of the responsibility bars the claim", "被侵权人自身的责任比例排除其请求"),
    /** Who would answer is the claimant itself, under another name. */
    SAME_PERSON("who would be liable is the same legal person as the claimant", "应承担责任者与被侵权人为同一法律主体");

    private final String en;
    private final String zh;

    FailedElement(String en, String zh) {
        this.en = en;
        this.zh = zh;
    }

    /** In English, as {@link Attribution.ItemVerdict#failed()} holds it. */
    public String en() {
        return en;
    }

    /** In Chinese. */
    public String zh() {
        return zh;
    }

    /** The element whose English words these are. */
    public static Optional<FailedElement> ofEnglish(String words) {
        return Stream.of(values()).filter(e -> e.en.equals(words)).findFirst();
    }
}
