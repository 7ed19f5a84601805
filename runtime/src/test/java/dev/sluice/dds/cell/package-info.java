/** Tests of {@code dev.sluice.dds.cell}. */
@NullMarked
package dev.sluice.dds.cell;

import org.jspecify.annotations.NullMarked;
