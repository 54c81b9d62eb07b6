package io.athenabng.netlink.nftables;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_APPEND;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.nftables.NftablesConstants.ACCEPT;
import static io.athenabng.netlink.nftables.NftablesConstants.BATCH_BEGIN;
import static io.athenabng.netlink.nftables.NftablesConstants.BATCH_END;
import static io.athenabng.netlink.nftables.NftablesConstants.BITWISE_BOOL;
import static io.athenabng.netlink.nftables.NftablesConstants.BITWISE_DREG;
import static io.athenabng.netlink.nftables.NftablesConstants.BITWISE_LENGTH;
import static io.athenabng.netlink.nftables.NftablesConstants.BITWISE_MASK;
import static io.athenabng.netlink.nftables.NftablesConstants.BITWISE_OP;
import static io.athenabng.netlink.nftables.NftablesConstants.BITWISE_SREG;
import static io.athenabng.netlink.nftables.NftablesConstants.BITWISE_XOR;
import static io.athenabng.netlink.nftables.NftablesConstants.BYTEORDER_DREG;
import static io.athenabng.netlink.nftables.NftablesConstants.BYTEORDER_LENGTH;
import static io.athenabng.netlink.nftables.NftablesConstants.BYTEORDER_OP;
import static io.athenabng.netlink.nftables.NftablesConstants.BYTEORDER_SIZE;
import static io.athenabng.netlink.nftables.NftablesConstants.BYTEORDER_SREG;
import static io.athenabng.netlink.nftables.NftablesConstants.CHAIN_HOOK;
import static io.athenabng.netlink.nftables.NftablesConstants.CHAIN_NAME;
import static io.athenabng.netlink.nftables.NftablesConstants.CHAIN_POLICY;
import static io.athenabng.netlink.nftables.NftablesConstants.CHAIN_TABLE;
import static io.athenabng.netlink.nftables.NftablesConstants.CHAIN_TYPE;
import static io.athenabng.netlink.nftables.NftablesConstants.CMP_DATA;
import static io.athenabng.netlink.nftables.NftablesConstants.CMP_EQ;
import static io.athenabng.netlink.nftables.NftablesConstants.CMP_OP;
import static io.athenabng.netlink.nftables.NftablesConstants.CMP_SREG;
import static io.athenabng.netlink.nftables.NftablesConstants.DATA_VALUE;
import static io.athenabng.netlink.nftables.NftablesConstants.DELRULE;
import static io.athenabng.netlink.nftables.NftablesConstants.DELTABLE;
import static io.athenabng.netlink.nftables.NftablesConstants.EXPRESSION_DATA;
import static io.athenabng.netlink.nftables.NftablesConstants.EXPRESSION_NAME;
import static io.athenabng.netlink.nftables.NftablesConstants.EXTHDR_LENGTH;
import static io.athenabng.netlink.nftables.NftablesConstants.EXTHDR_OFFSET;
import static io.athenabng.netlink.nftables.NftablesConstants.EXTHDR_OP;
import static io.athenabng.netlink.nftables.NftablesConstants.EXTHDR_SREG;
import static io.athenabng.netlink.nftables.NftablesConstants.EXTHDR_TCPOPT;
import static io.athenabng.netlink.nftables.NftablesConstants.EXTHDR_TYPE;
import static io.athenabng.netlink.nftables.NftablesConstants.FORWARD;
import static io.athenabng.netlink.nftables.NftablesConstants.HOOK_NUMBER;
import static io.athenabng.netlink.nftables.NftablesConstants.HOOK_PRIORITY;
import static io.athenabng.netlink.nftables.NftablesConstants.HTON;
import static io.athenabng.netlink.nftables.NftablesConstants.LIST_ELEMENT;
import static io.athenabng.netlink.nftables.NftablesConstants.MANGLE;
import static io.athenabng.netlink.nftables.NftablesConstants.META_DREG;
import static io.athenabng.netlink.nftables.NftablesConstants.META_IIFGROUP;
import static io.athenabng.netlink.nftables.NftablesConstants.META_KEY;
import static io.athenabng.netlink.nftables.NftablesConstants.META_L4PROTO;
import static io.athenabng.netlink.nftables.NftablesConstants.META_OIFGROUP;
import static io.athenabng.netlink.nftables.NftablesConstants.NEWCHAIN;
import static io.athenabng.netlink.nftables.NftablesConstants.NEWRULE;
import static io.athenabng.netlink.nftables.NftablesConstants.NEWTABLE;
import static io.athenabng.netlink.nftables.NftablesConstants.NFGENMSG_FAMILY;
import static io.athenabng.netlink.nftables.NftablesConstants.NFGENMSG_LENGTH;
import static io.athenabng.netlink.nftables.NftablesConstants.NFGENMSG_RESOURCE;
import static io.athenabng.netlink.nftables.NftablesConstants.NFPROTO_INET;
import static io.athenabng.netlink.nftables.NftablesConstants.PAYLOAD_BASE;
import static io.athenabng.netlink.nftables.NftablesConstants.PAYLOAD_DREG;
import static io.athenabng.netlink.nftables.NftablesConstants.PAYLOAD_LENGTH;
import static io.athenabng.netlink.nftables.NftablesConstants.PAYLOAD_OFFSET;
import static io.athenabng.netlink.nftables.NftablesConstants.REGISTER_1;
import static io.athenabng.netlink.nftables.NftablesConstants.RT_DREG;
import static io.athenabng.netlink.nftables.NftablesConstants.RT_KEY;
import static io.athenabng.netlink.nftables.NftablesConstants.RT_TCPMSS;
import static io.athenabng.netlink.nftables.NftablesConstants.RULE_CHAIN;
import static io.athenabng.netlink.nftables.NftablesConstants.RULE_EXPRESSIONS;
import static io.athenabng.netlink.nftables.NftablesConstants.RULE_TABLE;
import static io.athenabng.netlink.nftables.NftablesConstants.SUBSYSTEM;
import static io.athenabng.netlink.nftables.NftablesConstants.TABLE_FLAGS;
import static io.athenabng.netlink.nftables.NftablesConstants.TABLE_NAME;
import static io.athenabng.netlink.nftables.NftablesConstants.TRANSPORT_HEADER;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.message.NetlinkRequest;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * A transaction after which TCP connections through the interfaces of one link group begin with a maximum segment size that the path's MTU
 * has room for; what the client wants is never made larger. One table for all interfaces, whatever comes and goes in the group:
 *
 * <pre>
 *   table inet NAME {
 *     chain mss {
 *       type filter hook forward priority mangle; policy accept;
 *       meta iifgroup GROUP tcp flags &amp; (syn|rst) == syn tcp option maxseg size set rt mtu
 *       meta oifgroup GROUP tcp flags &amp; (syn|rst) == syn tcp option maxseg size set rt mtu
 *     }
 *   }
 * </pre>
 *
 * <p>The size that {@code rt mtu} sets is that of the smaller of the routes there and back. A table that is there is emptied first, in the
 * same transaction, so that no packet sees it empty.
 */
