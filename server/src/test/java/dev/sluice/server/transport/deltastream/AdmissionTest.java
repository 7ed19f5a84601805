package dev.sluice.server.transport.deltastream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.protocol.TenantId;
import dev.sluice.protocol.summary.SummaryTree;
import dev.sluice.server.auth.Revocations;
import dev.sluice.server.auth.Tenants;
import dev.sluice.server.auth.TokenVerifier;
import dev.sluice.server.config.RateLimit;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.ordering.DocumentThread;
import dev.sluice.server.ordering.Documents;
import dev.sluice.server.ordering.OrderingListener;
import dev.sluice.server.ordering.OrderingOptions;
import dev.sluice.server.storage.Store;
import dev.sluice.server.storage.Transaction;
import dev.sluice.server.storage.memory.MemoryStore;
import dev.sluice.server.summary.HandleResolver;
import dev.sluice.server.summary.NewDocument;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.engineio.HandshakeQuery;
import dev.sluice.server.transport.engineio.TransportKind;
import dev.sluice.server.transport.socketio.EventFrame;
import dev.sluice.server.transport.socketio.EventPacket;
import dev.sluice.server.transport.socketio.SocketConnection;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What may happen to a client between its {@code connect_document} and the moment in which its document lets it in: the
 * document's thread runs only when the test says so.
 */
@Timeout(60)
class AdmissionTest {
    private static final DocumentKey DOCUMENT = DocumentKey.of("acme", "document");
    private static final String KEY = "a key that nobody knows";

    private final Vertx vertx = Vertx.vertx();
    private final Store store = new MemoryStore();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Connected connected = new Connected();
    private final Socket socket = new Socket();
    private final TestToken token =
            TestToken.of("acme", "document", TestToken.USER).signedWith(KEY).with(claims -> claims.put("jti", "t-1"));
    private Instant now = Instant.now();
    private final Revocations revocations = new Revocations(() -> now, Revocations.Journal.NONE);
    private final DeltaStreamHandler handler = new DeltaStreamHandler(services());

    @BeforeEach
    void open() {
        revocations.onRevoked(revoked -> handler.tokenRevoked(revoked.tenant(), revoked.tokenId()));
        handler.connected(socket, new HandshakeQuery(""));
    }

