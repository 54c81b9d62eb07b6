package io.athenabng.rpc.api;

import java.util.List;
import java.util.Map;

/** {@code rpc.methods}: the catalogue itself. */
public final class RpcMethods {
    private RpcMethods() {
    }

    /** What to describe. */
    public record Params(@Describe("Only methods whose name begins so") String prefix) {
    }

    /** The methods. */
    public record Result(
        @Describe("The methods, in the order of the catalogue") List<Method> methods) {
    }

    /** One method. */
    public record Method(
        @Describe("Name") String name,
        @Describe("What it does") String summary,
        @Describe("Whether it changes anything") boolean changesState,
        @Describe("JSON Schema of the parameters") Map<String, Object> params,
        @Describe("JSON Schema of the result") Map<String, Object> result,
        @Describe("Errors beside those of the protocol") List<ErrorDescription> errors) {
    }

    /** One error code. */
    public record ErrorDescription(
        @Describe("Number in the error object") int code,
        @Describe("Name in the error object's data") String name,
        @Describe("Meaning") String meaning) {
    }
}
