package io.kdchain.provenance.label;

import java.io.ByteArrayOutputStream;

/** Base45 (RFC 9285): bytes in the characters that a QR code packs two at a time. */
final class Base45 {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    private static final int BASE = ALPHABET.length();

    private Base45() {}

    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length * 3 + 1) / 2);
        for (int i = 0; i < bytes.length; i += 2) {
            boolean pair = i + 1 < bytes.length;
            int value = pair ? ((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff) : bytes[i] & 0xff;
            for (int digit = 0; digit < (pair ? 3 : 2); digit++) {
                text.append(ALPHABET.charAt(value % BASE));
                value /= BASE;
            }
        }
        return text.toString();
    }

    /**
     * The bytes of a text.
     *
     * @throws IllegalArgumentException if it is none
     */
    static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 2 / 3);
        for (int i = 0; i < text.length(); i += 3) {
            int count = Math.min(3, text.length() - i);
            int value = 0;
            for (int digit = count - 1; digit >= 0; digit--) {
                value = value * BASE + digit(text, i + digit);
            }
            if (count == 1 || value > (count == 3 ? 0xffff : 0xff)) {
                throw new IllegalArgumentException("characters from %d on are no bytes".formatted(i));
            }
            if (count == 3) {
                bytes.write(value >> 8);
            }
            bytes.write(value);
        }
        return bytes.toByteArray();
    }

    private static int digit(String text, int at) {
        int digit = ALPHABET.indexOf(text.charAt(at));
        if (digit < 0) {
            throw new IllegalArgumentException(
                    "character %d, U+%04X, is none of Base45".formatted(at, (int) text.charAt(at)));
        }
        return digit;
    }
}
