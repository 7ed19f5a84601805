package dev.sluice.datastore.channel;

import dev.sluice.protocol.json.JsonValue;

/**
 * The world as a channel sees it. Confined to its document's thread.
 *
 * @since 0.1
 */
public interface ChannelContext {
    /** The client id under which edits are made before there was any connection. */
    String DETACHED_CLIENT_ID = "detached";

    /** The channel's id in its data store. */
    String id();

    /** The channel's absolute path, {@code /<data store>/<channel>}: the URL of a handle to it. */
    String path();

    /** Whether other clients know the channel, so that edits must be {@linkplain #submit submitted}. */
    boolean isShared();

    /**
     * Refuses an edit that could not be sent, before anything is changed.
     *
     * @throws IllegalStateException if the container is closed or read-only, or if called while sequenced ops are being applied
     */
    void checkEditable();

    /**
     * Sends an op with the current batch. Objects to which it holds handles are attached first.
     *
     * @param contents what all clients' channels of this id will be given
     * @throws IllegalStateException if the channel is not shared, or as for {@link #checkEditable}
     */
    void submit(JsonValue contents);

    /** The client id of the current or the last connection, {@link #DETACHED_CLIENT_ID} if there was none. */
    String clientId();

    /** Whether ops are sent at once; otherwise they are pending until there is a connection. */
    boolean isConnected();

    /** The newest op that was processed; 0 in a detached container. */
    long sequenceNumber();

    /** The minimum sequence number after that op. */
    long minimumSequenceNumber();

    /** Whether the client is a member of the quorum, as of the newest op. */
    boolean isMember(String clientId);

    /** Makes the URL of a handle absolute: relative ones begin at the channel's data store (runtime-formats §4.2). */
    String absolute(String url);

    /** An id that nothing else has, from the container's source of ids. */
    String newId();

    /**
     * Tells the application something: at once for an edit of its own; for sequenced ops after the whole batch was applied, so
     * that nobody sees part of it (RT-049).
     */
    void publish(Runnable event);

    /** Takes what a listener of the application threw. */
    void listenerFailed(RuntimeException failure);
}
