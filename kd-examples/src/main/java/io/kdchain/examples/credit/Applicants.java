package io.kdchain.examples.credit;

import io.kdchain.core.data.ArtefactException;
import io.kdchain.core.data.CsvReader;
import io.kdchain.core.data.Dataset;
import io.kdchain.core.data.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The loans of the German bank, and what their columns say of sex. */
final class Applicants {
    /** The label 1 of the column {@code good}. */
    static final int REPAID = 1;

    private static final String RESOURCE = "german_credit.csv";
    private static final List<String> WOMEN = List.of("Personal.Female.NotSingle", "Personal.Female.Single");
    private static final String SINGLE_MAN = "Personal.Male.Single";
    private static final String SINGLE_WOMAN = "Personal.Female.Single";
    private static final String MARRIED_MAN = "Personal.Male.Married.Widowed";

    private Applicants() {}

    static Dataset load() {
        try (InputStream in = Applicants.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new ArtefactException("The data set %s is missing in this build.".formatted(RESOURCE));
            }
            return CsvReader.plain().read(in.readAllBytes(), RESOURCE);
        } catch (IOException e) {
            throw new ArtefactException("The data set %s cannot be read: %s".formatted(RESOURCE, e), e);
        }
    }

    static boolean isWoman(Dataset data, Row row) {
        return WOMEN.stream().anyMatch(column -> row.feature(data.indexOfFeature(column)) > 0);
    }

    /** The same file, of a man in the same family. */
    static double[] asMan(Dataset data, Row woman) {
        double[] features = woman.features();
        boolean single = features[data.indexOfFeature(SINGLE_WOMAN)] > 0;
        WOMEN.forEach(column -> features[data.indexOfFeature(column)] = 0);
        features[data.indexOfFeature(single ? SINGLE_MAN : MARRIED_MAN)] = 1;
        return features;
    }
}
