package dev.sluice.server.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.server.bench.client.ConnectRequest;
import dev.sluice.server.bench.client.FluidConnection;
import dev.sluice.server.bench.client.FluidListener;
import dev.sluice.server.bench.client.MessageBuffer;
import dev.sluice.server.bench.client.OpScanner;
import dev.sluice.server.bench.client.OpTemplate;
import dev.sluice.server.bench.client.SocketLoop;
import java.time.Duration;

/**
 * A client that proposes summaries and waits for the answer.
 *
 * <p>Confined to one thread.
 */
final class SummarizerClient implements FluidListener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final SocketLoop loop = new SocketLoop();
    private final OpScanner scanner = new OpScanner();
    private final FluidConnection connection;
    private long seen;
    private long proposals;
    private long acks;

    SummarizerClient(Server server, String documentId) {
        connection = FluidConnection.open(
                loop, new ConnectRequest(server.service(), documentId, ConnectRequest.Role.SUMMARIZER), this);
        loop.pollUntil("the summarizer to join", LIMIT, connection::isConnected);
    }

    /**
     * Proposes {@code tree} and returns once the service has acked it.
     *
     * @param head the commit of the summary before
     */
    void summarize(String tree, String head) {
        String contents = "{\"handle\":\"" + tree + "\",\"head\":\"" + head + "\",\"message\":\"load\",\"parents\":[\""
                + head + "\"],\"details\":{\"includesProtocolTree\":false}}";
        proposals++;
        connection.send(OpTemplate.of(connection.clientId(), "summarize", contents, 1)
                .fill(new MessageBuffer(), proposals, seen));
        loop.pollUntil("the summary's ack", LIMIT, () -> acks == proposals);
    }

    @Override
    public void ops(FluidConnection self, byte[] frame, int from, int to) {
        scanner.start(frame, from, to);
        while (scanner.next()) {
            seen = scanner.sequenceNumber();
            if (scanner.type().equals("summaryAck")) {
                acks++;
            } else if (scanner.type().equals("summaryNack")) {
                throw new IllegalStateException(
                        "summary was refused: " + new String(frame, from, to - from, ISO_8859_1));
            }
        }
    }

    @Override
    public void close() {
        connection.close();
        loop.close();
    }
}
