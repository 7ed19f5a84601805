package dev.sluice.dds.directory;

import dev.sluice.dds.KeyedValues;
import dev.sluice.event.Registration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values under keys and further directories under names. Confined to its document's thread.
 *
 * <p>Who deletes a directory and creates one of the same name has another one: edits of those who only knew the former do not
 * reach it.
 *
 * @since 0.1
 */
public interface Directory extends KeyedValues {
    /** Returns where this is: {@code /} for the root, {@code /a/b} further down. */
    String path();

    /** Returns the directory of a name in this one. */
    Optional<Directory> getSubdirectory(String name);

    /** Returns the names of the directories in this one, those sequenced in the order of their creation before those pending. */
    List<String> subdirectories();

    /**
     * Returns the directory of a name, which is created if need be. What clients create at the same time becomes one directory.
     *
     * @param name not empty, without {@code /}
     * @throws IllegalArgumentException if the name is not possible
     * @throws IllegalStateException if this directory was deleted, or the container is closed or read-only
     */
    Directory createSubdirectory(String name);

    /**
     * Deletes a directory with everything in it.
     *
     * @return whether there was one
     * @throws IllegalStateException if this directory was deleted, or the container is closed or read-only
     */
    boolean deleteSubdirectory(String name);

    /** Tells whether this or a directory around it was deleted, so that edits are refused. */
    boolean isDeleted();

    /** Tells of directories that appear in this one and disappear. */
    Registration onSubdirectoryChange(Consumer<? super SubdirectoryChange> listener);
}
