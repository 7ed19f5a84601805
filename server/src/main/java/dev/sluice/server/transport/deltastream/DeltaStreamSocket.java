package dev.sluice.server.transport.deltastream;

import dev.sluice.protocol.DocumentMessage;
import dev.sluice.protocol.Nack;
import dev.sluice.protocol.RawJson;
import dev.sluice.protocol.TenantId;
import dev.sluice.server.auth.Scope;
import dev.sluice.server.auth.TokenCheck;
import dev.sluice.server.auth.TokenClaims;
import dev.sluice.server.config.Limit;
import dev.sluice.server.ordering.ClientMode;
import dev.sluice.server.ordering.Documents.OpenFailure;
import dev.sluice.server.ordering.JoinedClient;
import dev.sluice.server.ordering.OpenDocument;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.socketio.EventPacket;
import dev.sluice.server.transport.socketio.SocketConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * One connection's clients: a socket may connect several times, each time as another client (SVC §3.2).
 *
 * <p>Events arrive on the connection's context. A client's admission happens on its document's thread, and so may come while
 * the socket is being closed: {@link #isClosed} is set before the clients are looked through, and looked at after a client was
 * added, so one of the two sees the other.
 */
final class DeltaStreamSocket {
    private static final Duration TOO_MANY_CLIENTS_RETRY = Duration.ofMinutes(5);
    private static final Duration UNAVAILABLE_RETRY = Duration.ofSeconds(5);
    private static final String BAD_REQUEST = "Invalid connection message";

    private final SocketConnection connection;
    private final DeltaStreamServices services;
    private final Map<String, DeltaStreamClient> clients = new ConcurrentHashMap<>();
    private volatile boolean isClosed;

    /** What is over a limit, and what its sender is told. */
    private record Refusal(Limit limit, Nack nack) {}

    DeltaStreamSocket(SocketConnection connection, DeltaStreamServices services) {
        this.connection = connection;
        this.services = services;
    }

    void connect(EventPacket packet) {
        Optional<ConnectRequest> read = ConnectRequest.read(packet);
        if (read.isEmpty()) {
            refuse(400, BAD_REQUEST, Optional.empty(), Optional.empty(), Optional.empty());
            return;
        }
        ConnectRequest request = read.get();
        long wait = services.limiter().tryAsk(connection);
        if (wait > 0) {
            refuseTooOften(wait, request.nonce());
            return;
        }
        TokenCheck check = check(request);
        if (check instanceof TokenCheck.Refused refused) {
            refuse(refused, request.nonce());
        } else if (check instanceof TokenCheck.Verified verified) {
            connect(request, verified.claims());
        }
    }

    void submitOps(EventPacket packet) {
        SubmittedOps submitted = SubmittedOps.read(packet);
        DeltaStreamClient client = clients.get(submitted.clientId());
        if (client == null) {
            nack(Nack.badRequest("Nonexistent client"));
            return;
        }
        if (client.mode() == ClientMode.READ) {
            boolean couldWrite =
                    client.claims().hasScope(Scope.DOC_WRITE) || client.claims().hasScope(Scope.SUMMARY_WRITE);
            nack(couldWrite ? Nack.badRequest("Readonly client") : Nack.invalidScope("Invalid scope"));
            return;
        }
        if (!submitted.isWellFormed()) {
            nack(Nack.badRequest("Invalid op message"));
        }
        List<DocumentMessage> messages = submitted.messages();
        Optional<Refusal> refusal = limitRefusal(client, messages);
        if (refusal.isPresent()) {
            nack(refusal.get());
        } else if (!messages.isEmpty()) {
            client.submit(messages);
        }
    }

    void submitSignals(EventPacket packet) {
        SubmittedSignals submitted = SubmittedSignals.read(packet, this::signalFormOf);
        DeltaStreamClient client = clients.get(submitted.clientId());
        if (client == null) {
            nack(Nack.badRequest("Nonexistent client"));
            return;
        }
        long wait = client.signalRate().tryTake(submitted.signals().size());
        if (wait > 0) {
            nack(new Refusal(Limit.SIGNALS_RATE, Nack.throttled("Too many signals", Duration.ofMillis(wait))));
            return;
        }
        services.listener().signals(submitted.signals().size());
        client.signal(submitted.signals());
        if (!submitted.isWellFormed()) {
            nack(Nack.badRequest("Invalid signal message"));
        }
    }

    /** Closes the connection if one of its clients came with the given token. */
    void tokenRevoked(TenantId tenant, String tokenId) {
        boolean isAffected = clients.values().stream()
                .map(DeltaStreamClient::claims)
                .anyMatch(claims -> claims.tenant().equals(tenant)
                        && claims.tokenId().filter(tokenId::equals).isPresent());
        if (isAffected) {
            connection.close(CloseReason.SERVER_CLOSED);
        }
    }

    /** The connection is gone, and all its clients with it. */
    void closed() {
        isClosed = true;
        clients.values().forEach(DeltaStreamClient::disconnect);
    }

    private void connect(ConnectRequest request, TokenClaims claims) {
        long wait = services.limiter().tryConnect(request.document());
        if (wait > 0) {
            refuseTooOften(wait, request.nonce());
            return;
        }
        Optional<String> version = ConnectAnswer.VERSIONS.stream()
                .filter(request.versions()::contains)
                .findFirst();
        if (version.isEmpty()) {
            String message = "Unsupported client protocol. Server: " + ConnectAnswer.VERSIONS + ". Client: "
                    + request.versions();
            refuse(400, message, Optional.empty(), Optional.empty(), request.nonce());
            return;
        }
        StoredClient stored = StoredClient.of(request, claims);
        if (stored.isTooLarge()) {
            String message = "Client of " + stored.json().size() + " bytes; the limit is " + StoredClient.MAX_BYTES;
            refuse(400, message, Optional.empty(), Optional.empty(), request.nonce());
            return;
        }
        services.documents()
                .use(
                        request.document(),
                        document -> admit(document, request, claims, stored, version.get()),
                        failure -> refuse(failure, request.nonce()));
    }

    /** Runs on the document's thread; since the client asked, its connection or its token may have ended. */
    private void admit(
            OpenDocument document, ConnectRequest request, TokenClaims claims, StoredClient stored, String version) {
        if (isClosed) {
            return;
        }
        String clientId = services.clientIds().get();
        DeltaStreamClient client =
                new DeltaStreamClient(clientId, document, connection, services, claims, stored, request);
        clients.put(clientId, client);
        // After the client was added: a token that is revoked later than this look finds the client.
        if (check(request) instanceof TokenCheck.Refused refused) {
            clients.remove(clientId);
            refuse(refused, request.nonce());
            return;
        }
        JoinedClient joining = new JoinedClient(clientId, stored.json(), stored.maySummarize());
        OpenDocument.Admission admission =
                document.admit(joining, stored.mode(), new SocketSubscriber(connection, request.document()));
        if (admission == null) {
            clients.remove(clientId);
            refuse(429, "Too many clients", Optional.of(TOO_MANY_CLIENTS_RETRY), Optional.empty(), request.nonce());
            return;
        }
        client.admitted();
        connection.send(ConnectAnswer.success(
                request,
                claims,
                clientId,
                stored.mode(),
                version,
                admission,
                services.options(),
                services.clock().millis()));
        document.join(clientId);
        client.endWithToken();
        if (isClosed) {
            client.disconnect();
        }
    }

    /** Everything that is kept as the client gave it counts, or else the limit could be passed by in metadata. */
    private static long opBytes(DocumentMessage message) {
        return Stream.of(
                        Optional.ofNullable(message.contents()),
                        Optional.ofNullable(message.metadata()),
                        Optional.ofNullable(message.compression()))
                .flatMap(Optional::stream)
                .mapToLong(RawJson::size)
                .sum();
    }

    private Optional<Refusal> limitRefusal(DeltaStreamClient client, List<DocumentMessage> messages) {
        DeltaStreamOptions options = services.options();
        if (messages.size() > options.batchMaxOps()) {
            String why = "Batch of " + messages.size() + " ops; the limit is " + options.batchMaxOps();
            return Optional.of(new Refusal(Limit.BATCH_OPS, Nack.tooLarge(why)));
        }
        for (DocumentMessage message : messages) {
            Optional<Limit> exceeded = options.exceededBy(opBytes(message));
            if (exceeded.isPresent()) {
                return Optional.of(new Refusal(exceeded.get(), Nack.tooLarge("Op size too large")));
            }
        }
        long wait = client.opRate().tryTake(messages.size());
        return wait > 0
                ? Optional.of(new Refusal(Limit.OPS_RATE, Nack.throttled("Too many ops", Duration.ofMillis(wait))))
                : Optional.empty();
    }

    private SubmittedSignals.Form signalFormOf(String clientId) {
        DeltaStreamClient client = clients.get(clientId);
        return client != null && client.supportsSignalsV2() ? SubmittedSignals.Form.V2 : SubmittedSignals.Form.V1;
    }

    private void nack(Refusal refusal) {
        services.listener().refused(refusal.limit());
        nack(refusal.nack());
    }

    private void nack(Nack nack) {
        services.listener().nacked(nack.code());
        connection.send(Frames.nack("", nack));
    }

    private TokenCheck check(ConnectRequest request) {
        return services.verifier()
                .verify(request.document().tenant(), request.document().document(), request.token());
    }

    private void refuseTooOften(long waitMs, Optional<String> nonce) {
        refuse(429, "Too many connects", Optional.of(Duration.ofMillis(waitMs)), Optional.empty(), nonce);
    }

    private void refuse(TokenCheck.Refused refused, Optional<String> nonce) {
        services.listener().tokenRefused(refused);
        refuse(refused.status(), refused.message(), Optional.empty(), refused.internalErrorCode(), nonce);
    }

    private void refuse(OpenFailure failure, Optional<String> nonce) {
        if (failure instanceof OpenFailure.NotFound) {
            refuse(404, "Document does not exist or is deleted", Optional.empty(), Optional.empty(), nonce);
        } else if (failure instanceof OpenFailure.Unavailable unavailable) {
            refuse(
                    503,
                    "Unavailable: " + unavailable.why(),
                    Optional.of(UNAVAILABLE_RETRY),
                    Optional.of("ClusterDraining"),
                    nonce);
        } else {
            refuse(500, "The document cannot be opened", Optional.empty(), Optional.empty(), nonce);
        }
    }

    private void refuse(
            int code,
            String message,
            Optional<Duration> retryAfter,
            Optional<String> internalCode,
            Optional<String> nonce) {
        services.listener().connectRefused(code);
        connection.send(ConnectAnswer.error(code, message, retryAfter, internalCode, nonce));
    }
}
