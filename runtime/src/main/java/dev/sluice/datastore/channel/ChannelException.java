package dev.sluice.datastore.channel;

/**
 * An op or a snapshot of a channel is not one that a client could have written. This is fatal for the container: clients that
 * went on would differ from those that could read it.
 *
 * @since 0.1
 */
public final class ChannelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates one; the message names what was found and what was expected. */
    public ChannelException(String message) {
        super(message);
    }

    /** Creates one with its cause. */
    public ChannelException(String message, Throwable cause) {
        super(message, cause);
    }
}
