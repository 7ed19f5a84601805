/** Tests of {@code dev.sluice.dds.matrix}. */
@NullMarked
package dev.sluice.dds.matrix;

import org.jspecify.annotations.NullMarked;
