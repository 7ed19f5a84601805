/**
 * What one open container does for collection, whether it ever collects or not: it knows what is unreferenced, tombstoned and
 * deleted, takes note of new references, refuses what must not be used, and ends in time.
 *
 * <p>Driven by the container runtime; a collector takes from here what it needs and reports what a run decided. Confined to the
 * document's thread.
 */
@NullMarked
package dev.sluice.gc.session;

import org.jspecify.annotations.NullMarked;
