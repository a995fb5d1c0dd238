package io.kdchain.provenance.event;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a type of event that is an act of the chain itself: who records it acts in this role. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Act {
    /** The role in which the actor acts. */
    Role role();

    /** The stage of the chain. */
    Stage stage();
}
