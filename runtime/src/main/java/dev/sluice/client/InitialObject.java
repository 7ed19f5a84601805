package dev.sluice.client;

import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.dds.SharedObject;

/**
 * An object that a document has from its creation, under a name. Immutable.
 *
 * <pre>{@code
 * static final InitialObject<SharedMap> NOTES = InitialObject.of("notes", SharedMap.FACTORY);
 * }</pre>
 *
 * @param name what it is called in all clients' schemas
 * @param type what it is
 * @param <T> what it is
 * @since 0.1
 */
public record InitialObject<T>(String name, ObjectType<T> type) {
    /** Checks that there is a name. */
    public InitialObject {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an initial object needs a name");
        }
    }

    /** Returns an initial data structure. */
    public static <C extends SharedObject> InitialObject<C> of(String name, ChannelFactory<C> factory) {
        return new InitialObject<>(name, ObjectType.structure(factory));
    }

    /** Returns an initial data object of a type that TypeScript clients know under {@code typeName}. */
    public static InitialObject<DataObject> dataObject(String name, String typeName) {
        return new InitialObject<>(name, ObjectType.dataObject(typeName));
    }
}
