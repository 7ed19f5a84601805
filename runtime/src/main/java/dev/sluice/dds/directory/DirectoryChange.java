package dev.sluice.dds.directory;

import dev.sluice.dds.ValueChange;

/**
 * A value changed somewhere in a tree of directories. Immutable.
 *
 * @param path of the directory
 * @param change what happened to the value
 * @since 0.1
 */
public record DirectoryChange(String path, ValueChange change) {}