    @AfterEach
    void close() {
        store.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tokenRevokedBeforeAdmission_isRefused() {
        connect();

        revoke();
        runAll();

        assertThat(socket.refusal().get("code").asInt()).isEqualTo(403);
        assertThat(socket.refusal().get("internalErrorCode").asText()).isEqualTo("TokenRevoked");
        assertThat(storedTypes()).isEmpty();
        assertThat(connected.now).isZero();
    }

    @Test
    void tokenRevokedDuringAdmission_closesTheConnection() {
        socket.onSend = event -> revoke();
        connect();

        runAll();

        assertThat(socket.closed).contains(CloseReason.SERVER_CLOSED);
    }

    @Test
    void tokenExpiredBeforeAdmission_isRefused() {
        connect();

        now = now.plus(Duration.ofHours(2));
        runAll();

        assertThat(socket.refusal().get("code").asInt()).isEqualTo(401);
        assertThat(storedTypes()).isEmpty();
    }

    @Test
    void connectionThatEndsBeforeAdmission_isNotAdmitted() {
        connect();

        handler.closed(socket, CloseReason.TRANSPORT_CLOSED);
        runAll();

        assertThat(storedTypes()).isEmpty();
        assertThat(connected.now).isZero();
    }

    @Test
    void connectionThatEndsDuringAdmission_leavesAndIsCountedOnce() {
        for (String during : List.of("signal", "connect_document_success")) {
            Socket brief = new Socket();
            handler.connected(brief, new HandshakeQuery(""));
            brief.onSend = event -> {
                if (event.get(0).asText().equals(during)) {
                    handler.closed(brief, CloseReason.TRANSPORT_CLOSED);
                }
            };
            handler.event(brief, connectPacket());
            runAll();
        }

        assertThat(storedTypes()).containsExactly("join", "leave", "noClient", "join", "leave", "noClient");
        assertThat(connected.now).isZero();
    }

    private void connect() {
        handler.event(socket, connectPacket());
        assertThat(socket.events).as("answered before the document was asked").isEmpty();
    }

    private EventPacket connectPacket() {
        ObjectNode message = RunningServer.message(token, "write");
        byte[] json = ("[\"connect_document\"," + message + "]").getBytes(StandardCharsets.UTF_8);
        return new EventPacket("connect_document", EventPacket.NO_ACK, json, 0, json.length);
    }

    private void revoke() {
        revocations.revoke(new Revocations.Revocation(new TenantId("acme"), "t-1", now.plusSeconds(3600)));
    }

    /** Runs the document's tasks, and those that follow from what they stored. */
    private void runAll() {
        while (!tasks.isEmpty()) {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            // The store writes one after the other: what was handed to it before is stored, and told, now.
            store.write(Transaction.of()).join();
        }
    }

    private List<String> storedTypes() {
        List<String> types = new ArrayList<>();
        return store.read(view -> {
            view.ops(
                    DOCUMENT,
                    0,
                    100,
                    (number, op) -> types.add(SequencedMessage.parse(op).type()));
            return types;
        });
    }

    private DeltaStreamServices services() {
        Documents documents = new Documents(
                store, () -> now, OrderingOptions.DEFAULT, OrderingListener.NONE, key -> new QueueThread());
        NewDocument document =
                new NewDocument(DOCUMENT, new SummaryTree(Map.of()), 0, "[]".getBytes(StandardCharsets.US_ASCII));
        store.write(document.plan(HandleResolver.NONE, documents, now)).join();
        ServerConfig.Security security = ServerConfig.of(Map.of("tenant.acme.key1-env", "ONE"), Map.of("ONE", KEY))
                .security();
        RateLimit unlimited = new RateLimit(0, 1);
        return new DeltaStreamServices(
                documents,
                new TokenVerifier(security, Tenants.of(security), revocations, () -> now),
                new Unlimited(),
                new DeltaStreamOptions(1_000_000, false, 100, unlimited, unlimited, Optional.empty(), Optional.empty()),
                connected,
                () -> now,
                System::nanoTime,
                new Ids()::next);
    }

    private static final class Ids {
        private int last;

        String next() {
            return "client-" + ++last;
        }
    }

    private static final class Unlimited implements DeltaStreamServices.ConnectLimiter {
        @Override
        public long tryAsk(SocketConnection connection) {
            return 0;
        }

        @Override
        public long tryConnect(DocumentKey document) {
            return 0;
        }
    }

    private static final class Connected implements DeltaStreamListener {
        private int now;

        @Override
        public void connected() {
            now++;
        }

        @Override
        public void disconnected() {
            now--;
        }
    }

    /** All tasks of all documents stand in one queue, which the test works off. */
    private final class QueueThread implements DocumentThread {
        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void schedule(Duration delay, Runnable task) {}

        @Override
        public <T> CompletionStage<T> blocking(Callable<T> work) {
            CompletableFuture<T> done = new CompletableFuture<>();
            tasks.add(() -> {
                try {
                    done.complete(work.call());
                } catch (Exception failure) {
                    done.completeExceptionally(failure);
                }
            });
            return done;
        }
    }

    /** A connection that remembers what it is told. */
    private final class Socket implements SocketConnection {
        private final List<JsonNode> events = new ArrayList<>();
        private final List<CloseReason> closed = new ArrayList<>();
        private Consumer<JsonNode> onSend = event -> {};

        JsonNode refusal() {
            assertThat(events).extracting(StreamSocket::name).containsExactly("connect_document_error");
            return events.get(0).get(1);
        }

        @Override
        public String id() {
            return "socket-" + System.identityHashCode(this);
        }

        @Override
        public Context context() {
            return vertx.getOrCreateContext();
        }

        @Override
        public void send(EventFrame frame) {
            JsonNode event = StreamSocket.parse(frame.toString().substring(2));
            events.add(event);
            onSend.accept(event);
        }

        @Override
        public void sendAll(List<EventFrame> frames) {
            frames.forEach(this::send);
        }

        @Override
        public void acknowledge(EventPacket packet) {}

        @Override
        public void close(CloseReason reason) {
            closed.add(reason);
        }

        @Override
        public boolean isOpen() {
            return closed.isEmpty();
        }

        @Override
        public SocketAddress remoteAddress() {
            return SocketAddress.inetSocketAddress(1, "127.0.0.1");
        }

        @Override
        public TransportKind transport() {
            return TransportKind.WEBSOCKET;
        }
    }
}
