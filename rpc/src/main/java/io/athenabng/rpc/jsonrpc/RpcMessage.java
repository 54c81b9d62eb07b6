package io.athenabng.rpc.jsonrpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.athenabng.rpc.api.RpcErrorCode;
import java.util.List;

/** What one document turned out to be. */
public sealed interface RpcMessage {

    /** One member of a document: what was asked, or why it cannot be answered. */
    sealed interface Member extends RpcMessage {
    }

    /**
     * A request, or a notification.
     *
     * @param id     the id to answer with; Java null for a notification (a JSON null is a node)
     * @param method name of the method
     * @param params array or object; Java null if absent
     */
    record Request(JsonNode id, String method, JsonNode params) implements Member {
        /** Whether no answer is wanted. */
        public boolean isNotification() {
            return id == null;
        }
    }

    /**
     * An error that the protocol itself raises.
     *
     * @param id      the id to answer with; a JSON null node where none could be read
     * @param code    the catalogued code
     * @param message the cause
     * @param remedy  what to do
     */
    record Fault(JsonNode id, RpcErrorCode code, String message, String remedy) implements Member {
    }

    /** A batch with at least one member. */
    record Batch(List<Member> members) implements RpcMessage {
    }
}
