/** Tests of {@code dev.sluice.dds.task}. */
@NullMarked
package dev.sluice.dds.task;

import org.jspecify.annotations.NullMarked;