public final class MssClampRequest implements NetlinkRequest {
    private static final String CHAIN = "mss";
    private static final String CHAIN_TYPE_FILTER = "filter";
    private static final int TCP = 6;
    private static final int TCP_FLAGS = 13;
    private static final int SYN_RST = 6;
    private static final int SYN = 2;
    private static final int TCP_OPTION_MAXSEG = 2;
    private static final int TCP_OPTION_VALUE = 2;
    private static final int MSS_LENGTH = 2;

    private final AttributeAppender appender = new AttributeAppender();
    private final String table;
    private final int group;
    private final boolean delete;
    private MutableDirectBuffer buffer;
    private int position;
    private int sequence;

    private MssClampRequest(final String table, final int group, final boolean delete) {
        this.table = table;
        this.group = group;
        this.delete = delete;
    }

    /**
     * Clamps.
     *
     * @param table the table's name
     * @param group the link group ({@code IFLA_GROUP})
     */
    public static MssClampRequest put(final String table, final int group) {
        return new MssClampRequest(table, group, false);
    }

    /** Takes the table away; ENOENT if it is not there. */
    public static MssClampRequest remove(final String table) {
        return new MssClampRequest(table, 0, true);
    }

    @Override
    public int encode(final MutableDirectBuffer target, final int offset) {
        buffer = target;
        position = offset;
        sequence = 0;
        batch(BATCH_BEGIN);
        if (delete) {
            begin(DELTABLE, 0).string(TABLE_NAME, table);
            end();
        } else {
            begin(NEWTABLE, 0).string(TABLE_NAME, table).be32(TABLE_FLAGS, 0);
            end();
            begin(DELRULE, 0).string(RULE_TABLE, table);
            end();
            begin(NEWCHAIN, NLM_F_CREATE).string(CHAIN_TABLE, table).string(CHAIN_NAME, CHAIN).string(CHAIN_TYPE, CHAIN_TYPE_FILTER)
                .be32(CHAIN_POLICY, ACCEPT).beginFlaggedNest(CHAIN_HOOK).be32(HOOK_NUMBER, FORWARD).be32(HOOK_PRIORITY, MANGLE).endNest();
            end();
            rule(META_IIFGROUP);
            rule(META_OIFGROUP);
        }
        batch(BATCH_END);
        return position < 0 ? OVERFLOW : position - offset;
    }

