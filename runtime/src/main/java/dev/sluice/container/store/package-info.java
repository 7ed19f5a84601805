/**
 * Data stores as their container sees them: what it drives, what it offers them, and the table of those it has, each opened when
 * it is first needed (runtime-formats §5, §7.4).
 *
 * <p>What lies in a data store is not known here; {@code dev.sluice.datastore} implements it. Confined to the document's thread.
 */
@NullMarked
package dev.sluice.container.store;

import org.jspecify.annotations.NullMarked;
