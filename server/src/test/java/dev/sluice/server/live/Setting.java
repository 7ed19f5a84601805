package dev.sluice.server.live;

import static java.util.Objects.requireNonNull;

import dev.sluice.client.ServiceClient;
import dev.sluice.driver.CatchUp;
import dev.sluice.driver.DocumentService;
import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.SequencedMessage;
import dev.sluice.server.SluiceServer;
import dev.sluice.server.config.ServerConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server, some clients, and one document after the other. */
final class Setting implements AutoCloseable {
    private final Path data;
    private final ServiceClient client;
    private final int port;
    final List<Peer> peers = new ArrayList<>();
    private volatile Duration ahead = Duration.ZERO;
    private SluiceServer server;
    private @Nullable String document;

    /**
     * Starts the server and its clients.
     *
     * @param names {@code java}, or a generation of TypeScript clients; the first creates the documents
     * @param compatibility the oldest version of the runtime that documents must suit
     */
    Setting(Path data, List<String> names, String compatibility) {
        this.data = data;
        this.server = start(0);
        URI url = server.url();
        this.port = url.getPort();
        this.client = ServiceClient.insecure(url);
        for (String name : names) {
            peers.add(
                    name.equals("java")
                            ? new JavaPeer("java" + peers.size(), client, compatibility)
                            : NodePeer.start(name, compatibility, url));
        }
    }

    private SluiceServer start(int wished) {
        Map<String, String> settings = Map.of(
                "port",
                String.valueOf(wished),
                "data",
                data.toString(),
                "durability",
                "lose-newest-on-power-cut",
                "client-ops-per-second",
                "0");
        return SluiceServer.start(
                ServerConfig.of(settings, Map.of()), () -> Instant.now().plus(ahead));
    }

    /** Has the server's clock run ahead of all others by some time more. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    ServiceClient client() {
        return client;
    }

    URI url() {
        return server.url();
    }

    void stopServer() {
        server.close(Duration.ZERO, Duration.ofSeconds(20));
    }

    void startServer() {
        server = start(port);
    }

    /** Has the first client create a document, and the others open it. */
    void open() {
        String created = peers.get(0).create();
        document = created;
        peers.subList(1, peers.size()).forEach(peer -> peer.load(created));
    }

    void leave() {
        peers.forEach(Peer::leave);
    }

    /** The structures that all clients have. */
    List<String> common() {
        return peers.stream()
                .map(Peer::structures)
                .reduce((all, some) -> all.stream().filter(some::contains).toList())
                .orElseThrow();
    }

    /** Has each client make some edits. */
    void edit(Steps steps) {
        for (int round = 0; round < 5; round++) {
            peers.forEach(peer -> peer.edit(steps.batch()));
        }
    }

    /** Waits until all have seen everything. */
    void settle() {
        Agreement.settle(peers);
    }

    /** Compares what all have of what they have in common. */
    void compare() {
        Agreement.compare(peers);
    }

    /** Writes the document's ops where they can be looked at. */
    Path writeLog(long seed) throws IOException {
        List<String> lines = ops(requireNonNull(document)).stream()
                .map(op -> new String(op.toBytes(), StandardCharsets.UTF_8))
                .toList();
        Path folder = Files.createDirectories(Path.of("target/interop").toAbsolutePath());
        return Files.write(Files.createTempFile(folder, "session-" + seed + "-", ".jsonl"), lines);
    }

    /** Returns all ops of a document. */
    List<SequencedMessage> ops(String documentId) {
        List<SequencedMessage> all = new ArrayList<>();
        DocumentKey key = DocumentKey.of("tinylicious", documentId);
        try (DocumentService opened = client.services().open(key)) {
            new CatchUp(opened.deltas(), Runnable::run, 1, Duration.ZERO, unused -> {}).toNewest(0, all::addAll);
        }
        return all;
    }

    @Override
    public void close() {
        peers.forEach(Peer::close);
        client.close();
        stopServer();
    }
}
