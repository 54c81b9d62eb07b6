package io.athenabng.rpc.api;

import java.util.List;

/**
 * One method of the catalogue.
 *
 * @param name         its name on the wire, {@code noun.verb} or {@code show.noun}
 * @param params       the record of its parameters; every component is of a reference type and null when not sent
 * @param result       the record of its result
 * @param summary      one sentence
 * @param changesState whether it changes anything in the gateway
 * @param errors       the catalogued errors that it raises beside those of the protocol itself
 * @param <P>          its parameters
 * @param <R>          its result
 */
public record RpcMethod<P extends Record, R extends Record>(
    String name, Class<P> params, Class<R> result, String summary, boolean changesState, List<RpcErrorCode> errors) {

    @Override
    public String toString() {
        return name;
    }
}
