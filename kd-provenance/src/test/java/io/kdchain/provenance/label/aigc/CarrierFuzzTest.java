package io.kdchain.provenance.label.aigc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;

/**
 * Files of each kind, whole, broken and made to deceive: reading throws nothing and calls nothing clean that it could
 * not read; a file is labelled so that the label is found, and everything else stays, or not at all, and it is said
 * why.
 *
 * <p>In the build each runs on its seeds, in {@code CarrierFuzzTestInputs}: files without a label, with one, with that
 * of another, with two, cut off, and with text that would be markup elsewhere. To search: {@code JAZZER_FUZZ=1 mvn
 * -Dquick -Dkd.jazzer.hooks=true -pl kd-provenance test -Dtest=CarrierFuzzTest#png}, one method at a time.
 */
class CarrierFuzzTest {
    private static final String SEARCH = "30s";
    private static final String OTHER = "another";

    @FuzzTest(maxDuration = SEARCH)
    void png(byte[] bytes) {
        examine(Carrier.PNG, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void jpeg(byte[] bytes) {
        examine(Carrier.JPEG, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void pdf(byte[] bytes) {
        examine(Carrier.PDF, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void markdown(byte[] bytes) {
        examine(Carrier.MARKDOWN, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void html(byte[] bytes) {
        examine(Carrier.HTML, bytes);
    }

    @FuzzTest(maxDuration = SEARCH)
    void json(byte[] bytes) {
        examine(Carrier.JSON, bytes);
    }

    private static void examine(Carrier carrier, byte[] bytes) {
        AigcFile file = AigcFile.of(carrier, bytes);
        AigcReading reading = file.reading();
        AigcVerdict verdict = file.verdict();

        assertThat(reading.unread())
                .allSatisfy(unread -> assertThat(unread.why()).isNotBlank());
        assertThat(verdict.remarks())
                .allSatisfy(remark -> assertThat(remark.message()).isNotBlank());
        assertThat(verdict.conclusion())
                .as("%s with %s", reading.labels(), reading.unread())
                .isIn((Object[]) conclusions(reading));
        assertThat(verdict.label() != null).isEqualTo(verdict.conclusion() == Conclusion.COMPLIANT);
        presence(file);
        label(file, reading, verdict);
    }

    private static Conclusion[] conclusions(AigcReading reading) {
        if (!reading.unread().isEmpty()) {
            return new Conclusion[] {Conclusion.INCONCLUSIVE, Conclusion.NONCOMPLIANT};
        }
        return switch (reading.labels().size()) {
            case 0 -> new Conclusion[] {Conclusion.NOT_FOUND};
            case 1 -> new Conclusion[] {Conclusion.COMPLIANT, Conclusion.NONCOMPLIANT};
            default -> new Conclusion[] {Conclusion.NONCOMPLIANT};
        };
    }

    private static void presence(AigcFile file) {
        try {
            assertThat(file.explicit()).isNotNull();
        } catch (AigcException e) {
            explained(e);
        }
    }

    private static void label(AigcFile file, AigcReading reading, AigcVerdict verdict) {
        AigcFile labelled;
        try {
            labelled = file.labelled(CarrierFiles.LABEL, Foreign.REPLACE);
        } catch (AigcException e) {
            explained(e);
            return;
        }
        assertThat(reading.unread()).as("what cannot be read is not labelled").isEmpty();
        assertThat(labelled.reading().labels()).hasSize(1);
        assertThat(labelled.verdict().label()).isEqualTo(CarrierFiles.LABEL);
        assertThat(labelled.payload()).isEqualTo(file.payload());
        assertThat(labelled.labelled(CarrierFiles.LABEL, Foreign.REFUSE).bytes())
                .as("labelling once more changes nothing")
                .isEqualTo(labelled.bytes());
        if (verdict.conclusion() != Conclusion.NOT_FOUND) {
            replacedOnlyIfAsked(file);
        }
    }

    /** Whatever stands there, it is by no producer of this name. */
    private static void replacedOnlyIfAsked(AigcFile file) {
        AigcLabel old = file.verdict().label();
        if (old != null && old.contentProducer().equals(OTHER)) {
            return;
        }
        try {
            file.labelled(AigcLabel.of(OTHER, "9"), Foreign.REFUSE);
        } catch (AigcException e) {
            explained(e);
            return;
        }
        throw new AssertionError("The label of another was taken off unasked.");
    }

    private static void explained(AigcException e) {
        assertThat(e.getMessage()).isNotBlank();
    }
}
