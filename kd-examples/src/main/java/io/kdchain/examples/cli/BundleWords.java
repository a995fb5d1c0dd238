package io.kdchain.examples.cli;

import io.kdchain.provenance.exchange.BundleReport;

/** What a check of an evidence bundle says, in Chinese. */
final class BundleWords {
    private BundleWords() {}

    static String chinese(BundleReport.Fault fault) {
        return switch (fault.code()) {
            case MEMBER_MISSING -> "缺少必需的成员。";
            case MEMBER_UNKNOWN -> "含有格式中没有的成员。";
            case MEMBER_MALFORMED -> "成员的形式不符。";
            case VERSION_UNKNOWN -> "本版本程序不认识该格式版本。";
            case DIGEST_DIFFERS -> "摘要与文件不符：写成后有内容被更改。";
            case ATTESTATION_MISSING -> "导出者与其证明须同时具备或同时没有。";
            case ATTESTATION_INVALID -> "证明不是所称导出者对该摘要的签名。";
            case ABOUT_REPEATED -> "证明对象重复。";
            case ABOUT_UNKNOWN -> "包内没有任何条目述及证明对象。";
            case LOG_KEY_MALFORMED -> "日志公钥不成立，或不属于所称日志。";
            case LOG_KEY_NOT_TRUSTED -> "日志公钥不在所信任的公钥之列；请经其他途径向日志运营者取得并以 --trust 给出。";
            case CHECKPOINT_MALFORMED -> "检查点不是经签名的检查点。";
            case ORIGIN_DIFFERS -> "检查点属于另一日志。";
            case CHECKPOINT_SIGNATURE -> "检查点未经日志签名。";
            case COSIGNATURE_FALSE -> "所称受信任见证方的共签不成立。";
            case QUORUM_NOT_MET -> "共签检查点的受信任见证方少于策略要求的数目；请由见证方共签日志（kd log cosign）后重新导出。";
            case TIMESTAMP_FALSE -> "所称受信任时间戳机构对检查点的时间戳不成立。";
            case ENTRY_ORDER -> "条目未按日志顺序排列，或有重复。";
            case ENTRY_OUTSIDE -> "条目序号超出日志末尾。";
            case PROOF_LENGTH -> "证明所含哈希的数目与条目不符。";
            case PROOF_ROOT -> "条目与证明不能推得检查点的树根。";
            case LEAF_DIFFERS -> "条目的叶子哈希被更改。";
            case CONTENT_DIFFERS -> "条目的内容或时间与收录时不同。";
            case ENTRY_REJECTED -> "条目不能证明任何事项：" + fault.message();
            case ENTRY_NOT_NEEDED -> "条目与证明对象无关，也不用于判断签名。";
            case FOUND_NOT_NEEDED -> "条目的索引由其内容得出，不应另行声称。";
            case COUNTER_IMPOSSIBLE -> "所称计数自相矛盾或与条目矛盾。";
            case COUNTER_MISSING -> "缺少某一方的计数。";
            case DISCLOSURE_DIFFERS -> "披露的值不是当初承诺的值。";
            case STATEMENT_DIFFERS -> "说明与证据包的其余内容不符。";
        };
    }

    static String chinese(BundleReport.Note note) {
        return switch (note.code()) {
            case NO_KEY_TRUSTED -> "未从外部给出任何公钥：只表明证据包自身一致，未表明日志与各方是谁。";
            case WITNESSED -> "受信任的见证方已共签检查点；所示内容均不晚于其中最早的时刻：" + note.message();
            case NOT_WITNESSED -> "没有受信任的见证方共签检查点：日志运营者在导出之前如已重写日志，凭本证据包无法发现。";
            case TIMESTAMPED -> "受信任的时间戳机构已对检查点加盖时间戳；所示内容均不晚于该时刻：" + note.message();
            case NOT_TIMESTAMPED -> "没有受信任的时间戳机构对检查点加盖时间戳；可用 kd log timestamp 申请，再重新导出。";
            case ATTESTED -> "日志的一部分所不能证明的事项，由公钥受信任的导出者证明；以下各项以其陈述为据。";
            case NOT_ATTESTED -> "没有公钥受信任者证明本证据包的声称；其所称缺失的编号不作为证据。";
            case SLICE_CLAIMED -> "所示事件均在日志之中；再无其他相关事件，则为导出者的声称，可凭日志副本查验（kd log slice）。";
            case REVOCATIONS_CLAIMED -> "签名依所示的登记、轮换与撤销判断；其中没有遗漏，则为导出者的声称，可凭日志副本查验（kd log verify）。";
            case COUNTERS_CLAIMED -> "各方在所示事件之外计数至何处，为导出者的声称。";
            case FINDING -> note.message();
        };
    }
}
