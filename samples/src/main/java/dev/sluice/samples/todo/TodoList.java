package dev.sluice.samples.todo;

import dev.sluice.client.ContainerSchema;
import dev.sluice.client.FluidContainer;
import dev.sluice.client.InitialObject;
import dev.sluice.dds.directory.Directory;
import dev.sluice.dds.directory.SharedDirectory;
import java.util.List;
import java.util.UUID;

/**
 * Things to do, as a document holds them: a directory for each, in the order in which they were added. So who ticks a thing
 * changes nothing else of it, and what one terminal removes while another ticks it stays removed. Confined to its container's
 * thread.
 */
final class TodoList {
    private static final InitialObject<SharedDirectory> ITEMS = InitialObject.of("items", SharedDirectory.FACTORY);

    /** What a document needs to be a list. */
    static final ContainerSchema SCHEMA = ContainerSchema.of(ITEMS);

    private static final String TEXT = "text";
    private static final String DONE = "done";

    private final SharedDirectory items;

    private TodoList(SharedDirectory items) {
        this.items = items;
    }

    /**
     * Returns the list in a document. From any thread.
     *
     * @throws IllegalArgumentException if the document holds something else
     */
    static TodoList of(FluidContainer container) {
        return new TodoList(container.get(ITEMS));
    }

    /**
     * A thing to do. Immutable.
     *
     * @param id what it is known by while others add and remove
     * @param text what is to be done
     * @param isDone whether it is
     */
    record Item(String id, String text, boolean isDone) {}

    /** Returns what is on the list now, oldest first. */
    List<Item> items() {
        return items.subdirectories().stream()
                .flatMap(id -> items.getSubdirectory(id).map(item -> read(id, item)).stream())
                .toList();
    }

    private static Item read(String id, Directory item) {
        return new Item(
                id, item.getString(TEXT).orElse(""), item.getBoolean(DONE).orElse(false));
    }

    void add(String text) {
        items.createSubdirectory(UUID.randomUUID().toString()).set(TEXT, text);
    }

    /** Ticks an item; one that was removed meanwhile stays so. */
    void finish(Item item) {
        items.getSubdirectory(item.id()).ifPresent(found -> found.set(DONE, true));
    }

    void remove(Item item) {
        items.deleteSubdirectory(item.id());
    }

    /** Tells of every change in view, whoever made it; what it hears may be the first of several. */
    void onChange(Runnable listener) {
        items.onChangeAnywhere(change -> listener.run());
        items.onSubdirectoryChange(change -> listener.run());
    }
}
