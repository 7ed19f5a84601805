package dev.sluice.client;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.container.Target;
import dev.sluice.datastore.DataStore;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.dds.SharedObject;
import dev.sluice.protocol.handle.Handle;
import java.util.List;
import java.util.Optional;

/**
 * A type of objects that documents hold: a data structure, or a {@link DataObject} with structures of its own. Immutable.
 *
 * @param <T> the objects
 * @since 0.1
 */
public abstract sealed class ObjectType<T> {
    private ObjectType() {}

    /** Returns the type of a data structure, such as {@code structure(SharedMap.FACTORY)}. */
    public static <C extends SharedObject> ObjectType<C> structure(ChannelFactory<C> factory) {
        return new Structure<>(factory);
    }

    /**
     * Returns the type of data objects that TypeScript clients know under a name.
     *
     * @param name the type of their data object's factory
     */
    public static ObjectType<DataObject> dataObject(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a type of data objects needs a name");
        }
        return new OfDataObject(name);
    }

    /** Makes one; structures lie in the data store of {@code root}. */
    abstract T create(ContainerRuntime<DataStore> runtime, DataObject root);

    /** Returns what a handle led to, if it is of this type. */
    abstract Optional<T> from(Target<DataStore> target);

    /** Returns a handle to one. */
    abstract Handle handleTo(T object);

    private static final class Structure<C extends SharedObject> extends ObjectType<C> {
        private final ChannelFactory<C> factory;

        Structure(ChannelFactory<C> factory) {
            this.factory = factory;
        }

        @Override
        C create(ContainerRuntime<DataStore> runtime, DataObject root) {
            return root.create(factory);
        }

        @Override
        Optional<C> from(Target<DataStore> target) {
            Class<C> type = factory.channelClass();
            return target instanceof Target.OfPart<DataStore> found && type.isInstance(found.part())
                    ? Optional.of(type.cast(found.part()))
                    : Optional.empty();
        }

        @Override
        Handle handleTo(C object) {
            return object.handle();
        }

        @Override
        public String toString() {
            return factory.attributes().type();
        }
    }

    private static final class OfDataObject extends ObjectType<DataObject> {
        private final String name;

        OfDataObject(String name) {
            this.name = name;
        }

        @Override
        DataObject create(ContainerRuntime<DataStore> runtime, DataObject root) {
            return DataObject.create(runtime, List.of(RootObject.PACKAGE, name));
        }

        @Override
        Optional<DataObject> from(Target<DataStore> target) {
            return target instanceof Target.OfStore<DataStore> found
                    ? Optional.of(DataObject.of(found.store()))
                    : Optional.empty();
        }

        @Override
        Handle handleTo(DataObject object) {
            return object.handle();
        }

        @Override
        public String toString() {
            return "data object " + name;
        }
    }
}
