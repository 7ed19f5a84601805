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

    /** Whether some channels depend on who is a member. */
    boolean hearsOfMembers() {
        return byType.values().stream().anyMatch(ChannelRegistry::hearsOfMembers);
    }

    /**
     * Whether channels depend on who is a member: they do if their class has a method of its own to hear of it. Asked of the
     * class, for a factory that had to tell might forget to, and its channels would differ between clients.
     */
    static boolean hearsOfMembers(ChannelFactory<?> factory) {
        try {
            return factory.channelClass().getMethod("memberLeft", String.class).getDeclaringClass() != Channel.class;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("a channel without a method of the interface", impossible);
        }
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
