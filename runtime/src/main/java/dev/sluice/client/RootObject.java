package dev.sluice.client;

import dev.sluice.container.ContainerRuntime;
import dev.sluice.datastore.DataStore;
import dev.sluice.dds.directory.Directory;
import dev.sluice.loader.ContainerException;
import dev.sluice.protocol.handle.Handle;
import dev.sluice.protocol.json.JsonObject;
import java.util.List;

/**
 * The layout that the TypeScript package {@code fluid-static} gives documents (runtime-formats §11): a data store under an alias,
 * with a directory of handles to the initial objects. Confined to its document's thread.
 */
final class RootObject {
    /** What the quorum has as code of such documents. */
    static final JsonObject CODE = JsonObject.builder()
            .put("package", "no-dynamic-package")
            .put("config", JsonObject.EMPTY)
            .build();

    /** The package of the root object, and what those of all others begin with. */
    static final String PACKAGE = "rootDO";

    private static final String ALIAS = "rootDOId";
    private static final String INITIAL_OBJECTS = "initial-objects-key";

    private final ContainerRuntime<DataStore> runtime;
    private final DataObject root;

    private RootObject(ContainerRuntime<DataStore> runtime, DataObject root) {
        this.runtime = runtime;
        this.root = root;
    }

    /** Lays a new document out. */
    static RootObject create(ContainerRuntime<DataStore> runtime, ContainerSchema schema) {
        DataObject root = DataObject.create(runtime, List.of(PACKAGE));
        RootObject created = new RootObject(runtime, root);
        Directory objects = root.root().createSubdirectory(INITIAL_OBJECTS);
        for (InitialObject<?> object : schema.initialObjects()) {
            objects.set(object.name(), created.createInitial(object.type()).toJson());
        }
        runtime.trySetAlias(root.store().id(), ALIAS);
        return created;
    }

    /**
     * Finds the layout in a document.
     *
     * @throws ContainerException if it has another one
     */
    static RootObject find(ContainerRuntime<DataStore> runtime) {
        DataStore store = runtime.aliased(ALIAS)
                .orElseThrow(() -> new ContainerException(
                        ContainerException.Kind.UNSUPPORTED,
                        "the document has no data store " + ALIAS + " but "
                                + runtime.aliases().keySet() + "; open it with dev.sluice.loader.Container"));
        return new RootObject(runtime, DataObject.of(store));
    }

    /** Returns where an initial object is. */
    Handle initialObject(String name) {
        return root.root()
                .getSubdirectory(INITIAL_OBJECTS)
                .flatMap(objects -> objects.get(name))
                .flatMap(Handle::of)
                .orElseThrow(() -> new IllegalArgumentException(
                        "the document has no initial object " + name + ", but " + initialObjectNames()));
    }

    /** Returns the names of the initial objects. */
    List<String> initialObjectNames() {
        return root.root().getSubdirectory(INITIAL_OBJECTS).map(Directory::keys).orElse(List.of());
    }

    /** Makes an object that nobody else knows yet. */
    <T> T create(ObjectType<T> type) {
        return type.create(runtime, root);
    }

    private <T> Handle createInitial(ObjectType<T> type) {
        return type.handleTo(create(type));
    }
}
