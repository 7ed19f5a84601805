package dev.sluice.server.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.server.bench.client.ConnectRequest;
import dev.sluice.server.bench.client.FluidConnection;
import dev.sluice.server.bench.client.FluidListener;
import dev.sluice.server.bench.client.MessageBuffer;
import dev.sluice.server.bench.client.OpTemplate;
import dev.sluice.server.bench.client.ServiceAddress;
import dev.sluice.server.bench.client.SocketLoop;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One simulated client: submits batches, follows the stream, and times its own batches from intention to receipt.
 *
 * <p>It keeps the rules of a real one: client sequence numbers count up without a gap, and an op refers to the last
 * sequence number that its client has seen. It also holds the service to its side: sequence numbers come without a gap.
 *
 * <p>Confined to its loop's thread.
 */
final class LoadClient implements FluidListener {

    /** Whoever runs the load that this client is part of. */
    interface Owner {
        /** A batch of this client's own came back, so long after it should have left. */
        void received(long latencyNanos);

        /** Ops arrived, this client's own included. */
        void delivered(int ops);
    }

    private static final int MOST_IN_FLIGHT = 4096;
    /** What a map's {@code set} looks like on the wire, around 200 bytes. */
    private static final String CONTENTS = "{\"type\":\"component\",\"contents\":{\"address\":\"A\",\"contents\":"
            + "{\"content\":{\"address\":\"_C\",\"contents\":{\"key\":\"position\",\"type\":\"set\",\"value\":"
            + "{\"type\":\"Plain\",\"value\":\"hello world 0123\"}}},\"type\":\"op\"}}}";

    private final FluidConnection connection;
    private final List<LoadClient> peers;
    private final ReadFrames frames;
    private final int index;
    private final int batch;
    private final Owner owner;
    private final MessageBuffer message = new MessageBuffer();
    private final long[] intendedAtNanos = new long[MOST_IN_FLIGHT];

    private byte[] clientId = {};
    private @Nullable OpTemplate template;
    private long sent;
    private long received;
    private long seen = -1;
    private long likely;

    LoadClient(SocketLoop loop, ServiceAddress service, LoadDocument document, int batch, Owner owner) {
        this.peers = document.clients();
        this.frames = document.frames();
        this.index = peers.size();
        this.batch = batch;
        this.owner = owner;
        this.connection = FluidConnection.open(
                loop, new ConnectRequest(service, document.id(), ConnectRequest.Role.WRITER), this);
    }

    byte[] clientId() {
        return clientId;
    }

    boolean isReady() {
        return template != null;
    }

    /** Whether all that was submitted has come back. */
    boolean isIdle() {
        return sent == received;
    }

    /**
     * Submits one batch.
     *
     * @param atNanos when it should have left, on the scale of {@link System#nanoTime}
     */
    void submit(long atNanos) {
        OpTemplate ready = template;
        if (ready == null || sent - received >= MOST_IN_FLIGHT) {
            throw new IllegalStateException(
                    connection + " has " + (sent - received) + " batches in flight and cannot submit");
        }
        intendedAtNanos[(int) (sent % MOST_IN_FLIGHT)] = atNanos;
        connection.send(ready.fill(message, sent * batch + 1, seen));
        sent++;
    }

    void close() {
        connection.close();
    }

    @Override
    public void connected(FluidConnection self) {
        clientId = self.clientId().getBytes(ISO_8859_1);
        template = OpTemplate.of(self.clientId(), "op", CONTENTS, batch);
    }

    @Override
    public void ops(FluidConnection self, byte[] bytes, int from, int to) {
        ReadFrames.Frame frame = frames.read(bytes, from, to, likely, peers);
        likely = frame.ordinal() + 1;
        if (seen >= 0 && frame.firstSequenceNumber() != seen + 1) {
            throw new IllegalStateException(
                    self + " received sequence number " + frame.firstSequenceNumber() + " after " + seen);
        }
        seen = frame.lastSequenceNumber();
        owner.delivered(frame.ops());
        long own = frame.lastBy(index);
        if (own >= (received + 1) * batch) {
            settle(own);
        }
    }

    private void settle(long ownLast) {
        long now = System.nanoTime();
        while (ownLast >= (received + 1) * batch) {
            long latency = now - intendedAtNanos[(int) (received % MOST_IN_FLIGHT)];
            received++;
            owner.received(latency);
        }
    }
}
