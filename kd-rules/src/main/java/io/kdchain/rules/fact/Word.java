package io.kdchain.rules.fact;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a word of the rule language reads, and where a conclusion may be drawn. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Word {
    /** In English. */
    String en();

    /** In Chinese. */
    String zh();

    /** The phases in which a rule may conclude it; empty for a fact. */
    Phase[] concludedIn() default {};

    /** Whether there is exactly one of it, so that a pattern on it needs no join. */
    boolean singleton() default false;
}
