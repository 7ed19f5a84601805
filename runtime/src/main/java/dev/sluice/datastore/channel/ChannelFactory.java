package dev.sluice.datastore.channel;

/**
 * Makes channels of one type. Immutable; may be used by many threads.
 *
 * @param <C> the channels it makes
 * @since 0.1
 */
public interface ChannelFactory<C extends Channel> {
    /** What new channels have as attributes; its type is the one under which the factory is found. */
    ChannelAttributes attributes();

    /** The class of the channels it makes, for those who ask for a channel by class. */
    Class<C> channelClass();

    /** Makes an empty channel, not shared yet. */
    C create(ChannelContext context);

    /**
     * Makes a channel from a snapshot, shared from the beginning if its context says so.
     *
     * @param attributes as the snapshot has them
     * @throws ChannelException if the content is of a form that no client writes
     */
    C load(ChannelContext context, ChannelStorage content, ChannelAttributes attributes);
}
