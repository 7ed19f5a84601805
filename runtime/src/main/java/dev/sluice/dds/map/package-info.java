/**
 * Values under keys that many clients edit (dds-formats §4): {@link dev.sluice.dds.map.SharedMap}.
 *
 * <p>Relies on {@link dev.sluice.dds} and {@link dev.sluice.dds.keyed}. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.map;

import org.jspecify.annotations.NullMarked;
