/**
 * A table whose rows, columns and cells many clients edit (dds-formats §12): {@link dev.sluice.dds.matrix.SharedMatrix}.
 *
 * <p>Relies on {@link dev.sluice.dds} and on the merge-tree. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.matrix;

import org.jspecify.annotations.NullMarked;
