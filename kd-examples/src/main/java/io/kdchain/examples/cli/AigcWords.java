package io.kdchain.examples.cli;

import io.kdchain.provenance.label.aigc.AigcVerdict;
import io.kdchain.provenance.label.aigc.ExplicitLabel;

/** What a check of an AIGC label says, in words. */
final class AigcWords {
    private AigcWords() {}

    static String conclusion(AigcVerdict.Conclusion conclusion, boolean chinese) {
        return switch (conclusion) {
            case COMPLIANT -> chinese ? "符合" : "compliant";
            case NONCOMPLIANT -> chinese ? "不符合" : "noncompliant";
            case NOT_FOUND -> chinese ? "未发现" : "not found";
            case INCONCLUSIVE -> chinese ? "无法判定" : "inconclusive";
        };
    }

    static String explicit(ExplicitLabel.Presence presence, boolean chinese) {
        return switch (presence) {
            case PRESENT -> chinese ? "有" : "present";
            case ABSENT -> chinese ? "无" : "absent";
            case UNKNOWN -> chinese ? "需人工判断" : "unknown, a person must look";
        };
    }

    static String chinese(AigcVerdict.Remark remark) {
        return switch (remark.code()) {
            case MALFORMED -> "标识不是合法的JSON对象，或同一名称出现两次。";
            case ENCODED -> "标识以Base64或URL编码存放，应直接写为JSON。";
            case TOO_LARGE -> "内容过长，不可能是标识。";
            case MISSING_MEMBER -> "缺少必备字段。";
            case UNKNOWN_MEMBER -> "含有七个字段以外的字段。";
            case NOT_TEXT -> "字段值应为带引号的字符串。";
            case LABEL_VALUE -> "Label的值应为1、2或3。";
            case EMPTY_VALUE -> "生成服务提供者或内容编号为空。";
            case FORBIDDEN_CHARACTER -> "字段值含有空格、反斜杠或不可见字符。";
            case PROVIDER_CODE -> "服务提供者编码的校验位或格式不成立。";
            case KEY -> "字段名应含大写AIGC，且位于规定的命名空间。";
            case DUPLICATE -> "同一标识出现两次；每个文件只能有一个。";
            case CONFLICT -> "存在互不相同的多个标识；每个文件只能有一个。";
            case MEMBER_ORDER -> "字段次序与标准不同。";
            case UNUSUAL_CHARACTER -> "字段值含有ASCII以外的字符；标准主要使用可见ASCII字符。";
            case NO_PROPAGATOR -> "传播服务提供者或其编号为空；首次写入时应与生成方相同。";
            case SOURCE_TYPE -> "IPTC来源类型与标识不一致。";
            case UNREAD -> "文件有部分无法读取，其中可能有标识。";
        };
    }
}
