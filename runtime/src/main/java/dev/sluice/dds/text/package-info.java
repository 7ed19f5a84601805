/**
 * Text that many clients edit, with markers, properties and intervals (dds-formats §10, §11):
 * {@link dev.sluice.dds.text.SharedString}.
 *
 * <p>Relies on {@link dev.sluice.dds} and on the merge-tree. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.text;

import org.jspecify.annotations.NullMarked;
