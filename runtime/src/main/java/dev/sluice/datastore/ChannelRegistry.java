package dev.sluice.datastore;

import dev.sluice.datastore.channel.Channel;
import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The types of channels that are known. Immutable; may be used by many threads.
 *
 * @since 0.1
 */
public final class ChannelRegistry {
    private final Map<String, ChannelFactory<?>> byType = new LinkedHashMap<>();

    /**
     * Makes a registry.
     *
     * @throws IllegalArgumentException if two factories make the same type
     */
    public ChannelRegistry(List<ChannelFactory<?>> factories) {
        for (ChannelFactory<?> factory : factories) {
            String type = factory.attributes().type();
            if (byType.putIfAbsent(type, factory) != null) {
                throw new IllegalArgumentException("two factories make channels of type " + type);
            }
        }
    }

    /** Finds the factory of a type; some documents leave out where types of the reference implementation live, some add it. */
    Optional<ChannelFactory<?>> find(String type) {
        String prefix = ChannelAttributes.TYPE_PREFIX;
        return get(type)
                .or(() -> get(prefix + type))
                .or(() -> type.startsWith(prefix) ? get(type.substring(prefix.length())) : Optional.empty())
                .or(() -> type.contains("graph.microsoft")
                        ? get(type.substring(type.lastIndexOf('/') + 1))
                        : Optional.empty());
    }

    private Optional<ChannelFactory<?>> get(String type) {
        return Optional.ofNullable(byType.get(type));
    }

    /**
     * Finds the factory of a class.
     *
     * @throws IllegalArgumentException if there is none
     */
    <C extends Channel> ChannelFactory<C> of(Class<C> channelClass) {
        for (ChannelFactory<?> factory : byType.values()) {
            if (factory.channelClass() == channelClass) {
                @SuppressWarnings("unchecked") // It makes just that class.
                ChannelFactory<C> found = (ChannelFactory<C>) factory;
                return found;
            }
        }
        throw new IllegalArgumentException("no factory makes " + channelClass.getName() + "; register it");
    }
}
