package io.athenabng.netlink.address;

/** Numbers of {@code linux/if_addr.h}, under their kernel names. */
public final class AddressAttributes {
    public static final int IFA_ADDRESS = 1;
    public static final int IFA_LOCAL = 2;
    public static final int IFA_LABEL = 3;
    public static final int IFA_BROADCAST = 4;
    public static final int IFA_FLAGS = 8;

    public static final int IFA_F_NODAD = 0x02;
    public static final int IFA_F_PERMANENT = 0x80;
    public static final int IFA_F_NOPREFIXROUTE = 0x200;

    static final int IFADDRMSG_LENGTH = 8;
    static final int FAMILY = 0;
    static final int PREFIX_LENGTH = 1;
    static final int FLAGS = 2;
    static final int SCOPE = 3;
    static final int INDEX = 4;

    private AddressAttributes() {
    }
}
