package io.kdchain.provenance.exchange.prov;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A value of an attribute.
 *
 * @param text in the lexical form of its type
 * @param type qualified name of the type
 * @param language BCP 47 tag of a text in a language; null for all others
 */
public record ProvValue(String text, String type, @Nullable String language) {
    static final String STRING = "xsd:string";
    static final String QUALIFIED_NAME = "prov:QUALIFIED_NAME";
    static final String DATE_TIME = "xsd:dateTime";
    static final String IN_LANGUAGE = "prov:InternationalizedString";

    /** A text. */
    public static ProvValue of(String text) {
        return new ProvValue(text, STRING, null);
    }

    /** A whole number. */
    public static ProvValue of(long number) {
        return new ProvValue(Long.toString(number), "xsd:long", null);
    }

    /** A moment. */
    public static ProvValue of(Instant moment) {
        return new ProvValue(moment.toString(), DATE_TIME, null);
    }

    /** The name of something. */
    public static ProvValue name(String qualifiedName) {
        return new ProvValue(qualifiedName, QUALIFIED_NAME, null);
    }
}
