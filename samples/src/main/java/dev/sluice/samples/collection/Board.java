package dev.sluice.samples.collection;

import dev.sluice.client.ContainerSchema;
import dev.sluice.client.DataObject;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.client.ObjectType;
import dev.sluice.dds.map.SharedMap;
import dev.sluice.protocol.handle.Handle;
import java.util.concurrent.CompletionStage;

/**
 * Lists, as a document holds them: a map from names to lists, each list a data store of its own. What the map refers to is there;
 * what it does not refer to any more is garbage. From any thread but the container's.
 */
final class Board {
    private static final InitialObject<SharedMap> LISTS = InitialObject.of("lists", SharedMap.FACTORY);
    private static final ObjectType<DataObject> LIST = ObjectType.dataObject("list");
    private static final String PICTURE = "picture";

    /** What a document needs to be a board. */
    static final ContainerSchema SCHEMA = ContainerSchema.of(LISTS);

    private final FluidContainer container;
    private final SharedMap lists;

    Board(FluidContainer container) {
        this.container = container;
        this.lists = container.get(LISTS);
    }

    /** Returns the path of the map. */
    String path() {
        return container.call(() -> lists.handle().path().text());
    }

    /** Adds a list of one thing, and returns the path of its data store. */
    String add(String name, String thing) {
        return container.call(() -> {
            DataObject list = container.create(LIST);
            list.root().set("first", thing);
            lists.set(name, list.handle());
            return list.handle().path().text();
        });
    }

    /** Uploads a picture, puts it onto a list, and returns the path of its blob. */
    String illustrate(String name, byte[] picture) {
        Handle blob = await(container.uploadBlob(picture));
        DataObject list = list(name);
        container.run(() -> list.root().set(PICTURE, blob));
        return blob.path().text();
    }

    /** Returns the first thing on a list, and the size of its picture in bytes. */
    String show(String name) {
        DataObject list = list(name);
        String first = container.call(() -> list.root().getString("first").orElse("nothing"));
        Handle picture = container.call(() -> list.root().getHandle(PICTURE).orElseThrow());
        return "\"" + first + "\", and a picture of " + await(container.downloadBlob(picture)).length + " bytes";
    }

    /** Waits for the list to be there: a board that was just opened has what was summarized, and the rest follows. */
    private DataObject list(String name) {
        await(container.when(() -> lists.has(name)));
        Handle handle = container.call(() -> lists.getHandle(name).orElseThrow());
        return await(container.resolve(handle, LIST));
    }

    /** Takes a list off the board. */
    void drop(String name) {
        await(container.when(() -> lists.has(name)));
        container.run(() -> lists.delete(name));
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
