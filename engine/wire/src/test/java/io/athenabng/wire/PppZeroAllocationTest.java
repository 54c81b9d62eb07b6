package io.athenabng.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.Allocations;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppOptionCursor;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import io.athenabng.wire.pppoe.PppoeFrameAppender;
import io.athenabng.wire.pppoe.PppoeTag;
import io.athenabng.wire.testkit.Hex;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** PPPoE discovery and PPP control packets, both ways, allocate nothing. */
class PppZeroAllocationTest {

    private final UnsafeBuffer padi = new UnsafeBuffer(Hex.bytes(
        "11 09 00 00 00 12 01 01 00 00 01 03 00 04 de ad be ef 01 20 00 02 05 dc"));
    private final UnsafeBuffer request = new UnsafeBuffer(Hex.bytes("01 2a 00 0e 01 04 05 d4 05 06 12 34 56 78"));
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[1024]);
    private final PppoeDiscoveryParser discovery = new PppoeDiscoveryParser();
    private final PppoeFrameAppender frames = new PppoeFrameAppender();
    private final PppControlParser parser = new PppControlParser();
    private final PppOptionCursor options = new PppOptionCursor();
    private final PppControlAppender appender = new PppControlAppender();
    private final long stack = VlanStack.of(500, 100);
    private long written;

    @Test
    void discoveryAndControlPacketsAllocateNothing() {
        Allocations.assertNone("discovery and control packets", 20_000, this::run);
        assertTrue(written > 0);
    }

    private void run(final int count) {
        for (int i = 0; i < count; i++) {
            if (discovery.parse(padi, 0, padi.capacity()) == 0) {
                written += frames.wrap(out, 0, 1024, stack).appendAscii(PppoeTag.AC_NAME, "AthenaBNG")
                    .appendTag(PppoeTag.SERVICE_NAME, padi, discovery.serviceNameOffset(), discovery.serviceNameLength())
                    .appendTag(PppoeTag.HOST_UNIQ, padi, discovery.hostUniqOffset(), discovery.hostUniqLength())
                    .appendShort(PppoeTag.PPP_MAX_PAYLOAD, discovery.maxPayload()).finish(1, 2, PppoeCode.PADO, 0);
            }
            if (parser.parse(request, 0, request.capacity()) == 0) {
                options.wrap(request, parser.dataOffset(), parser.dataLength());
                appender.begin(out, 0, 1024, PppCode.CONFIGURE_ACK, parser.identifier());
                while (options.next()) {
                    appender.appendBytes(request, options.optionOffset(), options.optionLength());
                }
                written += appender.optionInt(LcpOption.MAGIC_NUMBER, i).finish();
            }
        }
    }
}
