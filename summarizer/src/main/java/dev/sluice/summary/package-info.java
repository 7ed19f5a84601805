/**
 * What a summary says of collection, and how it is written over the one before: the {@code gc} tree, the data stores that are
 * unreferenced, and those that must be written anew because that changed (garbage-collection §4, §1.6).
 *
 * <p>Immutable values, and one baseline for each open container, confined to its thread.
 */
@NullMarked
package dev.sluice.summary;

import org.jspecify.annotations.NullMarked;
