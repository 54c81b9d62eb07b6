package io.athenabng.benchmarks.gateway;

import io.athenabng.core.port.RadiusUpstream;
import org.agrona.DirectBuffer;

/** No RADIUS server is configured; being asked for one is a mistake of the benchmark. */
final class NoRadius implements RadiusUpstream {
    @Override
    public boolean request(int code, int serverGroupIndex, long correlationId, DirectBuffer attributes, int offset, int length) {
        throw new IllegalStateException("a RADIUS request of code " + code);
    }

    @Override
    public boolean answerDynamic(long token, int code, DirectBuffer attributes, int offset, int length) {
        throw new IllegalStateException("an answer to a RADIUS client");
    }
}
