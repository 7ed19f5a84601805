package dev.sluice.server.transport.deltastream;

import static dev.sluice.server.transport.deltastream.StreamSocket.HTTP;
import static dev.sluice.server.transport.deltastream.StreamSocket.JSON;
import static dev.sluice.server.transport.deltastream.StreamSocket.PATIENCE;
import static dev.sluice.server.transport.deltastream.StreamSocket.elements;
import static dev.sluice.server.transport.deltastream.StreamSocket.parse;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.admin.Stores;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.storage.Store;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/**
 * A server in this process, on a free port, with the developer tenants and one strict tenant; and what clients do with it.
 * Closing it checks that nothing unexpected was logged.
 */
final class RunningServer implements AutoCloseable {
    static final String DEVELOPER = "tinylicious";
    static final String STRICT = "acme";
    static final String STRICT_KEY = "a key that nobody knows";
    static final String STRICT_NEXT_KEY = "the key that comes after it";

    private static final Duration SHUTDOWN = Duration.ofSeconds(20);
    private static final String SUMMARY = "{\"type\":\"tree\",\"entries\":[{\"path\":\"content\",\"type\":\"blob\","
            + "\"value\":{\"type\":\"blob\",\"content\":\"first\",\"encoding\":\"utf-8\"}}]}";

    private final Store store;
    private final SluiceServer server;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ConcurrentLinkedQueue<StreamSocket> sockets = new ConcurrentLinkedQueue<>();

    private RunningServer(ServerConfig config) {
        store = Stores.open(config.storage());
        server = SluiceServer.start(config, store, InstantSource.system());
        log.start();
        rootLogger().addAppender(log);
    }

    /** Starts a server; settings are given as {@code key=value}. */
    static RunningServer start(Path data, String... settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "port",
                "0",
                "data",
                data.toString(),
                "durability",
                "lose-newest-on-power-cut",
                "preallocate-bytes",
                "0",
                // Tests tell what comes first; sockets on several loops are heard in any order.
                "event-loop-threads",
                "1",
                "worker-threads",
                "4",
                "tenant." + STRICT + ".key1-env",
                "KEY1",
                "tenant." + STRICT + ".key2-env",
                "KEY2"));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            all.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return new RunningServer(ServerConfig.of(all, Map.of("KEY1", STRICT_KEY, "KEY2", STRICT_NEXT_KEY)));
    }

    /** Returns the store that the server is over. */
    Store store() {
        return store;
    }

    URI url() {
        return server.url();
    }

    // Documents over REST.

    /** Creates a document of the developer tenant and returns its id. */
    String create() {
        return create(DEVELOPER, TestToken.of(DEVELOPER, "", TestToken.USER));
    }

    String create(String tenant, TestToken token) {
        String body = "{\"summary\":" + SUMMARY + ",\"sequenceNumber\":0,\"values\":[]}";
        HttpResponse<String> created = send("POST", "/documents/" + tenant, "Basic " + token.text(), body);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return parse(created.body()).asText();
    }

    /** Returns the stored ops from {@code from} on, the first not included. */
    List<JsonNode> deltas(String document, long from) {
        HttpResponse<String> deltas =
                send("GET", "/deltas/" + DEVELOPER + "/" + document + "?from=" + from, orderer(document), "");
        assertThat(deltas.statusCode()).as(deltas.body()).isEqualTo(200);
        return elements(parse(deltas.body()));
    }

    String orderer(String document) {
        return "Basic " + TestToken.of(DEVELOPER, document, TestToken.USER).text();
    }

    HttpResponse<String> send(String method, String path, String authorization, String body) {
        return send(method, path, authorization, "application/json", body);
    }

    HttpResponse<String> send(String method, String path, String authorization, String type, String body) {
        try {
            return HTTP.send(request(method, path, authorization, type, body), HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** Sends a request and does not wait for its answer. */
    CompletableFuture<HttpResponse<String>> sendAsync(String method, String path, String authorization, String body) {
        return HTTP.sendAsync(
                request(method, path, authorization, "application/json", body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String authorization, String type, String body) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", type)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    /** Returns a sample of {@code /metrics}, given its name with its labels; 0 if there is none. */
    double metric(String sample) {
        return send("GET", "/metrics", "none", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length())))
                .findFirst()
                .orElse(0);
    }

    // Clients.

    /** Opens a socket that ends with this server at the latest. */
    StreamSocket open() {
        StreamSocket socket = StreamSocket.open(server.url());
        sockets.add(socket);
        return socket;
    }

    StreamClient writer(String document) {
        return StreamClient.connect(open(), message(document, "write"));
    }

    StreamClient reader(String document) {
        return StreamClient.connect(open(), message(document, "read"));
    }

    StreamClient summarizer(String document) {
        ObjectNode message = message(document, "write");
        ((ObjectNode) message.at("/client/details")).put("type", "summarizer");
        ((ObjectNode) message.at("/client/details/capabilities")).put("interactive", false);
        return StreamClient.connect(open(), message);
    }

    /** Returns what a current client of the developer tenant sends to connect. */
    static ObjectNode message(String document, String mode) {
        return message(TestToken.of(DEVELOPER, document, TestToken.USER), mode);
    }

    /** Returns what a current client sends to connect to the document its token names. */
    static ObjectNode message(TestToken token, String mode) {
        ObjectNode message = JSON.createObjectNode();
        message.set("tenantId", token.claims().get("tenantId"));
        message.set("id", token.claims().get("documentId"));
        message.put("token", token.text()).put("mode", mode);
        message.put("nonce", UUID.randomUUID().toString()).put("driverVersion", "2.111.0");
        ArrayNode versions = message.putArray("versions");
        List.of("^0.4.0", "^0.3.0", "^0.2.0", "^0.1.0").forEach(versions::add);
        ObjectNode client = message.putObject("client");
        client.put("mode", mode).putObject("user").put("id", "whoever");
        client.putArray("permission");
        client.putArray("scopes");
        ObjectNode details = client.putObject("details");
        details.putObject("capabilities").put("interactive", true);
        details.put("environment", "; loaderVersion:2.111.0");
        message.putObject("supportedFeatures").put("submit_signals_v2", true);
        return message;
    }

    /** Shuts down while clients are connected. */
    void stop() {
        server.close(Duration.ZERO, SHUTDOWN);
    }

    @Override
    public void close() {
        sockets.forEach(StreamSocket::close);
        stop();
        rootLogger().detachAppender(log);
        List<String> unexpected = List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .map(ILoggingEvent::toString)
                .toList();
        assertThat(unexpected).as("logged").isEmpty();
    }

    private static Logger rootLogger() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
