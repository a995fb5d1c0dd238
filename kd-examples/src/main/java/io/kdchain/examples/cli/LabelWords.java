package io.kdchain.examples.cli;

import io.kdchain.provenance.label.Label;
import io.kdchain.provenance.label.Shortcoming;

/** What a check of a label says, and what a label owns up to, in Chinese. */
final class LabelWords {
    private LabelWords() {}

    static String chinese(Label.Fault fault) {
        return switch (fault.code()) {
            case STRIPPED -> "该字段在签名后被删去。";
            case ADDED -> "该字段是在签名后添加的。";
            case CHANGED -> "该字段在签名后被更改。";
            case SIGNATURE_INVALID -> "标识未经提供该输出的一方以日志所认可的密钥签名。";
            case INCOMPLETE -> "缺少标识必须载明的内容，或其形式不符。";
            case CHECKPOINT_INVALID -> "日志不在所信任之列，或其检查点不成立；请经其他途径取得日志公钥并以 --trust 给出。";
            case NOT_IN_LOG -> "该条目不在日志之中。";
            case EVENT_INVALID -> "该事件未经其所称的一方以日志所认可的密钥签名。";
            case OTHER_EVENT -> "该事件说的是另一输出，或由他人于另一时间提供。";
            case NOT_IN_BATCH -> "该输出不在所称的批次之中。";
            case OTHER_CONTENT -> "所给内容是另一输出的内容。";
            case OTHER_AIGC_LABEL -> "文件中的AIGC标识指向另一输出或另一溯源标识。";
            case OTHER_SHORT_FORM -> "短码不是该标识的短码。";
        };
    }

    static String chinese(Shortcoming lack) {
        return switch (lack.code()) {
            case DISTILLATION_NOT_AUTHORISED -> "该数据集未获得用于蒸馏的授权。";
            case AUTHORISATION_ENDED -> "提供输出时，数据授权已经到期。";
            case QUALIFICATION_EXPIRED -> "提供输出时，教师模型的资质已经到期。";
            case QUALIFICATION_MISSING -> "医疗输出：教师模型没有资质编号。";
            case COMPLIANCE_REPORT_MISSING -> "医疗输出：提供之前没有数据合规报告。";
            case COMPLIANCE_NOT_PASSED -> "医疗输出：该数据集最近一次合规报告未通过。";
        };
    }
}
