package dev.sluice.server.transport.deltastream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A socket.io connection, spoken by hand: it answers pings and remembers every event it receives, in order.
 *
 * <p>What is awaited is looked for among all events since the connection began, so nothing is missed by coming early. Safe
 * for use by many threads.
 */
final class StreamSocket implements WebSocket.Listener, AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Object lock = new Object();
    private final List<JsonNode> events = new ArrayList<>();
    private final CompletableFuture<String> connected = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<WebSocket> opened = new CompletableFuture<>();
    private CompletableFuture<?> sending = opened;

    private StreamSocket() {}

    /** Opens a connection to the root namespace. */
    static StreamSocket open(URI server) {
        StreamSocket socket = new StreamSocket();
        URI uri = URI.create("ws" + server.toString().substring("http".length())
                + "/socket.io/?EIO=4&transport=websocket&documentId=any&tenantId=any");
        HTTP.newWebSocketBuilder().buildAsync(uri, socket).whenComplete((opened, failure) -> {
            if (failure == null) {
                socket.opened.complete(opened);
            } else {
                socket.connected.completeExceptionally(failure);
            }
        });
        get(socket.connected);
        return socket;
    }

    void send(String packet) {
        synchronized (lock) {
            sending = sending.thenCompose(before -> opened.join().sendText(packet, true));
        }
    }

    void emit(String name, Object... arguments) {
        ArrayNode event = JSON.createArrayNode().add(name);
        for (Object argument : arguments) {
            event.add(JSON.<JsonNode>valueToTree(argument));
        }
        // Half of a surrogate pair can be sent as an escape only.
        send("42" + event.toString().replace("\ud800", "\\ud800"));
    }

    /** Sends a connect message; returns the success or the refusal that comes next, as event. */
    JsonNode connect(JsonNode message) {
        int before = count();
        emit("connect_document", message);
        return await(
                "an answer to connect_document", before, event -> name(event).startsWith("connect_document_"));
    }

    /** Waits for the first event that {@code wanted} accepts, of all that ever came. */
    JsonNode await(String what, Predicate<JsonNode> wanted) {
        return await(what, 0, wanted);
    }

    /** Waits for the op that {@code wanted} accepts. */
    JsonNode awaitOp(String what, Predicate<JsonNode> wanted) {
        JsonNode event = await(
                what,
                candidate -> name(candidate).equals("op")
                        && elements(candidate.get(2)).stream().anyMatch(wanted));
        return elements(event.get(2)).stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Waits for the nack after the given number of others. */
    JsonNode awaitNack(int before) {
        await("nack " + (before + 1), event -> eventsNamed("nack").size() > before);
        return eventsNamed("nack").get(before);
    }

    List<JsonNode> eventsNamed(String name) {
        synchronized (lock) {
            return events.stream().filter(event -> name(event).equals(name)).toList();
        }
    }

    /** Returns all ops of a document that came, in order. */
    List<JsonNode> ops(String document) {
        return eventsNamed("op").stream()
                .filter(event -> event.get(1).asText().equals(document))
                .flatMap(event -> elements(event.get(2)).stream())
                .toList();
    }

    /** Returns all signals that came, in order. */
    List<JsonNode> signals() {
        return eventsNamed("signal").stream().map(event -> event.get(1)).toList();
    }

    /** Returns the names of the events that came, in order. */
    List<String> names() {
        synchronized (lock) {
            return events.stream().map(StreamSocket::name).toList();
        }
    }

    boolean isOpen() {
        return !ended.isDone();
    }

    /** Waits for the end of the connection. */
    void awaitEnd() {
        get(ended);
    }

    /** Waits for the end of the connection, or for an event. */
    void awaitEndOr(String what, Predicate<JsonNode> wanted) {
        try {
            await(what, wanted);
        } catch (AssertionError neither) {
            if (isOpen()) {
                throw neither;
            }
        }
    }

    /** Ends the connection as clients do, and waits until it has ended. */
    @Override
    public void close() {
        if (isOpen()) {
            send("41");
            synchronized (lock) {
                sending = sending.thenCompose(before -> opened.join().sendClose(WebSocket.NORMAL_CLOSURE, ""));
            }
            awaitEnd();
        }
    }

    /** Ends the connection without a word, as a client whose process was killed. */
    void abort() {
        opened.join().abort();
        end(-1);
    }

    static String name(JsonNode event) {
        return event.get(0).asText();
    }

    static List<JsonNode> elements(JsonNode array) {
        List<JsonNode> elements = new ArrayList<>();
        array.forEach(elements::add);
        return elements;
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(json, malformed);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end(status);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(-1);
    }

    private void received(String packet) {
        if (packet.startsWith("0")) {
            send("40");
        } else if (packet.startsWith("40")) {
            connected.complete(packet);
        } else if (packet.equals("2")) {
            send("3");
        } else if (packet.startsWith("42") || packet.startsWith("43")) {
            int json = packet.indexOf('[');
            ArrayNode event = (ArrayNode) parse(packet.substring(json));
            if (packet.startsWith("43")) {
                event.insert(0, "ack " + packet.substring(2, json));
            }
            synchronized (lock) {
                events.add(event);
                lock.notifyAll();
            }
        }
    }

    private void end(int status) {
        ended.complete(status);
        connected.completeExceptionally(new AssertionError("the connection ended with " + status));
        synchronized (lock) {
            lock.notifyAll();
        }
    }

    private int count() {
        synchronized (lock) {
            return events.size();
        }
    }

    private JsonNode await(String what, int from, Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lock) {
            int next = from;
            while (true) {
                for (; next < events.size(); next++) {
                    if (wanted.test(events.get(next))) {
                        return events.get(next);
                    }
                }
                long remainingMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (remainingMs <= 0 || ended.isDone()) {
                    throw new AssertionError((ended.isDone() ? "connection ended" : "nothing came within " + PATIENCE)
                            + "; awaited " + what + ", received " + events);
                }
                try {
                    lock.wait(remainingMs);
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
        }
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
