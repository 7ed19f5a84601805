package dev.sluice.server.transport.engineio;

import java.util.Optional;

/**
 * Judges a request before anything is done for it: pure, and in the order of the reference implementation, because that order
 * decides which of several faults is reported.
 */
final class Admission {
    private static final String PROTOCOL = "4";

    private Admission() {}

    /**
     * A request as far as its admission depends on it.
     *
     * @param upgrade whether it asks for a WebSocket
     */
    record Request(
            String method, boolean upgrade, Optional<String> transport, Optional<String> sid, Optional<String> eio) {}

    /** What a session that a request names looks like at that moment. */
    record Standing(TransportKind transport, boolean upgradable) {}

    /** Why the request is refused, or empty if it may proceed. */
    static Optional<Refusal> judge(Request request, Optional<Standing> session) {
        Optional<TransportKind> transport = request.transport().flatMap(TransportKind::ofWireName);
        if (transport.isEmpty()) {
            return Optional.of(Refusal.UNKNOWN_TRANSPORT);
        }
        if (request.upgrade() && transport.get() != TransportKind.WEBSOCKET) {
            return Optional.of(Refusal.BAD_REQUEST);
        }
        if (request.sid().isEmpty()) {
            return judgeOpening(request, transport.get());
        }
        return session.isEmpty()
                ? Optional.of(Refusal.UNKNOWN_SESSION)
                : judgeFollowing(request, transport.get(), session.get());
    }

    private static Optional<Refusal> judgeOpening(Request request, TransportKind transport) {
        if (!request.method().equals("GET")) {
            return Optional.of(Refusal.BAD_HANDSHAKE_METHOD);
        }
        if (transport == TransportKind.WEBSOCKET && !request.upgrade()) {
            return Optional.of(Refusal.BAD_REQUEST);
        }
        return isProtocol(request) ? Optional.empty() : Optional.of(Refusal.UNSUPPORTED_PROTOCOL);
    }

    private static Optional<Refusal> judgeFollowing(Request request, TransportKind transport, Standing session) {
        boolean fits = request.upgrade()
                ? session.upgradable()
                : transport == TransportKind.POLLING
                        && session.transport() == TransportKind.POLLING
                        && (request.method().equals("GET") || request.method().equals("POST"));
        return fits && isProtocol(request) ? Optional.empty() : Optional.of(Refusal.BAD_REQUEST);
    }

    private static boolean isProtocol(Request request) {
        return request.eio().filter(PROTOCOL::equals).isPresent();
    }
}
