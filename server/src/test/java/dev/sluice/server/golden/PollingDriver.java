package dev.sluice.server.golden;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * The receiving half of long polling: keeps one request outstanding until the session ends or goes over to WebSocket.
 * How a server spreads packets over answers is its own affair, so recorded polls are not repeated one by one.
 */
final class PollingDriver implements Connection {

    private static final int OK = 200;

    private final HttpClient client;
    private final URI uri;
    private final Receiver receiver;
    private final Runnable closed;
    private final Thread thread;
    private volatile Phase phase = Phase.POLLING;

    private enum Phase {
        POLLING,
        /** The poll that is outstanding is the last. */
        ENDING
    }

    private PollingDriver(HttpClient client, URI uri, Receiver receiver, Runnable closed) {
        this.client = client;
        this.uri = uri;
        this.receiver = receiver;
        this.closed = closed;
        this.thread = new Thread(this::poll, "golden-poll");
        thread.setDaemon(true);
    }

    static PollingDriver start(HttpClient client, URI uri, Receiver receiver, Runnable closed) {
        PollingDriver driver = new PollingDriver(client, uri, receiver, closed);
        driver.thread.start();
        return driver;
    }

    private void poll() {
        try {
            do {
                HttpResponse<String> response =
                        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
                if (response.statusCode() != OK) {
                    break;
                }
                List<Packet> packets = Packet.parseAll(response.body());
                receiver.receive(packets);
                if (packets.stream().anyMatch(packet -> packet.kind() == Packet.Kind.CLOSE)) {
                    break;
                }
            } while (phase == Phase.POLLING);
        } catch (IOException serverGone) {
            // the session is over, which is all there is to tell
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closed.run();
    }

    @Override
    public void send(Packet packet) {
        throw new UnsupportedOperationException("packets of a polling client are requests of their own");
    }

    @Override
    public void close() {
        phase = Phase.ENDING;
    }

    @Override
    public void cut() {
        thread.interrupt();
    }
}
