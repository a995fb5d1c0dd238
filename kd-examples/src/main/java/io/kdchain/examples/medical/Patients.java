package io.kdchain.examples.medical;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.io.IOException;
import java.io.InputStream;

/** The findings of the Wisconsin set and what they mean. */
final class Patients {

    /** The label 1 of the column {@code benign}. */
    static final int BENIGN = 1;

    static final int MALIGNANT = 0;

    private static final String RESOURCE = "breast_cancer.csv";
    private static final String AREA = "worst_area";

    private Patients() {}

    static Dataset load() {
        try (InputStream in = Patients.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new ArtefactException("The data set %s is missing in this build.".formatted(RESOURCE));
            }
            return CsvReader.plain().read(in.readAllBytes(), RESOURCE);
        } catch (IOException e) {
            throw new ArtefactException("The data set %s cannot be read: %s".formatted(RESOURCE, e), e);
        }
    }

    /** The largest area of a nucleus in the finding, square micrometres in the set's scale. */
    static double area(Dataset data, Row row) {
        return row.feature(data.indexOfFeature(AREA));
    }

    static String name(int label) {
        return label == BENIGN ? "benign" : "malignant";
    }
}
