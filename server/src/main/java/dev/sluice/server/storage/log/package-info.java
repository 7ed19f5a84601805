/**
 * A log on disk of ops, checkpoints and Git objects, from which they go to the store's database later and together.
 *
 * <p>One file, written front to back and then from its beginning again, each time as a new generation. It knows nothing of the
 * database: whoever uses it says when a generation is done with. See {@code docs/storage.md} for its layout. Confined to one
 * thread.
 */
@NullMarked
package dev.sluice.server.storage.log;

import org.jspecify.annotations.NullMarked;
