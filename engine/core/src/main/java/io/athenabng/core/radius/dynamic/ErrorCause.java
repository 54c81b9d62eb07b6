package io.athenabng.core.radius.dynamic;

import io.athenabng.wire.radius.RadiusValues;

/** Why a request was refused: RFC 5176 section 3.5, Error-Cause. */
public enum ErrorCause {
    /** Nothing is wrong; never sent. */
    NONE(0),
    /** An attribute is there that this kind of request may not have, or that is not obeyed here. */
    UNSUPPORTED_ATTRIBUTE(RadiusValues.ERROR_CAUSE_UNSUPPORTED_ATTRIBUTE),
    /** Nothing in the request says which session is meant, or what is to be changed. */
    MISSING_ATTRIBUTE(RadiusValues.ERROR_CAUSE_MISSING_ATTRIBUTE),
    /** The request is for another NAS. */
    NAS_IDENTIFICATION_MISMATCH(RadiusValues.ERROR_CAUSE_NAS_IDENTIFICATION_MISMATCH),
    /** The attributes contradict one another, or their form is wrong. */
    INVALID_REQUEST(RadiusValues.ERROR_CAUSE_INVALID_REQUEST),
    /** The Service-Type is not one that can be asked for. */
    UNSUPPORTED_SERVICE(RadiusValues.ERROR_CAUSE_UNSUPPORTED_SERVICE),
    /** An attribute's value cannot be. */
    INVALID_ATTRIBUTE_VALUE(RadiusValues.ERROR_CAUSE_INVALID_ATTRIBUTE_VALUE),
    /** No session is like that. */
    SESSION_CONTEXT_NOT_FOUND(RadiusValues.ERROR_CAUSE_SESSION_CONTEXT_NOT_FOUND),
    /** The session cannot be ended. */
    SESSION_CONTEXT_NOT_REMOVABLE(RadiusValues.ERROR_CAUSE_SESSION_CONTEXT_NOT_REMOVABLE),
    /** The kernel refuses, or an earlier request for the session is not done yet. */
    RESOURCES_UNAVAILABLE(RadiusValues.ERROR_CAUSE_RESOURCES_UNAVAILABLE),
    /** The request is being worked on: the NAS asks the RADIUS server (RFC 5176 section 3.2). */
    REQUEST_INITIATED(RadiusValues.ERROR_CAUSE_REQUEST_INITIATED),
    /** Several sessions are like that. */
    MULTIPLE_SESSION_SELECTION_UNSUPPORTED(RadiusValues.ERROR_CAUSE_MULTIPLE_SESSION_SELECTION_UNSUPPORTED);

    private final int code;

    ErrorCause(final int code) {
        this.code = code;
    }

    /** @return the attribute's value */
    public int code() {
        return code;
    }
}
