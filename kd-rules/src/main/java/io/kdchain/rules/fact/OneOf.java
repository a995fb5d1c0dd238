package io.kdchain.rules.fact;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The closed list from which a field takes its values; a string field without it is an id. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface OneOf {
    /** Name of the list in {@link CodeLists}; {@code duty} and {@code term} are lists of the pack. */
    String value();
}
