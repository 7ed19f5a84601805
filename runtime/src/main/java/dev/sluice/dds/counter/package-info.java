/**
 * A number that many clients add to (dds-formats §2): {@link dev.sluice.dds.counter.SharedCounter}.
 *
 * <p>Relies on {@link dev.sluice.dds}. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.counter;

import org.jspecify.annotations.NullMarked;
