package dev.sluice.container;

import dev.sluice.container.store.HostedStore;

/**
 * What a handle leads to.
 *
 * @param <S> the data stores
 * @since 0.1
 */
public sealed interface Target<S extends HostedStore> {
    /**
     * A data store.
     *
     * @param store itself
     */
    record OfStore<S extends HostedStore>(S store) implements Target<S> {}

    /**
     * A part of a data store: a channel.
     *
     * @param store where it lies
     * @param part itself
     */
    record OfPart<S extends HostedStore>(S store, Object part) implements Target<S> {}

    /**
     * An attachment blob.
     *
     * @param bytes its content, the receiver's own
     */
    record OfBlob<S extends HostedStore>(byte[] bytes) implements Target<S> {}
}
