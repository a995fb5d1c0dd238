package io.kdchain.provenance.label.aigc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSInputStream;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.filter.DecodeOptions;
import org.apache.pdfbox.filter.FilterFactory;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadView;
import org.apache.pdfbox.io.RandomAccessStreamCache;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * A PDF of which no more is unpacked than a label can need. PDFBox unpacks what holds the objects of a file (object
 * streams, cross-reference streams, XMP) whole, in memory and to any size, and goes on without what it could not
 * unpack; here the size is bounded, and what was left packed is said. Pages are not unpacked at all.
 */
final class BoundedPdf implements AutoCloseable {
    /**
     * In bytes, all streams of a file together. The objects of a document of thousands of pages have fewer; objects
     * take up to forty times as much memory as their text.
     */
    static final int MAX_UNPACKED = 16 << 20;

    /** The filters of text; those of pictures have no place here and sizes of their own. */
    private static final Set<COSName> FILTERS = Set.of(
            COSName.FLATE_DECODE,
            COSName.FLATE_DECODE_ABBREVIATION,
            COSName.LZW_DECODE,
            COSName.LZW_DECODE_ABBREVIATION,
            COSName.ASCII_HEX_DECODE,
            COSName.ASCII_HEX_DECODE_ABBREVIATION,
            COSName.ASCII85_DECODE,
            COSName.ASCII85_DECODE_ABBREVIATION,
            COSName.RUN_LENGTH_DECODE,
            COSName.RUN_LENGTH_DECODE_ABBREVIATION);

    private final Budget budget;
    private final PDDocument document;

    private BoundedPdf(Budget budget, PDDocument document) {
        this.budget = budget;
        this.document = document;
    }

    /** Opens a file. The error is that of PDFBox, or says what would have to be unpacked. */
    static BoundedPdf open(byte[] bytes) throws IOException {
        Budget budget = new Budget();
        try {
            return new BoundedPdf(budget, new Parser(bytes, budget).parse());
        } catch (IOException | RuntimeException e) {
            if (budget.exceeded != null) {
                throw new IOException(budget.exceeded, e);
            }
            throw e;
        }
    }

    PDDocument document() {
        return document;
    }

    /** What was left packed so far, and why; null if nothing was. */
    @Nullable
    String leftPacked() {
        return budget.exceeded;
    }

    @Override
    public void close() throws IOException {
        document.close();
    }

    private static final class Budget {
        private int left = MAX_UNPACKED;

        /** Kept, since PDFBox mends its way around an error. */
        @Nullable
        private String exceeded;

        private IOException exceeded(COSStream stream, String why) {
            exceeded = "object %s %s".formatted(stream.getKey(), why);
            return new IOException(exceeded);
        }

        /** Unpacks as PDFBox does, stage by stage, and counts what comes out of each. */
        void spend(COSStream stream) throws IOException {
            List<COSName> filters = filters(stream);
            if (filters.isEmpty()) {
                return;
            }
            byte[] stage;
            try (InputStream raw = stream.createRawInputStream()) {
                stage = raw.readAllBytes();
            }
            for (int i = 0; i < filters.size(); i++) {
                if (!FILTERS.contains(filters.get(i)) || rowBytes(stream, i) > MAX_UNPACKED) {
                    throw exceeded(stream, "is packed as no text is: %s".formatted(filters.get(i)));
                }
                Counted out = new Counted();
                try {
                    FilterFactory.INSTANCE
                            .getFilter(filters.get(i))
                            .decode(new ByteArrayInputStream(stage), out, stream, i, DecodeOptions.DEFAULT);
                } catch (IOException e) {
                    throw out.full ? exceeded(stream, "would unpack to more than %d bytes".formatted(MAX_UNPACKED)) : e;
                }
                stage = out.bytes.toByteArray();
            }
        }

        private List<COSName> filters(COSStream stream) throws IOException {
            COSBase filters = stream.getFilters();
            if (filters == null) {
                return List.of();
            }
            if (filters instanceof COSName one) {
                return List.of(one);
            }
            if (filters instanceof COSArray several) {
                List<COSName> names = IntStream.range(0, several.size())
                        .mapToObj(several::getObject)
                        .filter(COSName.class::isInstance)
                        .map(COSName.class::cast)
                        .toList();
                if (names.size() == several.size()) {
                    return names;
                }
            }
            throw exceeded(stream, "names its filters in a way that no reader knows: %s".formatted(filters));
        }

        /** What a predictor takes for a row. */
        private static double rowBytes(COSStream stream, int filter) {
            COSBase parameters = stream.getDictionaryObject(COSName.DECODE_PARMS, COSName.DP);
            if (parameters instanceof COSArray several) {
                parameters = filter < several.size() ? several.getObject(filter) : null;
            }
            return parameters instanceof COSDictionary one
                    ? (double) one.getInt(COSName.COLUMNS, 1)
                            * one.getInt(COSName.COLORS, 1)
                            * one.getInt(COSName.BITS_PER_COMPONENT, 8)
                            / 8
                    : 0;
        }

        /** Takes what is left of the budget, and then no more. */
        private final class Counted extends OutputStream {
            private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            private boolean full;

            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                if (full || length > left) {
                    full = true;
                    throw new IOException("full");
                }
                left -= length;
                bytes.write(from, offset, length);
            }
        }
    }

    /** Its documents make streams that ask the budget before they are unpacked. */
    private static final class Parser extends PDFParser {
        Parser(byte[] bytes, Budget budget) throws IOException {
            super(new RandomAccessReadBuffer(bytes));
            RandomAccessStreamCache cache =
                    IOUtils.createMemoryOnlyStreamCache().create();
            document = new COSDocument(this) {
                @Override
                public COSStream createCOSStream(COSDictionary dictionary, long from, long length) throws IOException {
                    COSStream stream = new Stream(cache, createRandomAccessReadView(from, length), budget);
                    dictionary.forEach(stream::setItem);
                    stream.setKey(dictionary.getKey());
                    return stream;
                }
            };
        }
    }

    private static final class Stream extends COSStream {
        private final Budget budget;

        Stream(RandomAccessStreamCache cache, RandomAccessReadView view, Budget budget) throws IOException {
            super(cache, view);
            this.budget = budget;
        }

        @Override
        public COSInputStream createInputStream(DecodeOptions options) throws IOException {
            budget.spend(this);
            return super.createInputStream(options);
        }

        @Override
        public RandomAccessRead createView() throws IOException {
            budget.spend(this);
            return super.createView();
        }
    }
}
