/**
 * Which client does which task (dds-formats §7): {@link dev.sluice.dds.task.TaskManager}.
 *
 * <p>Relies on {@link dev.sluice.dds}. Confined to its document's thread.
 */
@NullMarked
package dev.sluice.dds.task;

import org.jspecify.annotations.NullMarked;
