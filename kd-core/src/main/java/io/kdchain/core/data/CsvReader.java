package io.kdchain.core.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file (RFC 4180, UTF-8) with a header line, numeric features and the label in the last column. Classes are
 * the distinct labels, sorted as numbers if all are whole numbers, else as text. A row's id is its place among the data
 * rows ({@code row-1} is the first), or the text of the id column.
 */
public final class CsvReader {

    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,4})?");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?\\d{1,9}");
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final @Nullable String idColumn;

    private CsvReader(@Nullable String idColumn) {
        this.idColumn = idColumn;
    }

    /** Rows are named by their place. */
    public static CsvReader plain() {
        return new CsvReader(null);
    }

    /** Rows are named by the first column, whose header must be {@code idColumn}. */
    public static CsvReader withIds(String idColumn) {
        return new CsvReader(idColumn);
    }

    /**
     * Rows of which some have no label.
     *
     * @param unlabelled null means that every row has one
     */
    public record Mixed(Dataset labelled, @Nullable UnlabelledRows unlabelled) {}

    /**
     * Reads a file.
     *
     * @throws MalformedDataException if it breaks the format, with file, line and column
     * @throws ArtefactException if it cannot be read
     */
    public Dataset read(Path file) {
        return read(bytes(file), file.toString());
    }

    /**
     * Reads a file in which the label of a row may be left blank.
     *
     * @throws MalformedDataException if it breaks the format or no row has a label, with file, line and column
     * @throws ArtefactException if it cannot be read
     */
    public Mixed readMixed(Path file) {
        return read(bytes(file), file.toString(), true);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ArtefactException(
                    "The data file %s cannot be read: %s. Check that it exists and may be read."
                            .formatted(file, ArtefactException.reason(e)),
                    e);
        }
    }

    /**
     * Reads the bytes of a file.
     *
     * @param source named in messages
     * @throws MalformedDataException if they break the format, with source, line and column
     */
    public Dataset read(byte[] bytes, String source) {
        return read(bytes, source, false).labelled();
    }

    private Mixed read(byte[] bytes, String source, boolean blankLabels) {
        List<List<CsvText.Field>> records = CsvText.parse(source, decode(bytes, source));
        if (records.size() < 2) {
            throw new MalformedDataException(source, 1, 1, "a header line and at least one row are needed");
        }
        List<CsvText.Field> header = records.get(0);
        int first = idColumn == null ? 0 : 1;
        if (header.size() < first + 2) {
            throw new MalformedDataException(
                    source, 1, 1, "at least one feature and the label are needed in the header");
        }
        checkHeader(header, source);
        int last = header.size() - 1;
        List<String> labels = new ArrayList<>();
        List<double[]> features = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        List<double[]> unlabelled = new ArrayList<>();
        List<String> unlabelledIds = new ArrayList<>();
        Set<String> seenIds = new HashSet<>();
        for (List<CsvText.Field> fields : records.subList(1, records.size())) {
            CsvText.Field start = fields.get(0);
            if (fields.size() != header.size()) {
                throw new MalformedDataException(
                        source,
                        start.line(),
                        start.column(),
                        "%d fields, but the header has %d".formatted(fields.size(), header.size()));
            }
            String id = idColumn == null ? "row-" + (seenIds.size() + 1) : start.text();
            if (id.isBlank() || !seenIds.add(id)) {
                throw new MalformedDataException(
                        source,
                        start.line(),
                        start.column(),
                        "the id '%s' is blank or occurs twice; each row needs its own".formatted(id));
            }
            double[] numbers = numbers(fields.subList(first, last), header.subList(first, last), source);
            CsvText.Field label = fields.get(last);
            if (label.text().isBlank() && blankLabels) {
                unlabelledIds.add(id);
                unlabelled.add(numbers);
                continue;
            }
            ids.add(id);
            features.add(numbers);
            if (label.text().isBlank()) {
                throw new MalformedDataException(source, label.line(), label.column(), "the label is missing");
            }
            labels.add(label.text().strip());
        }
        if (labels.isEmpty()) {
            throw new MalformedDataException(source, 1, 1, "no row has a label; at least one of each class needs it");
        }
        List<String> featureNames = header.subList(first, last).stream()
                .map(field -> field.text().strip())
                .toList();
        List<String> classNames = classes(labels);
        Map<String, Integer> index = new HashMap<>();
        classNames.forEach(name -> index.put(name, index.size()));
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            rows.add(new Row(ids.get(i), features.get(i), index.getOrDefault(labels.get(i), -1)));
        }
        return new Mixed(
                new Dataset(featureNames, header.get(last).text().strip(), classNames, rows),
                unlabelled.isEmpty() ? null : new UnlabelledRows(featureNames, unlabelledIds, unlabelled));
    }

    private static String decode(byte[] bytes, String source) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            int valid = validPrefix(bytes);
            int line = 1;
            int column = 1;
            for (int i = 0; i < valid; i++) {
                line += bytes[i] == '\n' ? 1 : 0;
                column = bytes[i] == '\n' ? 1 : column + 1;
            }
            throw new MalformedDataException(source, line, column, "this byte is no UTF-8; save the file as UTF-8");
        }
    }

    private static int validPrefix(byte[] bytes) {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        var in = ByteBuffer.wrap(bytes);
        decoder.decode(in, CharBuffer.allocate(bytes.length + 1), true);
        return in.position();
    }

    private void checkHeader(List<CsvText.Field> header, String source) {
        Set<String> names = new HashSet<>();
        for (CsvText.Field field : header) {
            if (field.text().isBlank() || !names.add(field.text().strip())) {
                throw new MalformedDataException(
                        source,
                        field.line(),
                        field.column(),
                        "the column name '%s' is blank or occurs twice".formatted(field.text()));
            }
        }
        if (idColumn != null && !header.get(0).text().equals(idColumn)) {
            throw new MalformedDataException(
                    source,
                    1,
                    1,
                    "the first column is '%s', but '%s' was expected"
                            .formatted(header.get(0).text(), idColumn));
        }
    }

    private static double[] numbers(List<CsvText.Field> fields, List<CsvText.Field> names, String source) {
        double[] values = new double[fields.size()];
        for (int i = 0; i < values.length; i++) {
            CsvText.Field field = fields.get(i);
            String text = field.text().strip();
            double value = NUMBER.matcher(text).matches() ? Double.parseDouble(text) : Double.NaN;
            if (!Double.isFinite(value)) {
                throw new MalformedDataException(
                        source,
                        field.line(),
                        field.column(),
                        "'%s' in column '%s' is no finite number such as 12.5"
                                .formatted(abbreviate(text), names.get(i).text()));
            }
            values[i] = value;
        }
        return values;
    }

    private static String abbreviate(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static List<String> classes(List<String> labels) {
        boolean whole =
                labels.stream().allMatch(label -> WHOLE_NUMBER.matcher(label).matches());
        Comparator<String> order = whole
                ? Comparator.<String>comparingInt(Integer::parseInt).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        return labels.stream().distinct().sorted(order).toList();
    }
}
