/**
 * One value that many clients replace (dds-formats §3): {@link dev.sluice.dds.cell.SharedCell}.
 *
 * <p>Relies on {@link dev.sluice.dds}. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.cell;

import org.jspecify.annotations.NullMarked;
