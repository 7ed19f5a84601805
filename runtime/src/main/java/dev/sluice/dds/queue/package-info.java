/**
 * A queue from which each item goes to one client (dds-formats §6): {@link dev.sluice.dds.queue.ConsensusQueue}.
 *
 * <p>Relies on {@link dev.sluice.dds}. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.queue;

import org.jspecify.annotations.NullMarked;
