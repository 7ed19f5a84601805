package dev.sluice.server.transport.engineio;

import java.util.Optional;

/** What moves a session's packets. */
public enum TransportKind {
    /** One WebSocket. */
    WEBSOCKET("websocket"),
    /** HTTP long polling. */
    POLLING("polling");

    private final String wireName;

    TransportKind(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name by which URLs and handshakes call this transport. */
    public String wireName() {
        return wireName;
    }

    static Optional<TransportKind> ofWireName(String name) {
        return switch (name) {
            case "websocket" -> Optional.of(WEBSOCKET);
            case "polling" -> Optional.of(POLLING);
            default -> Optional.empty();
        };
    }
}