    private void batch(final int type) {
        if (position >= 0) {
            appender.beginMessage(buffer, position, type, 0, NFGENMSG_LENGTH);
            appender.header16(NFGENMSG_RESOURCE, bigEndian16(SUBSYSTEM));
            end();
        }
    }

    private AttributeAppender begin(final int type, final int flags) {
        appender.beginMessage(buffer, Math.max(0, position), type, flags, NFGENMSG_LENGTH).header8(NFGENMSG_FAMILY, NFPROTO_INET);
        return appender;
    }

    private void end() {
        final int length = appender.endMessage();
        if (position < 0 || length == OVERFLOW) {
            position = -1;
            return;
        }
        NetlinkHeaderFlyweight.putSequence(buffer, position, sequence++);
        position += length;
    }

    private static int bigEndian16(final int value) {
        return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? value : Short.reverseBytes((short) value);
    }

    private void rule(final int groupKey) {
        begin(NEWRULE, NLM_F_CREATE | NLM_F_APPEND).string(RULE_TABLE, table).string(RULE_CHAIN, CHAIN).beginFlaggedNest(RULE_EXPRESSIONS);
        meta(groupKey);
        // The group is compared as the kernel has it, in host order.
        beginCompare().u32(DATA_VALUE, group);
        endCompare();
        meta(META_L4PROTO);
        beginCompare().u8(DATA_VALUE, TCP);
        endCompare();
        beginExpression("payload").be32(PAYLOAD_DREG, REGISTER_1).be32(PAYLOAD_BASE, TRANSPORT_HEADER).be32(PAYLOAD_OFFSET, TCP_FLAGS)
            .be32(PAYLOAD_LENGTH, 1);
        endExpression();
        beginExpression("bitwise").be32(BITWISE_SREG, REGISTER_1).be32(BITWISE_DREG, REGISTER_1).be32(BITWISE_OP, BITWISE_BOOL)
            .be32(BITWISE_LENGTH, 1).beginFlaggedNest(BITWISE_MASK).u8(DATA_VALUE, SYN_RST).endNest()
            .beginFlaggedNest(BITWISE_XOR).u8(DATA_VALUE, 0).endNest();
        endExpression();
        beginCompare().u8(DATA_VALUE, SYN);
        endCompare();
        beginExpression("rt").be32(RT_KEY, RT_TCPMSS).be32(RT_DREG, REGISTER_1);
        endExpression();
        beginExpression("byteorder").be32(BYTEORDER_SREG, REGISTER_1).be32(BYTEORDER_DREG, REGISTER_1).be32(BYTEORDER_OP, HTON)
            .be32(BYTEORDER_LENGTH, MSS_LENGTH).be32(BYTEORDER_SIZE, MSS_LENGTH);
        endExpression();
        beginExpression("exthdr").be32(EXTHDR_SREG, REGISTER_1).u8(EXTHDR_TYPE, TCP_OPTION_MAXSEG).be32(EXTHDR_OFFSET, TCP_OPTION_VALUE)
            .be32(EXTHDR_LENGTH, MSS_LENGTH).be32(EXTHDR_OP, EXTHDR_TCPOPT);
        endExpression();
        appender.endNest();
        end();
    }

    private void meta(final int key) {
        beginExpression("meta").be32(META_KEY, key).be32(META_DREG, REGISTER_1);
        endExpression();
    }

    private AttributeAppender beginCompare() {
        return beginExpression("cmp").be32(CMP_SREG, REGISTER_1).be32(CMP_OP, CMP_EQ).beginFlaggedNest(CMP_DATA);
    }

    private void endCompare() {
        appender.endNest();
        endExpression();
    }

    private AttributeAppender beginExpression(final String name) {
        return appender.beginFlaggedNest(LIST_ELEMENT).string(EXPRESSION_NAME, name).beginFlaggedNest(EXPRESSION_DATA);
    }

    private void endExpression() {
        appender.endNest().endNest();
    }
}
