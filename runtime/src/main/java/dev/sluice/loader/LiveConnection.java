package dev.sluice.loader;

import dev.sluice.driver.ConnectedDetails;
import dev.sluice.driver.ConnectionMode;
import dev.sluice.driver.DeltaStream;
import dev.sluice.protocol.DocumentMessage;
import java.util.List;

/**
 * An open stream with its count of messages (RT-021) and what must happen before it may be used (RT-018). Confined to the
 * container's thread.
 */
final class LiveConnection {
    private static final String WRITE_SCOPE = "doc:write";

    private final DeltaStream stream;
    private final ConnectedDetails details;
    private long next = 1;
    private long checkpoint;
    private boolean isPresent;

    LiveConnection(DeltaStream stream) {
        this.stream = stream;
        this.details = stream.details();
    }

    ConnectedDetails details() {
        return details;
    }

    String clientId() {
        return details.clientId();
    }

    boolean isWriter() {
        return details.mode() == ConnectionMode.WRITE;
    }

    boolean mayWrite() {
        return details.scopes().contains(WRITE_SCOPE);
    }

    /** Sets the op that must be processed first. */
    void awaitCheckpoint(long sequenceNumber) {
        checkpoint = sequenceNumber;
    }

    /** The own join op was processed, or the own join signal heard. */
    void present() {
        isPresent = true;
    }

    boolean isPresent() {
        return isPresent;
    }

    boolean isReady(long processed) {
        return isPresent && processed >= checkpoint;
    }

    long nextClientSequenceNumber() {
        return next;
    }

    /** Counts messages; a reader's are not sent, for the service would refuse them. */
    void submit(List<DocumentMessage> messages) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).clientSequenceNumber() != next + i) {
                throw new IllegalArgumentException("message "
                        + messages.get(i).clientSequenceNumber() + " of client " + clientId() + ", expected "
                        + (next + i));
            }
        }
        // Before they are sent: a service in the same process may answer at once.
        next += messages.size();
        try {
            if (isWriter()) {
                stream.submit(messages);
            }
        } catch (IllegalArgumentException refused) {
            next -= messages.size();
            throw refused;
        }
    }

    DeltaStream stream() {
        return stream;
    }
}
