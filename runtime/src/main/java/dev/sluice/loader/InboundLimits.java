package dev.sluice.loader;

/**
 * How much of what the service sends a container keeps before it can process it. Immutable.
 *
 * @param maxHeldMessages ops kept while ops before them are missing; further ones are fetched again when they are due
 * @param maxHeldBytes bytes of such ops
 * @param maxMessageBytes size of one op; a larger one closes the container
 * @since 0.1
 */
public record InboundLimits(int maxHeldMessages, long maxHeldBytes, long maxMessageBytes) {
    /** Far above what services take from clients. */
    public static final InboundLimits DEFAULTS = new InboundLimits(10_000, 64L << 20, 64L << 20);

    /** Checks that something can be kept. */
    public InboundLimits {
        if (maxHeldMessages < 1 || maxHeldBytes < 1 || maxMessageBytes < 1) {
            throw new IllegalArgumentException("limits " + maxHeldMessages + ", " + maxHeldBytes + " and "
                    + maxMessageBytes + "; expected at least 1 each");
        }
    }
}
