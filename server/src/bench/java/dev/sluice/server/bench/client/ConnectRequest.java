package dev.sluice.server.bench.client;

/**
 * Which document to connect to and as what.
 *
 * <p>Immutable.
 */
public record ConnectRequest(ServiceAddress service, String documentId, Role role) {

    /** What a connection may do once it is up. */
    public enum Role {
        /** Joins the quorum and submits ops. */
        WRITER("write", true),
        /** Follows the stream and causes no op in it. */
        READER("read", true),
        /** Joins as the client that may propose summaries. */
        SUMMARIZER("write", false);

        private final String mode;
        private final boolean interactive;

        Role(String mode, boolean interactive) {
            this.mode = mode;
            this.interactive = interactive;
        }

        /** Whether the service answers the connection with a join op of its own. */
        boolean joins() {
            return "write".equals(mode);
        }
    }

    /** Returns the event that asks for this connection, under a token signed now. */
    String toEvent() {
        String details = role.interactive
                ? "{\"capabilities\":{\"interactive\":true}}"
                : "{\"capabilities\":{\"interactive\":false},\"type\":\"summarizer\"}";
        return "42[\"connect_document\",{\"client\":{\"details\":" + details
                + ",\"permission\":[],\"scopes\":[],\"user\":{\"id\":\"\"},\"mode\":\"" + role.mode + "\"},\"id\":\""
                + documentId + "\",\"mode\":\"" + role.mode + "\",\"tenantId\":\"" + service.tenant()
                + "\",\"token\":\"" + Tokens.sign(service, documentId, "load")
                + "\",\"versions\":[\"^0.4.0\",\"^0.3.0\",\"^0.2.0\",\"^0.1.0\"]"
                + ",\"supportedFeatures\":{\"submit_signals_v2\":true}}]";
    }

    /** Returns the request that turns a TCP connection into the WebSocket. */
    String toUpgrade() {
        return "GET /socket.io/?documentId=" + documentId + "&tenantId=" + service.tenant()
                + "&EIO=4&transport=websocket HTTP/1.1\r\nHost: " + service.authority()
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    }
}
