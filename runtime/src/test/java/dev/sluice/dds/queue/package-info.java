/** Tests of {@code dev.sluice.dds.queue}. */
@NullMarked
package dev.sluice.dds.queue;

import org.jspecify.annotations.NullMarked;
