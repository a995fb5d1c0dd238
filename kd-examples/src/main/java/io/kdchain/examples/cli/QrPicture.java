package io.kdchain.examples.cli;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;

/** A QR code (ISO/IEC 18004) as a picture, at level M: readable where up to some 15 % of it is damaged. */
final class QrPicture {
    /** White around the code, in modules, without which it is not found (ISO/IEC 18004, 5.3.8). */
    private static final int QUIET = 4;
    /** A module of a PNG; an SVG has no pixels. */
    private static final int PIXELS = 8;

    private static final int WHITE = 0xffffff;

    private final ByteMatrix modules;
    private final int width;

    private QrPicture(ByteMatrix modules) {
        this.modules = modules;
        this.width = modules.getWidth() + 2 * QUIET;
    }

    /**
     * Writes the code as PNG or SVG, by the ending of the file's name.
     *
     * @throws BadInputException if the ending is another, or no code holds so long a text
     */
    static void write(Path file, String text) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".png") && !name.endsWith(".svg")) {
            throw new BadInputException("%s ends neither in .png nor in .svg; name such a file.".formatted(file));
        }
        QrPicture picture = of(text);
        WholeFile.write(file, name.endsWith(".png") ? picture.png() : picture.svg());
    }

    private static QrPicture of(String text) {
        try {
            return new QrPicture(Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix());
        } catch (WriterException e) {
            throw new BadInputException("The short form has %d characters, and no QR code holds them (%s). Print it"
                            .formatted(text.length(), e.getMessage())
                    + " without --qr.");
        }
    }

    private boolean black(int x, int y) {
        int column = x - QUIET;
        int row = y - QUIET;
        return column >= 0
                && row >= 0
                && column < modules.getWidth()
                && row < modules.getHeight()
                && modules.get(column, row) == 1;
    }

    private byte[] png() {
        BufferedImage image = new BufferedImage(width * PIXELS, width * PIXELS, BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, black(x / PIXELS, y / PIXELS) ? 0 : WHITE);
            }
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    private byte[] svg() {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < width; y++) {
            for (int x = 0; x < width; x++) {
                if (black(x, y)) {
                    path.append("M%d %dh1v1h-1z".formatted(x, y));
                }
            }
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%1$dv%1$dH0z"/><path d="%2$s"/></svg>
                """.formatted(width, path).getBytes(StandardCharsets.UTF_8);
    }
}
