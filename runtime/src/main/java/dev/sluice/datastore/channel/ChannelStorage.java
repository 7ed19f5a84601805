package dev.sluice.datastore.channel;

import java.util.Set;

/**
 * The content of a channel in a snapshot or an attach op. May be read only while the channel is being loaded.
 *
 * @since 0.1
 */
public interface ChannelStorage {
    /** The paths of all blobs but {@code .attributes}, relative to the channel, parts separated by {@code /}. */
    Set<String> paths();

    /**
     * Returns a blob.
     *
     * @throws ChannelException if there is none of that path
     */
    byte[] read(String path);

    /** Whether there is a blob of that path. */
    default boolean has(String path) {
        return paths().contains(path);
    }
}
