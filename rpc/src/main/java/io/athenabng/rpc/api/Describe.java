package io.athenabng.rpc.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a field of a parameter or result record means: the source of the reference page, of help texts and of completion. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Describe {
    /** One sentence without a full stop. */
    String value();

    /** A parameter that a call must carry. */
    boolean required() default false;

    /** Where a shell finds values to offer for this parameter. */
    ValueSource completes() default ValueSource.NONE;
}
