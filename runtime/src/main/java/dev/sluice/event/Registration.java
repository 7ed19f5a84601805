package dev.sluice.event;

/**
 * A listener that hears events until this is closed. Closing twice is harmless. Confined to its document's thread.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Ends the registration; the listener hears nothing more, not even the rest of what is being told now. */
    @Override
    void close();
}
