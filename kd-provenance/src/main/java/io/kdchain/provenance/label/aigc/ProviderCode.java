package io.kdchain.provenance.label.aigc;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The code of a provider, 27 characters, after TC260-PG-20252A: format version 00, subject type 1 (an organisation),
 * binding 1 (by its unified social credit code), that code, the service, and a code that the provider gives its model
 * or application. Other subject types and bindings exist; their digits are not confirmed, and they are no
 * {@code ProviderCode}.
 *
 * @param creditCode unified social credit code after GB 32100, 18 characters, the last one a check digit
 * @param service what the provider does
 * @param model four of 0-9 and A-Z
 */
public record ProviderCode(String creditCode, Service service, String model) {
    /** Characters of a code. */
    public static final int LENGTH = 27;

    private static final String HEAD = "0011";
    private static final int CREDIT_CODE = 18;
    /** GB 32100: no I, O, S, V, Z. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    /** GB 32100: powers of 3 modulo 31. */
    private static final int[] WEIGHTS = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};

    private static final Pattern MODEL = Pattern.compile("[0-9A-Z]{4}");
    private static final Pattern LOOKS_LIKE_ONE = Pattern.compile(HEAD + "[0-9A-Za-z]{18,}");

    /** What the provider does with the content. */
    public enum Service {
        /** Makes it. */
        GENERATION('1'),
        /** Spreads it. */
        PROPAGATION('2');

        private final char digit;

        Service(char digit) {
            this.digit = digit;
        }

        private static Optional<Service> of(char digit) {
            for (Service service : values()) {
                if (service.digit == digit) {
                    return Optional.of(service);
                }
            }
            return Optional.empty();
        }
    }

    public ProviderCode {
        if (creditCode.length() != CREDIT_CODE) {
            throw new IllegalArgumentException("The credit code '%s' has %d characters and must have %d."
                    .formatted(creditCode, creditCode.length(), CREDIT_CODE));
        }
        char expected = checkDigit(creditCode);
        if (creditCode.charAt(CREDIT_CODE - 1) != expected) {
            throw new IllegalArgumentException(
                    "The credit code '%s' ends in %c, and the check digit of GB 32100 is %c. Look for a mistyped character."
                            .formatted(creditCode, creditCode.charAt(CREDIT_CODE - 1), expected));
        }
        if (!MODEL.matcher(model).matches()) {
            throw new IllegalArgumentException(
                    "The model code '%s' must be four characters of 0-9 and A-Z.".formatted(model));
        }
    }

    /**
     * Reads a code.
     *
     * @throws IllegalArgumentException if it is none; the message names the place
     */
    public static ProviderCode parse(String text) {
        if (text.length() != LENGTH) {
            throw new IllegalArgumentException("The provider code '%s' has %d characters and must have %d."
                    .formatted(shorten(text), text.length(), LENGTH));
        }
        if (!text.startsWith(HEAD)) {
            throw new IllegalArgumentException(
                    "The provider code '%s' must begin with %s: version 00, an organisation, bound by its credit code."
                            .formatted(text, HEAD));
        }
        int service = HEAD.length() + CREDIT_CODE;
        return new ProviderCode(
                text.substring(HEAD.length(), service),
                Service.of(text.charAt(service))
                        .orElseThrow(() -> new IllegalArgumentException(
                                "Character %d of the provider code '%s' is %c and must be 1 (generation) or 2 (propagation)."
                                        .formatted(service + 1, text, text.charAt(service)))),
                text.substring(service + 1));
    }

    /** Whether a text is meant as a code of this form rather than as a name or a code of another form. */
    static boolean looksLikeOne(String text) {
        return LOOKS_LIKE_ONE.matcher(text).matches();
    }

    /** The 27 characters. */
    public String text() {
        return HEAD + creditCode + service.digit + model;
    }

    private static char checkDigit(String code) {
        int sum = 0;
        for (int i = 0; i < WEIGHTS.length; i++) {
            int value = ALPHABET.indexOf(code.charAt(i));
            if (value < 0) {
                throw new IllegalArgumentException(
                        "Character %d of the credit code '%s' is '%c', which GB 32100 does not use."
                                .formatted(i + 1, code, code.charAt(i)));
            }
            sum += value * WEIGHTS[i];
        }
        return ALPHABET.charAt((ALPHABET.length() - sum % ALPHABET.length()) % ALPHABET.length());
    }

    private static String shorten(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
