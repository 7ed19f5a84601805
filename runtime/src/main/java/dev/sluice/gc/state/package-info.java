/**
 * What summaries say of collection: the reference graph with its ages, the tombstones and what was deleted, in the bytes that all
 * clients write for it (garbage-collection §4).
 *
 * <p>Immutable values and pure functions.
 */
@NullMarked
package dev.sluice.gc.state;

import org.jspecify.annotations.NullMarked;
