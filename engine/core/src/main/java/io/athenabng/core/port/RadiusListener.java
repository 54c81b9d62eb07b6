package io.athenabng.core.port;

import org.agrona.DirectBuffer;

/** What RADIUS servers and dynamic authorisation clients say, verified. Called on the session agent's thread. */
public interface RadiusListener {
    /**
     * A server answered; its authenticators were right.
     *
     * @param correlationId the request's
     * @param code          Access-Accept, Access-Reject, Access-Challenge or Accounting-Response ({@code RadiusCode})
     * @param attributes    where the answer's attributes are, valid until the call returns
     * @param offset        where they begin
     * @param length        their length, bytes
     */
    void onRadiusAnswer(long correlationId, int code, DirectBuffer attributes, int offset, int length);

    /**
     * No server of the group answered in time, or none is alive. An Accounting-Request that must not be lost was put aside on disk before
     * this is said.
     *
     * @param correlationId the request's
     * @param code          the request's
     */
    void onRadiusUnanswered(long correlationId, int code);

    /**
     * A dynamic authorisation client, known and with valid authenticators, asks for a change (RFC 5176). Each is answered once through
     * {@link RadiusUpstream#answerDynamic}.
     *
     * @param token      names the request in the answer
     * @param code       CoA-Request or Disconnect-Request ({@code RadiusCode})
     * @param attributes where the request's attributes are, valid until the call returns
     * @param offset     where they begin
     * @param length     their length, bytes
     */
    void onDynamicRequest(long token, int code, DirectBuffer attributes, int offset, int length);
}
