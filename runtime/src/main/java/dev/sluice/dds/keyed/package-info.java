/**
 * Values under keys, sequenced and pending: what maps and the directories of a {@code SharedDirectory} have in common
 * (dds-formats §1.3, §4.2). Of no use to applications.
 *
 * <p>Relies on JSON values alone. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.keyed;

import org.jspecify.annotations.NullMarked;
