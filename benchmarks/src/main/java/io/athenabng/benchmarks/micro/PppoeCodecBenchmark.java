package io.athenabng.benchmarks.micro;

import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppOptionCursor;
import io.athenabng.wire.ppp.PppProtocol;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeDiscoveryParser;
import io.athenabng.wire.pppoe.PppoeFrameAppender;
import io.athenabng.wire.pppoe.PppoeTag;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** PPPoE discovery and PPP control packets as the gateway reads and writes them; none may allocate. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PppoeCodecBenchmark {
    private static final int ROOM = 1_600;
    private static final int COOKIE_LENGTH = 24;
    private static final long CLIENT = 0x0200_0000_0001L;
    private static final long GATEWAY = 0x02ff_0000_0001L;

    private final long stack = VlanStack.appendInner(VlanStack.pushOuter(VlanStack.UNTAGGED, 0x88a8, 500), 0x8100, 100);
    private final int header = EthernetFlyweight.headerLength(stack);
    private final UnsafeBuffer padr = new UnsafeBuffer(new byte[ROOM]);
    private final UnsafeBuffer pads = new UnsafeBuffer(new byte[ROOM]);
    private final UnsafeBuffer cookie = new UnsafeBuffer(new byte[COOKIE_LENGTH]);
    private final UnsafeBuffer hostUniq = new UnsafeBuffer(new byte[Integer.BYTES]);
    private final UnsafeBuffer request = new UnsafeBuffer(new byte[ROOM]);
    private final UnsafeBuffer answer = new UnsafeBuffer(new byte[ROOM]);
    private final UnsafeBuffer response = new UnsafeBuffer(new byte[ROOM]);
    private final PppoeFrameAppender frames = new PppoeFrameAppender();
    private final PppoeDiscoveryParser discovery = new PppoeDiscoveryParser();
    private final PppControlAppender control = new PppControlAppender();
    private final PppControlParser parser = new PppControlParser();
    private final PppOptionCursor options = new PppOptionCursor();
    private int padrLength;
    private int requestLength;
    private int responseLength;

    /** What a client sends. */
    @Setup
    public void write() {
        padrLength = frames.wrap(padr, 0, ROOM, stack).appendAscii(PppoeTag.SERVICE_NAME, "")
            .appendTag(PppoeTag.HOST_UNIQ, hostUniq, 0, Integer.BYTES).appendTag(PppoeTag.AC_COOKIE, cookie, 0, COOKIE_LENGTH)
            .finish(CLIENT, GATEWAY, PppoeCode.PADR, 0);
        requestLength = control.begin(request, 0, ROOM, PppCode.CONFIGURE_REQUEST, 1).optionShort(LcpOption.MRU, 1_492)
            .optionInt(LcpOption.MAGIC_NUMBER, 0x0102_0304).finish();
        responseLength = control.begin(response, 0, ROOM, PppCode.CHAP_RESPONSE, 1).appendByte(16).appendBytes(new byte[16], 16)
            .appendAscii("subscriber@provider").finish();
    }

    /** A PADR read, and the PADS that answers it written. */
    @Benchmark
    public int discover() {
        int reason = discovery.parse(padr, header, padrLength - header);
        return reason + frames.wrap(pads, 0, ROOM, stack)
            .appendTag(PppoeTag.SERVICE_NAME, padr, discovery.serviceNameOffset(), discovery.serviceNameLength())
            .appendTag(PppoeTag.HOST_UNIQ, padr, discovery.hostUniqOffset(), discovery.hostUniqLength())
            .finish(GATEWAY, CLIENT, PppoeCode.PADS, 7);
    }

    /** An LCP Configure-Request read option by option, and its Ack written. */
    @Benchmark
    public int negotiate() {
        int sum = parser.parse(request, 0, requestLength);
        options.wrap(request, parser.dataOffset(), parser.dataLength());
        while (options.next()) {
            sum += options.type() == LcpOption.MRU ? options.shortValue() : options.intValue();
        }
        return sum + control.begin(answer, 0, ROOM, PppCode.CONFIGURE_ACK, parser.identifier())
            .appendBytes(request, parser.dataOffset(), parser.dataLength()).finish();
    }

    /** A CHAP Response read, and the Success written. */
    @Benchmark
    public int authenticate() {
        int sum = parser.parse(response, 0, responseLength) + parser.parseChapValue();
        return sum + parser.valueLength() + parser.nameLength()
            + control.begin(answer, 0, ROOM, PppCode.CHAP_SUCCESS, parser.identifier()).appendAscii("welcome").finish();
    }

    /** An IPCP Nak with the address and two name servers written. */
    @Benchmark
    public int address() {
        return control.begin(answer, 0, ROOM, PppCode.CONFIGURE_NAK, PppProtocol.IPCP & 0xff)
            .optionInt(IpcpOption.IP_ADDRESS, 0x0a40_000a).optionInt(IpcpOption.PRIMARY_DNS, 0xc000_0235)
            .optionInt(IpcpOption.SECONDARY_DNS, 0xc000_0236).finish() + (int) (MacAddress.BROADCAST & 1);
    }
}
