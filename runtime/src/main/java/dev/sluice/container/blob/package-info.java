/**
 * Attachment blobs: which are known under which ids, and those this client is just making (garbage-collection §8,
 * runtime-formats §5.4).
 *
 * <p>Storage is reached through the container's context, on a thread of its own; everything here is confined to the document's
 * thread.
 */
@NullMarked
package dev.sluice.container.blob;

import org.jspecify.annotations.NullMarked;
