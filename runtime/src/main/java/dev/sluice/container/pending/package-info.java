/**
 * Local batches that are not sequenced yet: the order in which they were made, what is known of their sending, and the form in
 * which a later session takes them over (runtime-formats §6.4, §6.5).
 *
 * <p>Knows what was sent, not what it means. Confined to its document's thread; no I/O.
 */
@NullMarked
package dev.sluice.container.pending;

import org.jspecify.annotations.NullMarked;
