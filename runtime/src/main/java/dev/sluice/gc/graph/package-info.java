/**
 * The reference graph as a running document sees it: nodes named by paths, references found in ops and in content, and the
 * observer that whoever collects garbage registers (garbage-collection §1).
 *
 * <p>Decides nothing: nothing here ages, marks or deletes. Immutable values; observers are told on their document's thread.
 */
@NullMarked
package dev.sluice.gc.graph;

import org.jspecify.annotations.NullMarked;
