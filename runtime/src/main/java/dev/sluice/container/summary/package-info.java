/**
 * What the parts of a container need to write a summary: what was asked for, which nodes may be named by handles into the last
 * acknowledged one, the document's metadata (runtime-formats §7).
 *
 * <p>Immutable values but for the writer, which is confined to its document's thread; no I/O.
 */
@NullMarked
package dev.sluice.container.summary;

import org.jspecify.annotations.NullMarked;
