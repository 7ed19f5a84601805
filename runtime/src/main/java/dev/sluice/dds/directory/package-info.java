/**
 * A tree of directories, each with values under keys, that many clients edit (dds-formats §8):
 * {@link dev.sluice.dds.directory.SharedDirectory}.
 *
 * <p>Relies on {@link dev.sluice.dds} and {@link dev.sluice.dds.keyed}. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.directory;

import org.jspecify.annotations.NullMarked;
