package dev.sluice.server.bench.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The sockets of many connections, served by whichever thread polls.
 *
 * <p>It has no thread of its own: a test polls until what it waits for has happened, a generator polls between the ops
 * it sends, and either sees every callback on its own thread. What connections were asked to send during a poll leaves at
 * its end, so that answers to many inbound frames share one system call per socket.
 *
 * <p>Confined to one thread, the one that polls.
 */
public final class SocketLoop implements AutoCloseable {
    private final Selector selector;
    private final List<FluidConnection> unsent = new ArrayList<>();

    public SocketLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Serves every socket that is ready, waiting for the first up to {@code timeoutMs}.
     *
     * @param timeoutMs zero does not wait
     */
    public void poll(long timeoutMs) {
        try {
            flush();
            int ready = timeoutMs > 0 ? selector.select(timeoutMs) : selector.selectNow();
            if (ready > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    ((FluidConnection) key.attachment()).ready(key);
                }
                selector.selectedKeys().clear();
            }
            flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Polls until {@code condition} holds.
     *
     * @param what named in the error when {@code limit} passes first
     */
    public void pollUntil(String what, Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("waited " + limit + " for " + what + " in vain");
            }
            poll(10);
        }
    }

    SelectionKey register(SelectableChannel channel, FluidConnection connection) throws IOException {
        return channel.register(selector, SelectionKey.OP_CONNECT, connection);
    }

    void flushLater(FluidConnection connection) {
        unsent.add(connection);
    }

    private void flush() {
        for (int i = 0; i < unsent.size(); i++) {
            unsent.get(i).flush();
        }
        unsent.clear();
    }

    /** Closes the selector; connections still open are cut. */
    @Override
    public void close() {
        for (SelectionKey key : selector.keys()) {
            ((FluidConnection) key.attachment()).abort();
        }
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
