package io.athenabng.netlink.address;

import static io.athenabng.netlink.address.AddressAttributes.FAMILY;
import static io.athenabng.netlink.address.AddressAttributes.IFADDRMSG_LENGTH;
import static io.athenabng.netlink.address.AddressAttributes.INDEX;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETADDR;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Asks for addresses; answers are {@link AddressFlyweight}s. */
public final class AddressDumpRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int family;
    private int index;

    /** {@code AF_INET}, {@code AF_INET6}, or {@code AF_UNSPEC} for both. */
    public AddressDumpRequest family(final int value) {
        family = value;
        return this;
    }

    /** Only of this interface (obeyed by the kernel on sockets with strict checking); 0 for all. */
    public AddressDumpRequest index(final int value) {
        index = value;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        return appender.beginMessage(buffer, offset, RTM_GETADDR, NLM_F_DUMP, IFADDRMSG_LENGTH)
            .header8(FAMILY, family).header32(INDEX, index).endMessage();
    }
}
