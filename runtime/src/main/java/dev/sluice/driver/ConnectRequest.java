package dev.sluice.driver;

/**
 * How to connect. Immutable.
 *
 * @param mode what is asked for; the service may give less
 * @param client what others learn about this client
 * @since 0.1
 */
public record ConnectRequest(ConnectionMode mode, ClientDescription client) {
    /** A member that a person works with. */
    public static final ConnectRequest WRITER = new ConnectRequest(ConnectionMode.WRITE, ClientDescription.INTERACTIVE);

    /** One who looks on. */
    public static final ConnectRequest READER = new ConnectRequest(ConnectionMode.READ, ClientDescription.INTERACTIVE);

    /** A member that writes summaries. */
    public static final ConnectRequest SUMMARIZER =
            new ConnectRequest(ConnectionMode.WRITE, ClientDescription.SUMMARIZER);
}
