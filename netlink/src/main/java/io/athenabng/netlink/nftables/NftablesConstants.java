package io.athenabng.netlink.nftables;

/** Numbers of {@code linux/netfilter/nfnetlink.h}, {@code nf_tables.h} and {@code netfilter.h}. */
final class NftablesConstants {
    static final int NFGENMSG_LENGTH = 4;
    static final int NFGENMSG_FAMILY = 0;
    /** Big-endian. */
    static final int NFGENMSG_RESOURCE = 2;

    static final int BATCH_BEGIN = 0x10;
    static final int BATCH_END = 0x11;
    static final int SUBSYSTEM = 10;
    static final int NEWTABLE = SUBSYSTEM << 8;
    static final int DELTABLE = SUBSYSTEM << 8 | 2;
    static final int NEWCHAIN = SUBSYSTEM << 8 | 3;
    static final int NEWRULE = SUBSYSTEM << 8 | 6;
    static final int DELRULE = SUBSYSTEM << 8 | 8;
    static final int NFPROTO_INET = 1;

    static final int TABLE_NAME = 1;
    static final int TABLE_FLAGS = 2;

    static final int CHAIN_TABLE = 1;
    static final int CHAIN_NAME = 3;
    static final int CHAIN_HOOK = 4;
    static final int CHAIN_POLICY = 5;
    static final int CHAIN_TYPE = 7;
    static final int HOOK_NUMBER = 1;
    static final int HOOK_PRIORITY = 2;
    static final int FORWARD = 2;
    static final int ACCEPT = 1;
    /** {@code NF_IP_PRI_MANGLE}. */
    static final int MANGLE = -150;

    static final int RULE_TABLE = 1;
    static final int RULE_CHAIN = 2;
    static final int RULE_EXPRESSIONS = 4;
    static final int LIST_ELEMENT = 1;
    static final int EXPRESSION_NAME = 1;
    static final int EXPRESSION_DATA = 2;
    static final int DATA_VALUE = 1;
    static final int REGISTER_1 = 1;

    static final int META_DREG = 1;
    static final int META_KEY = 2;
    static final int META_L4PROTO = 16;
    static final int META_IIFGROUP = 21;
    static final int META_OIFGROUP = 22;

    static final int CMP_SREG = 1;
    static final int CMP_OP = 2;
    static final int CMP_DATA = 3;
    static final int CMP_EQ = 0;

    static final int PAYLOAD_DREG = 1;
    static final int PAYLOAD_BASE = 2;
    static final int PAYLOAD_OFFSET = 3;
    static final int PAYLOAD_LENGTH = 4;
    static final int TRANSPORT_HEADER = 2;

    static final int BITWISE_SREG = 1;
    static final int BITWISE_DREG = 2;
    static final int BITWISE_LENGTH = 3;
    static final int BITWISE_MASK = 4;
    static final int BITWISE_XOR = 5;
    static final int BITWISE_OP = 6;
    static final int BITWISE_BOOL = 0;

    static final int RT_DREG = 1;
    static final int RT_KEY = 2;
    static final int RT_TCPMSS = 3;

    static final int BYTEORDER_SREG = 1;
    static final int BYTEORDER_DREG = 2;
    static final int BYTEORDER_OP = 3;
    static final int BYTEORDER_LENGTH = 4;
    static final int BYTEORDER_SIZE = 5;
    static final int HTON = 1;

    static final int EXTHDR_TYPE = 2;
    static final int EXTHDR_OFFSET = 3;
    static final int EXTHDR_LENGTH = 4;
    static final int EXTHDR_OP = 6;
    static final int EXTHDR_SREG = 7;
    static final int EXTHDR_TCPOPT = 1;

    private NftablesConstants() {
    }
}
