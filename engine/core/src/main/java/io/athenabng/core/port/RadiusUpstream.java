package io.athenabng.core.port;

import org.agrona.DirectBuffer;

/**
 * Requests to groups of RADIUS servers, and answers to dynamic authorisation clients. What travels is a list of attributes as on the wire
 * (type, length, value; RFC 2865 section 5), without the packet's header: servers, secrets, identifiers and authenticators are the
 * business of the other side. User-Password is in clear here; it is hidden when the packet for a server is made. Answers come by
 * {@link RadiusListener}. Used on the session agent's thread.
 */
public interface RadiusUpstream {
    /**
     * Asks a group of servers.
     *
     * @param code             Access-Request or Accounting-Request ({@code RadiusCode})
     * @param serverGroupIndex the group in {@code RadiusSettings.serverGroups}
     * @param correlationId    names the request in the answer
     * @param attributes       where the attributes are; valid until the call returns
     * @param offset           where they begin
     * @param length           their length, bytes; at most 4,076
     * @return false if there is no room now
     */
    boolean request(int code, int serverGroupIndex, long correlationId, DirectBuffer attributes, int offset, int length);

    /**
     * Answers a dynamic authorisation request.
     *
     * @param token      the request's
     * @param code       the ACK or NAK of its kind ({@code RadiusCode})
     * @param attributes where the answer's attributes are, such as Error-Cause; Proxy-State is added by the other side
     * @param offset     where they begin
     * @param length     their length, bytes
     * @return false if there is no room now
     */
    boolean answerDynamic(long token, int code, DirectBuffer attributes, int offset, int length);
}
