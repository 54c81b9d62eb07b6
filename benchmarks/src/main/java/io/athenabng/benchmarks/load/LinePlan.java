package io.athenabng.benchmarks.load;

import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.VlanStack;

/**
 * Which client is behind which tags, and its MAC address. Inner VIDs are used up before the next outer VID begins.
 *
 * @param clients        how many
 * @param outerFirst     the first outer VID; 0: lines have the inner tag only
 * @param outerLast      the last outer VID
 * @param outerTpid      the outermost tag's TPID
 * @param innerFirst     the first inner VID of each outer one
 * @param linesPerOuter  how many lines below each outer VID
 * @param clientsPerLine how many clients share a line
 * @param macBase        the first client's MAC; the others follow
 */
public record LinePlan(int clients, int outerFirst, int outerLast, int outerTpid, int innerFirst, int linesPerOuter, int clientsPerLine,
                       long macBase) {
    private static final int LARGEST_VID = 4094;

    /** Checks that there are enough lines. */
    public LinePlan {
        if (clients < 1 || clients > LoadEngine.MAX_CLIENTS) {
            throw new IllegalArgumentException("1 to " + LoadEngine.MAX_CLIENTS + " clients, not " + clients);
        }
        if (clientsPerLine < 1) {
            throw new IllegalArgumentException("at least 1 client a line");
        }
        if (outerFirst < 0 || outerLast < outerFirst || outerLast > LARGEST_VID || outerFirst == 0 && outerLast != 0) {
            throw new IllegalArgumentException("outer VIDs are 1 to 4094, or there are none");
        }
        if (innerFirst < 1 || linesPerOuter < 1 || innerFirst + linesPerOuter - 1 > LARGEST_VID) {
            throw new IllegalArgumentException("inner VIDs are 1 to 4094: " + linesPerOuter + " from " + innerFirst + " up do not fit");
        }
        if (VlanStack.tpidCode(outerTpid) < 0) {
            throw new IllegalArgumentException("not a TPID: 0x" + Integer.toHexString(outerTpid));
        }
        long room = (long) (outerLast - outerFirst + 1) * linesPerOuter * clientsPerLine;
        if (clients > room) {
            throw new IllegalArgumentException(clients + " clients need more lines: the VIDs give room for " + room);
        }
        if ((macBase & 0x0100_0000_0000L) != 0 || macBase <= 0 || macBase + clients > 0xffff_ffff_ffffL) {
            throw new IllegalArgumentException("the first MAC is a unicast address with room for " + clients + " above it");
        }
    }

    /** How many lines the clients are on. */
    public int lines() {
        return (clients + clientsPerLine - 1) / clientsPerLine;
    }

    /** A client's tags. */
    public long vlanStack(int client) {
        int line = client / clientsPerLine;
        int inner = innerFirst + line % linesPerOuter;
        long stack = VlanStack.appendInner(VlanStack.UNTAGGED, outerFirst == 0 ? outerTpid : EtherType.VLAN, inner);
        return outerFirst == 0 ? stack : VlanStack.pushOuter(stack, outerTpid, outerFirst + line / linesPerOuter);
    }

    /** A client's MAC address. */
    public long mac(int client) {
        return macBase + client;
    }
}
