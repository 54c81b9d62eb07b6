package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.tc.TcHandle;

/** The numbers and names by which our objects in the kernel are recognised, also after a restart. */
final class KernelNumbers {
    /** Interface indexes are ours from here up: far above what the kernel chooses by itself. */
    static final int FIRST_INDEX = 1 << 20;
    /** {@code IFLA_GROUP} of VLAN interfaces that we made. */
    static final int LINE_GROUP = 0x4142_4e01;
    /** {@code IFLA_GROUP} of our IFBs. */
    static final int IFB_GROUP = 0x4142_4e02;
    /** {@code IFLA_GROUP} of interfaces that are about to be deleted together. */
    static final int DOOMED_GROUP = 0x4142_4e03;
    /** {@code IFLA_GROUP} of the interfaces that only try out what the kernel can. */
    static final int PROBE_GROUP = 0x4142_4e04;
    /** {@code IFLA_GROUP} of PPP units that we made. */
    static final int UNIT_GROUP = 0x4142_4e05;
    /** Highest number in a PPP unit's name. */
    static final int MAX_UNIT_NUMBER = 9_999_999;
    /** Routing protocol number of our routes. */
    static final int ROUTE_PROTOCOL = 66;
    /** Label of the gateway addresses on the loopback interface. */
    static final String GATEWAY_LABEL = "lo:abng";

    static final String IFB_NAME_PREFIX = "abngifb";
    static final String IFB_ALTERNATIVE_PREFIX = "ifb-";
    static final String SHORT_NAME_PREFIX = "abng";

    /** Ingress filters: control messages that the daemon serves. */
    static final int CONTROL_PRIORITY = 1;
    /** Ingress filters of isolated groups: packets to the gateway itself. */
    static final int TO_GATEWAY_PRIORITY = 2;
    /** Ingress filters of isolated groups: packets to other subscribers of the group. */
    static final int TO_GROUP_PRIORITY = 3;
    /** Ingress and HTB filters: the first session's; each session has two, so that a new filter is there before the old one goes. */
    static final int SESSION_PRIORITY = 10;
    static final int PRIORITIES_PER_SESSION = 2;
    /** Ingress filters: everything else on a line of one session. */
    static final int OTHERS_PRIORITY = 100;
    /** Ingress filters: everything else on a line of several sessions. */
    static final int OTHERS_PRIORITY_SHARED = 0xff00;

    static final int HTB_HANDLE = TcHandle.of(1, 0);
    /** Minor number of the HTB class of a shared line for PPPoE, whose sessions are shaped on their units. */
    static final int HTB_PPPOE = 0xfffd;
    /** HTB filter of a shared line: frames of PPPoE. */
    static final int PPPOE_PRIORITY = 1;
    /** Minor number of the HTB class for packets to nobody. */
    static final int HTB_NOBODY = 0xfffe;
    /** Major number of the first session's leaf below its HTB class. */
    static final int FIRST_LEAF_MAJOR = 0x10;
    /** Sessions of one shared line. */
    static final int MAX_SLOTS = 4096;

    private KernelNumbers() {
    }
}
