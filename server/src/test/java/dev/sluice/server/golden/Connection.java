package dev.sluice.server.golden;

import java.util.List;

/** One engine.io connection of a client, by whatever transport. */
interface Connection {

    void send(Packet packet);

    /** Leaves, as a client does that means to. */
    void close();

    /** Cuts the line. */
    void cut();

    /** Packets over a WebSocket or by long polling, in the order in which they came. */
    @FunctionalInterface
    interface Receiver {

        void receive(List<Packet> packets);
    }
}
