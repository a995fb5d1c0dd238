package io.kdchain.provenance.label.aigc;

import io.kdchain.provenance.event.Coded;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.GlyphVector;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The label that people see, after chapter 5 of GB 45438-2025: as far as a machine can check it. Whether a place is
 * suitable and a mark is clear, only a person can say.
 */
public final class ExplicitLabel {
    /** 5.2, 5.4, 5.5: height of the glyphs as a fraction of the shortest side. */
    private static final int SIDES_PER_GLYPH = 20;
    /** Ours: how much of a text counts as its start or its end. */
    private static final int AFFIX = 64;
    /** Glyphs of usual fonts have at least half the height of their size. */
    private static final int MOST_ENLARGED = 8;

    private static final Pattern ARTIFICIAL = Pattern.compile("人工智能|(?<![A-Za-z])AI(?![A-Za-z])");
    private static final Pattern MADE = Pattern.compile("生成|合成");
    /** 5.1 c): the mark in the corner of a text. */
    private static final String CORNER_MARK = "AI";

    private ExplicitLabel() {}

    /** What a machine can say of a mark. */
    public enum Presence implements Coded {
        /** It is where the standard puts it. */
        PRESENT,
        /** It is not. */
        ABSENT,
        /** It may be elsewhere, where the standard allows it as well; a person must look. */
        UNKNOWN
    }

    /**
     * The words for readers of a language: those of the standard in Chinese, beside the reader's own where that is
     * another.
     */
    public static String words(Locale locale) {
        return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? "AI生成" : "AI-generated (AI生成)";
    }

    /** Whether words say that an artificial intelligence generated or synthesised something (5.1 to 5.6). */
    public static boolean says(String words) {
        return ARTIFICIAL.matcher(words).find() && MADE.matcher(words).find();
    }

    /**
     * Whether a text is marked at its start or end (5.1).
     *
     * @return {@code UNKNOWN} where the words stand in its middle, which is allowed at a suitable place
     */
    public static Presence inText(String text) {
        String seen = text.replaceAll("\\s+", " ").strip();
        int[] points = seen.codePoints().toArray();
        int length = Math.min(AFFIX, points.length);
        String start = new String(points, 0, length);
        String end = new String(points, points.length - length, length);
        if (says(start) || says(end) || seen.equals(CORNER_MARK)) {
            return Presence.PRESENT;
        }
        return says(seen) ? Presence.UNKNOWN : Presence.ABSENT;
    }

    /** The text with the words before it, unless it is marked. */
    public static String mark(String text, Locale locale) {
        return inText(text) == Presence.PRESENT ? text : words(locale) + "\n\n" + text;
    }

    /**
     * The least height of the glyphs on an image, a frame or a scene (5.2, 5.4, 5.5).
     *
     * @param width in pixels, at least 1
     * @param height in pixels, at least 1
     * @return in pixels: a twentieth of the shortest side, rounded up
     */
    public static int leastGlyphHeight(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image has at least one pixel, not %d x %d.".formatted(width, height));
        }
        return (Math.min(width, height) + SIDES_PER_GLYPH - 1) / SIDES_PER_GLYPH;
    }

    /**
     * Draws the words into the lower right corner of an image; every glyph is at least as high as it must be.
     *
     * @param font any that has the characters; its size is chosen here
     * @throws IllegalArgumentException if the font lacks a character
     * @throws AigcException if the image is too narrow for the words
     */
    public static void draw(BufferedImage image, String words, Font font) {
        int least = leastGlyphHeight(image.getWidth(), image.getHeight());
        int missing = font.canDisplayUpTo(words);
        if (missing >= 0) {
            throw new IllegalArgumentException("The font %s has no '%c'. Give one that has Chinese characters."
                    .formatted(font.getFontName(Locale.ROOT), words.charAt(missing)));
        }
        if (!says(words)) {
            throw new IllegalArgumentException("'%s' must name 人工智能 or AI, and 生成 or 合成.".formatted(words));
        }
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            GlyphVector glyphs = glyphs(graphics, words, font, least);
            Rectangle2D bounds = glyphs.getVisualBounds();
            double margin = least / 2.0;
            if (bounds.getWidth() + 2 * margin > image.getWidth()) {
                throw new AigcException("The words '%s' at %d pixels are %d wide, and the image is %d. Use fewer words."
                        .formatted(words, least, (int) Math.ceil(bounds.getWidth()), image.getWidth()));
            }
            double x = image.getWidth() - margin - bounds.getMaxX();
            double y = image.getHeight() - margin - bounds.getMaxY();
            // white on a black edge is seen on any ground
            Shape outline = glyphs.getOutline((float) x, (float) y);
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setStroke(new BasicStroke(Math.max(2f, least / 8f)));
            graphics.setColor(Color.BLACK);
            graphics.draw(outline);
            graphics.setColor(Color.WHITE);
            graphics.fill(outline);
        } finally {
            graphics.dispose();
        }
    }

    /** The words in a size at which the lowest of their glyphs is high enough. */
    private static GlyphVector glyphs(Graphics2D graphics, String words, Font font, int least) {
        float size = least;
        GlyphVector glyphs = font.deriveFont(size).createGlyphVector(graphics.getFontRenderContext(), words);
        while (lowest(glyphs, words) < least) {
            size *= 1.05f;
            if (size > least * MOST_ENLARGED) {
                throw new IllegalArgumentException("The font %s draws '%s' without height. Give another."
                        .formatted(font.getFontName(Locale.ROOT), words));
            }
            glyphs = font.deriveFont(size).createGlyphVector(graphics.getFontRenderContext(), words);
        }
        return glyphs;
    }

    private static double lowest(GlyphVector glyphs, String words) {
        double lowest = Double.MAX_VALUE;
        for (int i = 0; i < glyphs.getNumGlyphs(); i++) {
            if (Character.isLetterOrDigit(words.charAt(glyphs.getGlyphCharIndex(i)))) {
                lowest = Math.min(
                        lowest, glyphs.getGlyphVisualBounds(i).getBounds2D().getHeight());
            }
        }
        return lowest;
    }
}
