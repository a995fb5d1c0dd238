package io.kdchain.provenance.label.aigc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kdchain.provenance.label.aigc.AigcFile.Foreign;
import io.kdchain.provenance.label.aigc.AigcVerdict.Conclusion;

/** What holds of every file, whatever its bytes are. */
final class CarrierExamination {
    private static final String OTHER = "another";

    private CarrierExamination() {}

    static void of(Carrier carrier, byte[] bytes) {
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
        // a value that is tolerated and would not be written makes no label
        assertThat(verdict.label() == null || verdict.conclusion() == Conclusion.COMPLIANT)
                .isTrue();
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
