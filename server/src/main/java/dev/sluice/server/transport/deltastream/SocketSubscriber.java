package dev.sluice.server.transport.deltastream;

import dev.sluice.protocol.DocumentKey;
import dev.sluice.protocol.Nack;
import dev.sluice.server.ordering.OpBatch;
import dev.sluice.server.ordering.SignalMessage;
import dev.sluice.server.ordering.Subscriber;
import dev.sluice.server.transport.engineio.CloseReason;
import dev.sluice.server.transport.socketio.SocketConnection;

/**
 * Sends what a document says to a socket; equal for all clients that the socket has in that document. Immutable.
 *
 * @param connection the socket
 * @param document the document
 */
record SocketSubscriber(SocketConnection connection, DocumentKey document) implements Subscriber {
    @Override
    public void ops(OpBatch batch) {
        connection.sendAll(
                batch.encoded(Frames.OpFrames.class, Frames.OpFrames::of).frames());
    }

    @Override
    public void signal(SignalMessage signal) {
        connection.send(
                signal.encoded(Frames.SignalFrame.class, Frames.SignalFrame::of).frame());
    }

    @Override
    public void nacked(Nack nack) {
        connection.send(Frames.nack(document.document().value(), nack));
    }

    @Override
    public void closed(String reason) {
        connection.close(CloseReason.SERVER_CLOSED);
    }
}
