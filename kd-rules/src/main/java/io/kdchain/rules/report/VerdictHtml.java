package io.kdchain.rules.report;

/** A verdict as one HTML file. */
final class VerdictHtml {
    private VerdictHtml() {}

    static String of(ReportInput input, Language first) {
        return input.verdict().digest() + first.tag();
    }
}
