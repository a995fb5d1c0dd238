package io.kdchain.examples.cli;

import io.kdchain.rules.proof.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a proof that holds does not prove: said with it, so that nobody takes it for more than it is. */
enum NotProven {
    /** The facts, where no evidence is at hand. */
    FACTS(
            "that the facts follow from the evidence; each names its log entries. --log or --evidence holds them against it.",
            "事实是否由证据得出；每项事实均注明其日志条目。使用 --log 或 --evidence 可据以核对。"),
    /** What else the record shows, where no evidence is at hand. */
    RECORD(
            "which entries were admitted or rejected and why, which measures were taken, what insurers pay, and who belongs to another jurisdiction.",
            "哪些日志条目被采纳或排除及其理由、哪些措施已经采取、保险人赔付多少、何方属于其他法域。"),
    /** Questions of fact, where no evidence is at hand. */
    QUESTIONS_OF_FACT(
            "that no other question of fact is open, and that an answer to one was asked for.",
            "是否还有其他未决事实问题，以及对事实问题的回答是否确有其问。"),
    /** What is claimed; a log may report it. */
    CLAIM(
            "what is claimed: damage, sums and day; only where the log reports the incident, --log or --evidence compares them.",
            "所主张的损害、金额与日期；仅在日志载有该事件报告时，--log 或 --evidence 方予核对。"),
    /** What follows from answers that were not given. */
    OTHER_ANSWERS(
            "the wording and order of the open questions, what their other answers would give, and how far these widen the bounds; each --answer gives a proof of its own.",
            "未决问题的表述与顺序、其他回答会得出的结果及其对责任份额区间的影响；以 --answer 逐一作答可各得一份证明。"),
    /** Whether each of several answers was asked for: one may do away with the ground of another. */
    SEVERAL_ANSWERS("of several answers, that each was asked for when it was given.", "数个回答并存时，各回答作出之际是否确有其问。");

    private final String en;
    private final String zh;

    NotProven(String en, String zh) {
        this.en = en;
        this.zh = zh;
    }

    String en() {
        return "Not proven: " + en;
    }

    String zh() {
        return "未证明：" + zh;
    }

    /** As the command prints it in JSON: {@code other-answers}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the check of a proof leaves open, with or without evidence at hand. */
    static List<NotProven> of(Proof proof, boolean onEvidence) {
        List<NotProven> left = new ArrayList<>();
        if (!onEvidence) {
            left.addAll(List.of(FACTS, RECORD, QUESTIONS_OF_FACT));
        }
        left.add(CLAIM);
        if (!proof.verdict().open().isEmpty()) {
            left.add(OTHER_ANSWERS);
        }
        if (proof.given().answers().size() > 1) {
            left.add(SEVERAL_ANSWERS);
        }
        return left;
    }
}
