package dev.sluice.server.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.server.bench.client.OpScanner;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The least that a generator takes for a server: numbers ops and sends them to everybody, and does nothing else.
 *
 * <p>It checks nothing, stores nothing and trusts every message to have the generator's own shape. Measured against it,
 * the generator shows how much load it can make; and tests of the client run against it without a real server.
 *
 * <p>Everything happens on one event loop.
 */
final class EchoSequencer implements AutoCloseable {
    private static final String SUBMIT = "42[\"submitOp\",\"";
    private static final String CONNECT = "42[\"connect_document\",";

    private final Vertx vertx;
    private final HttpServer server;
    private final Map<String, Room> rooms = new HashMap<>();

    private EchoSequencer(Vertx vertx, HttpServer server) {
        this.vertx = vertx;
        this.server = server;
        server.requestHandler(EchoSequencer::create);
        server.webSocketHandler(this::open);
    }

    /** One document: who is there and how far it has come. */
    private static final class Room {
        private final String id;
        private final List<ServerWebSocket> members = new ArrayList<>();
        private final OpScanner scanner = new OpScanner();
        private long sequenceNumber;

        Room(String id) {
            this.id = id;
        }

        void join(String clientId) {
            sequenceNumber++;
            broadcast("42[\"op\",\"" + id + "\",[{\"clientId\":null,\"clientSequenceNumber\":-1,\"type\":\"join\","
                    + "\"data\":\"{\\\"clientId\\\":\\\"" + clientId + "\\\"}\",\"minimumSequenceNumber\":0,"
                    + "\"sequenceNumber\":" + sequenceNumber + "}]]");
        }

        /** Ops keep their members and gain three: where they came from and what places them in the stream. */
        void submit(String message) {
            int clientFrom = SUBMIT.length();
            int clientTo = message.indexOf('"', clientFrom);
            String ops = message.substring(message.indexOf("[[", clientTo) + 1, message.length() - 2);
            byte[] bytes = ("42[\"op\",\"" + id + "\"," + ops + "]").getBytes(UTF_8);
            StringBuilder frame = new StringBuilder(bytes.length * 2).append("42[\"op\",\"" + id + "\",");
            char separator = '[';
            scanner.start(bytes, 0, bytes.length);
            while (scanner.next()) {
                sequenceNumber++;
                frame.append(separator).append("{\"clientId\":\"").append(message, clientFrom, clientTo);
                frame.append("\",\"sequenceNumber\":").append(sequenceNumber);
                frame.append(",\"minimumSequenceNumber\":0,");
                frame.append(new String(bytes, scanner.from() + 1, scanner.to() - scanner.from() - 1, UTF_8));
                separator = ',';
            }
            broadcast(frame.append("]]").toString());
        }

        private void broadcast(String frame) {
            for (ServerWebSocket member : members) {
                member.writeTextMessage(frame);
            }
        }
    }

    /** Starts listening; returns once it does. */
    static EchoSequencer listen(int port) {
        Vertx vertx = Vertx.vertx();
        HttpServerOptions options =
                new HttpServerOptions().setMaxWebSocketFrameSize(1 << 20).setMaxWebSocketMessageSize(1 << 20);
        HttpServer server = vertx.createHttpServer(options);
        EchoSequencer sequencer = new EchoSequencer(vertx, server);
        server.listen(port, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return sequencer;
    }

    int port() {
        return server.actualPort();
    }

    private static void create(HttpServerRequest request) {
        if (HttpMethod.POST.equals(request.method())) {
            request.body()
                    .onSuccess(unused -> request.response()
                            .setStatusCode(201)
                            .putHeader("Content-Type", "application/json")
                            .end("\"" + UUID.randomUUID() + "\""));
        }
    }

    private void open(ServerWebSocket socket) {
        Session session = new Session(socket);
        socket.textMessageHandler(session::message);
        socket.closeHandler(unused -> session.close());
        socket.writeTextMessage(
                "0{\"sid\":\"s\",\"upgrades\":[],\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
    }

    /** One socket, in one document once it has connected to it. */
    private final class Session {
        private final ServerWebSocket socket;
        private @Nullable Room room;

        Session(ServerWebSocket socket) {
            this.socket = socket;
        }

        void message(String message) {
            if (room != null && message.startsWith(SUBMIT)) {
                room.submit(message);
            } else if (message.startsWith(CONNECT)) {
                connect(message);
            } else if (message.equals("40")) {
                socket.writeTextMessage("40{\"sid\":\"s\"}");
            }
        }

        private void connect(String message) {
            int from = message.indexOf("\"id\":\"", message.indexOf("\"mode\"")) + 6;
            String id = message.substring(from, message.indexOf('"', from));
            String clientId = UUID.randomUUID().toString();
            Room joined = rooms.computeIfAbsent(id, Room::new);
            room = joined;
            joined.members.add(socket);
            socket.writeTextMessage(
                    "42[\"connect_document_success\",{\"clientId\":\"" + clientId + "\",\"mode\":\"write\"}]");
            joined.join(clientId);
        }

        void close() {
            if (room != null) {
                room.members.remove(socket);
            }
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
