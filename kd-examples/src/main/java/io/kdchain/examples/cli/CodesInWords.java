package io.kdchain.examples.cli;

import io.kdchain.provenance.event.Coded;
import io.kdchain.rules.report.CodeWords;
import java.util.Locale;

/** Codes of the record as people read them: in English the code itself, which is English, in Chinese its words. */
final class CodesInWords {
    private static final CodeWords CHINESE = CodeWords.of(Locale.CHINA);

    private CodesInWords() {}

    static String of(boolean chinese, Coded coded) {
        return chinese ? CHINESE.code("code", coded.code()) : coded.code();
    }
}
