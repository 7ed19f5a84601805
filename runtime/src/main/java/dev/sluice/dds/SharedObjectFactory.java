package dev.sluice.dds;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelException;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.mergetree.MergeTreeException;
import dev.sluice.protocol.json.JsonException;

/**
 * Makes structures of one type. Immutable; may be used by many threads.
 *
 * @param <C> the structures it makes
 * @since 0.1
 */
public final class SharedObjectFactory<C extends SharedObject> implements ChannelFactory<C> {
    private final ChannelAttributes attributes;
    private final Class<C> type;
    private final Creator<C> creator;
    private final Loader<C> loader;

    /** Makes an empty structure. */
    @FunctionalInterface
    public interface Creator<C> {
        /** Makes it. */
        C create(ChannelContext context, ChannelAttributes attributes);
    }

    /** Makes a structure from a snapshot. */
    @FunctionalInterface
    public interface Loader<C> {
        /** Makes it. */
        C load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content);
    }

    private SharedObjectFactory(ChannelAttributes attributes, Class<C> type, Creator<C> creator, Loader<C> loader) {
        this.attributes = attributes;
        this.type = type;
        this.creator = creator;
        this.loader = loader;
    }

    /**
     * Returns the factory of one of the standard types.
     *
     * @param name what follows {@link ChannelAttributes#TYPE_PREFIX}
     * @param version of the snapshot's form
     */
    public static <C extends SharedObject> SharedObjectFactory<C> of(
            String name, String version, Class<C> type, Creator<C> creator, Loader<C> loader) {
        ChannelAttributes attributes = ChannelAttributes.of(ChannelAttributes.TYPE_PREFIX + name, version);
        return new SharedObjectFactory<>(attributes, type, creator, loader);
    }

    @Override
    public ChannelAttributes attributes() {
        return attributes;
    }

    @Override
    public Class<C> channelClass() {
        return type;
    }

    @Override
    public C create(ChannelContext context) {
        return creator.create(context, attributes);
    }

    @Override
    public C load(ChannelContext context, ChannelStorage content, ChannelAttributes found) {
        try {
            return loader.load(context, found, content);
        } catch (JsonException | MergeTreeException refused) {
            throw new ChannelException("channel " + context.path() + ": " + refused.getMessage(), refused);
        }
    }
}
