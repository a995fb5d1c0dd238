package io.kdchain.provenance.label.aigc;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Files of each kind, whole, broken and made to deceive: reading throws nothing and calls nothing clean that it could
 * not read; a file is labelled so that the label is found, and everything else stays, or not at all, and it is said
 * why.
 *
 * <p>In the build each runs on its seeds, in {@code CarrierFuzzTestInputs}: files without a label, with one, with that
 * of another, with two, cut off, and with text that would be markup elsewhere. To search: {@code JAZZER_FUZZ=1 mvn
 * -Dquick -Dkd.jazzer.hooks=true -pl kd-provenance test -Dtest=CarrierFuzzTest#png}, one method at a time. What is
 * examined stands in a class of its own: records in the signatures of this one would be loaded before Jazzer is, and
 * one that Jazzer changes after that fails on Java 17 with a NoSuchFieldError if its components bear annotations.
 *
 * <table>
 * <caption>Last searches, on two cores that many others used as well</caption>
 * <tr><th>method</th><th>on</th><th>seconds</th><th>inputs</th><th>found</th></tr>
 * <tr><td>wav</td><td>2026-11-29</td><td>31</td><td>4,544</td><td>nothing</td></tr>
 * <tr><td>webp</td><td>2026-11-29</td><td>31</td><td>2,610</td><td>nothing</td></tr>
 * <tr><td>mp3</td><td>2026-11-29</td><td>31</td><td>3,526</td><td>nothing</td></tr>
 * <tr><td>docx</td><td>2026-11-29</td><td>31</td><td>7,577</td><td>nothing</td></tr>
 * </table>
 */
class CarrierFuzzTest {
    private static final String SEARCH = "30s";

    @FuzzTest(maxDuration = SEARCH)
    void png(byte[] bytes) {
        CarrierExamination.of(Carrier.PNG, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void jpeg(byte[] bytes) {
        CarrierExamination.of(Carrier.JPEG, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void pdf(byte[] bytes) {
        CarrierExamination.of(Carrier.PDF, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void markdown(byte[] bytes) {
        CarrierExamination.of(Carrier.MARKDOWN, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void html(byte[] bytes) {
        CarrierExamination.of(Carrier.HTML, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void wav(byte[] bytes) {
        CarrierExamination.of(Carrier.WAV, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void webp(byte[] bytes) {
        CarrierExamination.of(Carrier.WEBP, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void mp3(byte[] bytes) {
        CarrierExamination.of(Carrier.MP3, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void docx(byte[] bytes) {
        CarrierExamination.of(Carrier.DOCX, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void json(byte[] bytes) {
        CarrierExamination.of(Carrier.JSON, bytes);
    }
}
